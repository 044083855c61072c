package io.mediafn.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One server for all tests of a JVM, had in the first way that works when the first test asks for it. */
final class SharedServer {
    static final String REQUIRE = "MEDIAFN_REQUIRE_SERVERS";

    private final String name;
    private final boolean required;
    private final Consumer<String> report;
    private final List<Way> ways;
    private @Nullable TestServer server;
    private @Nullable String reason;

    SharedServer(String name, Map<String, String> environment, Consumer<String> report, List<Way> ways) {
        this.name = name;
        this.required = "true".equalsIgnoreCase(environment.get(REQUIRE));
        this.report = report;
        this.ways = List.copyOf(ways);
    }

    /** The server, or what {@link TestServers} promises where there is none; the ways are tried once only. */
    synchronized TestServer get() {
        if (server == null && reason == null) {
            find();
        }
        if (server != null) {
            return server;
        }
        String message = "no " + name + ": " + reason;
        if (required) {
            throw new AssertionError(message + " (a failure, since " + REQUIRE + "=true)");
        }
        throw new ServerUnavailableException(message);
    }

    private void find() {
        List<String> reasons = new ArrayList<>();
        for (Way way : ways) {
            try {
                Way.Found found = way.find();
                server = found.server();
                report.accept(name + " at " + server.endpoint() + ", " + found.how());
                return;
            } catch (Way.NotThisWayException e) {
                reasons.add(e.reason());
            }
        }
        reason = String.join("; ", reasons);
        report.accept("no " + name + ": " + reason);
    }
}
