package io.mediafn.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * The zip that is deployed, unpacked as Lambda unpacks it, under the real runtime interface client: only that client is
 * on the class path, and it loads the function from {@code lib/} of its working folder.
 */
final class DeployedFunction implements AutoCloseable {
    static final String HANDLER = MediaHandler.class.getName() + "::handleRequest";
    private static final String JNI_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private final RuntimeApi api;
    private final Process process;
    private final Path output;

    private DeployedFunction(RuntimeApi api, Process process, Path output) {
        this.api = api;
        this.process = process;
        this.output = output;
    }

    /** Unpacks the zip of this build into a folder and puts the client's native library beside it. */
    static Path unpack(Path folder) throws IOException {
        Path task = Files.createDirectories(folder.resolve("task"));
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(Path.of("target", "mediafn-lambda.zip")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = task.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(zip, target);
                }
            }
        }
        String library = "/jni/libaws-lambda-jni.linux-"
                + (System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64") + ".so";
        try (InputStream in = Objects.requireNonNull(AWSLambda.class.getResourceAsStream(library))) {
            Files.copy(in, folder.resolve("jni.so"));
        }
        return folder;
    }

    /**
     * Starts the function.
     *
     * @param folder what {@link #unpack} filled
     * @param before what the java command is run by; empty for nothing
     * @param options of the JVM
     */
    static DeployedFunction start(
            Path folder, String handler, Map<String, String> environment, List<String> before, List<String> options)
            throws IOException {
        RuntimeApi api = new RuntimeApi();
        List<String> command = new ArrayList<>(before);
        command.add(ProcessHandle.current().info().command().orElseThrow());
        // The flags of Lambda's own Java runtimes.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx400m"));
        if (options.stream().noneMatch(option -> option.startsWith("-XX:AOT"))) {
            command.add("-Xshare:auto"); // the JVM wants either
        }
        command.addAll(List.of("-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED"));
        command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        command.add("-D" + JNI_PROPERTY + "=" + folder.resolve("jni.so"));
        command.addAll(options);
        command.addAll(List.of("-cp", clientClassPath(), AWSLambda.class.getName(), handler));
        Path output = folder.resolve("output-" + System.nanoTime() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.resolve("task").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("MEDIAFN_"));
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
        builder.environment().put("_HANDLER", handler);
        builder.environment().put("LAMBDA_TASK_ROOT", folder.resolve("task").toString());
        builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "test");
        builder.environment().put("AWS_REGION", "us-east-1");
        builder.environment().putAll(environment);
        return new DeployedFunction(api, builder.start(), output);
    }

    private static String clientClassPath() {
        return Stream.of(AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class)
                .map(DeployedFunction::jarOf)
                .collect(Collectors.joining(":"));
    }

    private static String jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    RuntimeApi api() {
        return api;
    }

    /** Sends it home, and waits for as long as its last work may take. */
    void finish() throws InterruptedException {
        api.close();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("the function did not end; it printed:\n" + output());
        }
    }

    long pid() {
        return process.pid();
    }

    RuntimeApi.Result invoke(String event) throws InterruptedException {
        try {
            return api.invoke(event);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it printed:\n" + output(), e);
        }
    }

    /** What the process printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        api.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
