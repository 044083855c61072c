package io.mediafn.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One program for all tests of a JVM: the one that a variable names, else one that dev/servers installs. */
final class SharedProgram {
    private static final Duration INSTALL = Duration.ofMinutes(20);
    private static final Duration WHERE = Duration.ofSeconds(20);

    private final String name;
    private final String variable;
    private final Map<String, String> environment;
    private final Consumer<String> report;
    private @Nullable Path program;
    private @Nullable String reason;

    SharedProgram(String name, String variable, Map<String, String> environment, Consumer<String> report) {
        this.name = name;
        this.variable = variable;
        this.environment = environment;
        this.report = report;
    }

    /** The program, or what {@link TestServers} promises where there is none; it is looked for once only. */
    synchronized Path get() {
        if (program == null && reason == null) {
            try {
                program = find();
                report.accept(name + ": " + program);
            } catch (Way.NotThisWayException e) {
                reason = e.reason();
                report.accept("no " + name + ": " + reason);
            }
        }
        if (program != null) {
            return program;
        }
        String message = "no " + name + ": " + reason;
        if ("true".equalsIgnoreCase(environment.get(SharedServer.REQUIRE))) {
            throw new AssertionError(message + " (a failure, since " + SharedServer.REQUIRE + "=true)");
        }
        throw new ServerUnavailableException(message);
    }

    private Path find() throws Way.NotThisWayException {
        String given = environment.get(variable);
        if (given != null && !given.isBlank()) {
            return Path.of(given);
        }
        String script = DevServer.repository().resolve("dev/servers").toString();
        Command install = Command.run(INSTALL, report, script, "install", name);
        if (install.status() != 0) {
            throw new Way.NotThisWayException("dev/servers install " + name + ": " + install.lastLine());
        }
        Command where = Command.run(WHERE, line -> {}, script, "where", name);
        Path installed = Path.of(where.lastLine());
        if (where.status() != 0 || !Files.isExecutable(installed)) {
            throw new Way.NotThisWayException("dev/servers where " + name + ": " + where.lastLine());
        }
        return installed;
    }
}
