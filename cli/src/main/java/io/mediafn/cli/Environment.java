package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The environment that a command runs in. Its embedded buckets lie in mediafn's home unless a variable says where. */
public final class Environment {
    private static final String EMBEDDED_S3 = "MEDIAFN_EMBEDDED_S3";

    private final Map<String, String> variables;
    private final Consumer<String> warnings;

    /** @param warnings is told what is odd about the settings */
    Environment(Map<String, String> variables, Consumer<String> warnings) {
        this.warnings = warnings;
        Map<String, String> all = new HashMap<>(variables);
        if (variables.getOrDefault(EMBEDDED_S3, "").isBlank()) {
            all.put(EMBEDDED_S3, home(variables).resolve("s3").toString());
        }
        this.variables = Map.copyOf(all);
    }

    private static Path home(Map<String, String> variables) {
        String home = variables.get("MEDIAFN_HOME");
        return (home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".mediafn") : Path.of(home))
                .toAbsolutePath()
                .normalize();
    }

    /** The folder whose sub-folders are the embedded S3 buckets. */
    public Path embeddedS3() {
        return Path.of(String.valueOf(variables.get(EMBEDDED_S3)))
                .toAbsolutePath()
                .normalize();
    }

    /** The app of a person at a terminal. */
    public MediaApp app() {
        return app(Map.of());
    }

    /** Likewise, if the environment had these variables too. */
    public MediaApp app(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(more);
        // HOME is not empty where a person sits; other tools keep credentials below it.
        String home = all.getOrDefault("HOME", "");
        Settings settings = home.isBlank() ? Settings.from(all) : Settings.from(all, Path.of(home));
        settings.warnings().forEach(warnings);
        return MediaApp.forCommandLine(settings);
    }

    /** The variables, with the defaults of a command line. */
    Map<String, String> variables() {
        return variables;
    }

    /** The app that a function would have if its environment had these variables too. */
    public MediaApp functionApp(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(more);
        return MediaApp.forFunction(Settings.from(all));
    }
}
