package io.mediafn.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.EventGridTrigger;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import io.mediafn.json.Json;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The folder that the Maven plugin staged, as the Java worker sees it: functions by their function.json, classes from
 * the staged jars alone, and of this test's class path nothing but the API that the worker itself brings.
 */
final class StagedApp implements AutoCloseable {
    static final Path FOLDER = Path.of("target", "azure-functions", "mediafn");

    /** What a trigger's annotation says. */
    private record Trigger(String type, String name) {}

    /** Makes the instance of a function's class. */
    @FunctionalInterface
    interface Instances {
        Object of(Class<?> functionClass) throws Exception;
    }

    private final URLClassLoader loader;
    private final Instances instances;
    private final Closeable injector;

    private StagedApp(URLClassLoader loader, Instances instances, Closeable injector) {
        this.loader = loader;
        this.instances = instances;
        this.injector = injector;
    }

    /** All of it, with an environment. */
    static StagedApp open(Map<String, String> environment) throws Exception {
        List<Path> jars = new ArrayList<>(jars(FOLDER));
        jars.addAll(jars(FOLDER.resolve("lib")));
        URLClassLoader loader = new URLClassLoader(urls(jars), new Shared("com.microsoft.azure.functions."));
        Class<?> injector = ServiceLoader.load(FunctionInstanceInjector.class, loader).stream()
                .map(ServiceLoader.Provider::type)
                .findFirst()
                .orElseThrow();
        FunctionInstanceInjector injecting =
                (FunctionInstanceInjector) injector.getConstructor(Map.class).newInstance(environment);
        // What the app does to this process, which outlives it, is undone by it: it logs.
        return new StagedApp(loader, injecting::getInstance, (Closeable) injecting);
    }

    /** The staged entry alone, over the core of this test's class path. */
    static StagedApp overThisCore(Instances instances) throws IOException {
        return new StagedApp(new URLClassLoader(urls(jars(FOLDER)), new Shared("")), instances, () -> {});
    }

    static Map<String, Object> functionJson(String function) throws IOException {
        return Json.readObject(Files.readAllBytes(FOLDER.resolve(function).resolve("function.json")));
    }

    /**
     * Invokes a function.
     *
     * @param value of its trigger
     * @return what it returned, or an empty text
     * @throws Exception whatever it threw
     */
    Object invoke(String function, Object value) throws Exception {
        return invoke(function, value, Map.of());
    }

    /**
     * Invokes a function that takes but metadata of its trigger.
     *
     * @param metadata as the host sends it: texts as they are, all else as JSON
     */
    void invokeWithMetadata(String function, Map<String, String> metadata) throws Exception {
        Map<?, ?> trigger = binding(functionJson(function));
        // Else the host would have read all of the blob by now.
        if (!Map.of("supportsDeferredBinding", true).equals(trigger.get("properties"))) {
            throw new AssertionError(function + " takes no content, but the host is not told so: " + trigger);
        }
        invoke(function, new Deferred(), metadata);
    }

    /** In the content's place: the worker has the blob's connection, container and name there, and no type of ours. */
    private record Deferred() {}

    private Object invoke(String function, Object value, Map<String, String> metadata) throws Exception {
        Map<String, Object> json = functionJson(function);
        Path jar = FOLDER.resolve(function)
                .resolve(String.valueOf(json.get("scriptFile")))
                .normalize();
        if (!jars(FOLDER).contains(jar)) {
            throw new AssertionError("scriptFile names " + jar + ", which is not staged");
        }
        String entryPoint = String.valueOf(json.get("entryPoint"));
        int dot = entryPoint.lastIndexOf('.');
        Class<?> type = loader.loadClass(entryPoint.substring(0, dot));
        if (!loader.equals(type.getClassLoader())) {
            throw new AssertionError(type + " is not from the staged jar");
        }
        Method method = Arrays.stream(type.getMethods())
                .filter(candidate -> candidate.getName().equals(entryPoint.substring(dot + 1)))
                .findFirst()
                .orElseThrow();
        Trigger bound = trigger(json);
        Object[] arguments = Arrays.stream(method.getParameters())
                .map(parameter -> argument(parameter, function, bound, value, metadata))
                .toArray();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return Objects.requireNonNullElse(method.invoke(instances.of(type), arguments), "");
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Trigger trigger(Map<String, Object> json) {
        Map<?, ?> binding = binding(json);
        return new Trigger(String.valueOf(binding.get("type")), String.valueOf(binding.get("name")));
    }

    private static Map<?, ?> binding(Map<String, Object> json) {
        return ((List<?>) Objects.requireNonNull(json.get("bindings")))
                .stream()
                        .map(binding -> (Map<?, ?>) binding)
                        .filter(binding -> String.valueOf(binding.get("type")).endsWith("Trigger"))
                        .findFirst()
                        .orElseThrow();
    }

    private static Object argument(
            Parameter parameter, String function, Trigger bound, Object value, Map<String, String> metadata) {
        if (parameter.getType() == ExecutionContext.class) {
            return new TestContext(function);
        }
        BindingName named = parameter.getAnnotation(BindingName.class);
        if (named != null) {
            return Objects.requireNonNull(metadata.get(named.value()), "Cannot find matched @BindingName");
        }
        Trigger annotated = Stream.of(
                        Stream.ofNullable(parameter.getAnnotation(HttpTrigger.class))
                                .map(trigger -> new Trigger("httpTrigger", trigger.name())),
                        Stream.ofNullable(parameter.getAnnotation(QueueTrigger.class))
                                .map(trigger -> new Trigger("queueTrigger", trigger.name())),
                        Stream.ofNullable(parameter.getAnnotation(EventGridTrigger.class))
                                .map(trigger -> new Trigger("eventGridTrigger", trigger.name())),
                        Stream.ofNullable(parameter.getAnnotation(TimerTrigger.class))
                                .map(trigger -> new Trigger("timerTrigger", trigger.name())))
                .flatMap(found -> found)
                .findFirst()
                .orElseThrow();
        if (!annotated.equals(bound) || !parameter.getType().isInstance(value)) {
            throw new AssertionError(bound + " of function.json can't be bound to " + parameter);
        }
        return value;
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static URL[] urls(List<Path> jars) throws MalformedURLException {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return urls;
    }

    @Override
    public void close() throws IOException {
        try (loader) {
            injector.close();
        }
    }

    /** Of the test's class path only what begins in a way, and never the entry. */
    private static final class Shared extends ClassLoader {
        private final String prefix;

        Shared(String prefix) {
            super(ClassLoader.getPlatformClassLoader());
            this.prefix = prefix;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.startsWith(prefix) || name.startsWith("io.mediafn.azure.")) {
                throw new ClassNotFoundException(name);
            }
            return StagedApp.class.getClassLoader().loadClass(name);
        }
    }
}
