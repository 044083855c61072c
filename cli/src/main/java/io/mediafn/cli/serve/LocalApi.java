package io.mediafn.cli.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mediafn.api.Api;
import io.mediafn.api.ApiReply;
import io.mediafn.api.ApiRequest;
import io.mediafn.batch.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The API on loopback, for programs of this machine. A page in a browser is none: whatever names another origin, or
 * another host than this one, is refused, or any web page could have media deleted. Thread-safe.
 */
public final class LocalApi implements AutoCloseable {
    private static final int MOST_AT_ONCE = 8;
    private static final int FORBIDDEN = 403;
    private static final byte[] REFUSAL =
            "{\"type\":\"urn:mediafn:problem:not-for-browsers\",\"title\":\"Not for browsers\",\"status\":403,\"detail\":\"requests of web pages are refused\"}"
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(MOST_AT_ONCE);
    private final Api api;
    private final Duration timeout;

    /**
     * Starts to listen.
     *
     * @param port 0 for any that is free
     * @param timeout after which a request starts nothing new; what is left comes back with {@code next}
     * @throws IOException if the port is taken
     */
    public LocalApi(Api api, int port, Duration timeout) throws IOException {
        this.api = api;
        this.timeout = timeout;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(workers);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isLocal(exchange.getRequestHeaders())) {
                send(exchange, FORBIDDEN, Map.of("Content-Type", "application/problem+json"), REFUSAL);
                return;
            }
            ApiReply reply = api.handle(request(exchange), Deadline.in(timeout));
            send(exchange, reply.status(), reply.headers(), reply.bytes());
        }
    }

    private boolean isLocal(Headers headers) {
        String host = Optional.ofNullable(headers.getFirst("Host")).orElse("").toLowerCase(Locale.ROOT);
        String port = ":" + port();
        boolean thisHost =
                host.equals("localhost" + port) || host.equals("127.0.0.1" + port) || host.equals("[::1]" + port);
        return thisHost && !headers.containsKey("Origin");
    }

    private static ApiRequest request(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        // One byte more than may be: the rule is the API's, and so is the answer.
        byte[] body = exchange.getRequestBody().readNBytes(Api.LARGEST_BODY + 1);
        return new ApiRequest(
                exchange.getRequestMethod(), exchange.getRequestURI().getPath(), headers, body);
    }

    private static void send(HttpExchange exchange, int status, Map<String, String> headers, byte[] body)
            throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Waits a moment for what is being done. */
    @Override
    public void close() {
        server.stop(1);
        workers.shutdown();
    }
}
