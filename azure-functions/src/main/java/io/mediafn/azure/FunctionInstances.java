package io.mediafn.azure;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import io.mediafn.log.LogForm;
import io.mediafn.log.LogLines;
import java.io.Closeable;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One app for the process. Without this the Java worker would make a new instance of a function's class, and with it
 * new clients, for every invocation. The worker finds it by {@code META-INF/services}, and never closes it: its process is
 * ended. Thread-safe.
 */
public final class FunctionInstances implements FunctionInstanceInjector, Closeable {
    /** Where Azure says what the function app is called. */
    private static final String SITE = "WEBSITE_SITE_NAME";

    private final Map<String, String> environment;
    private @Nullable LogLines log;
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
            LogLines lines = log();
            Settings settings = Settings.from(environment);
            MediaApp app = MediaApp.forFunction(settings, lines::metrics);
            FunctionTime time = FunctionTime.of(settings.deployment().timeout());
            http = new HttpFunction(app.api(() -> UUID.randomUUID().toString(), System::nanoTime), time);
            events = new EventFunctions(new Invocations(app, time));
        }
        return functionClass.cast(functionClass == HttpFunction.class ? http : events);
    }

    /**
     * Lines of JSON on stdout, which the host hands on to Application Insights, each as a line of its own. The worker's
     * handlers are not on the root logger but on loggers without a name, and so stay what they are; on the root there is
     * Java's own, which writes lines of text to stderr.
     */
    private LogLines log() {
        LogLines lines = log;
        if (lines == null) {
            lines = LogLines.install(LogForm.AZURE, environment.getOrDefault(SITE, "mediafn"));
            log = lines;
        }
        return lines;
    }

    /** Leaves the log of the process as it was. */
    @Override
    public synchronized void close() {
        if (log != null) {
            log.close();
            log = null;
        }
    }
}
