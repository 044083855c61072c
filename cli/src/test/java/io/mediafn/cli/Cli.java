package io.mediafn.cli;

import io.mediafn.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line in this process, with an environment of its own. Immutable. */
final class Cli {
    private final Map<String, String> environment;

    private Cli(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    static Cli inHome(Path home) {
        return new Cli(Map.of("MEDIAFN_HOME", home.toString()));
    }

    Cli with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Cli(more);
    }

    Result run(String... args) {
        return runWithInput("", args);
    }

    /** Like {@link #run}, with something piped in. */
    Result runWithInput(String input, String... args) {
        return runWithInput(input.getBytes(StandardCharsets.UTF_8), args);
    }

    Result runWithInput(byte[] input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(environment, Terminal.of(new ByteArrayInputStream(input), out, err), args);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Like {@link #run}, for a person who sees the progress. */
    Result runInTerminal(String... args) {
        // One stream for both, as on a screen.
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        int exit = Main.run(environment, Terminal.interactive(screen, screen), args);
        return new Result(exit, screen.toString(StandardCharsets.UTF_8), "");
    }

    record Result(int exit, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }

        /** Every line of the output as an object; fails if one is none. */
        List<Map<String, Object>> json() {
            return out.lines().map(Json::readObject).toList();
        }
    }
}
