package io.mediafn.azure;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One app for the process. Without this the Java worker would make a new instance of a function's class, and with it
 * new clients, for every invocation. The worker finds it by {@code META-INF/services}. Thread-safe.
 */
public final class FunctionInstances implements FunctionInstanceInjector {
    private final Map<String, String> environment;
    private @Nullable HttpFunction http;
    private @Nullable EventFunctions events;

    /** For the worker. */
    public FunctionInstances() {
        this(System.getenv());
    }

    /** For whoever brings the settings: tests. */
    public FunctionInstances(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The one instance of a function's class. Settings that break a rule fail this, hence every invocation, with their
     * names in the error: thrown from the constructor, they would end the worker without a word.
     */
    @Override
    public synchronized <T> T getInstance(Class<T> functionClass) throws Exception {
        if (http == null || events == null) {
            Settings settings = Settings.from(environment);
            MediaApp app = MediaApp.forFunction(settings);
            FunctionTime time = FunctionTime.of(settings.deployment().timeout());
            http = new HttpFunction(app.api(() -> UUID.randomUUID().toString(), System::nanoTime), time);
            events = new EventFunctions(new Invocations(app, time));
        }
        return functionClass.cast(functionClass == HttpFunction.class ? http : events);
    }
}
