package io.mediafn.cli.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mediafn.api.Api;
import io.mediafn.api.ApiReply;
import io.mediafn.api.ApiRequest;
import io.mediafn.batch.Deadline;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The API on loopback, for programs of this machine. A page in a browser is none: whatever names another origin, or
 * another host than this one, is refused, or any web page could have media deleted. Thread-safe.
 */
public final class LocalApi implements AutoCloseable {
    private static final int MOST_AT_ONCE = 8;
    /** Who sends slowly keeps a connection, and nobody else from being answered. */
    private static final int MOST_CONNECTIONS = 256;

    private static final Duration IDLE = Duration.ofSeconds(60);
    /** Of a body that is too large: who is still sending when the connection ends never sees the answer. */
    private static final int MOST_DISCARDED = 64 << 20;

    private static final int FORBIDDEN = 403;
    private static final int NO_BODY = -1;
    private static final byte[] REFUSAL =
            "{\"type\":\"urn:mediafn:problem:not-for-browsers\",\"title\":\"Not for browsers\",\"status\":403,\"detail\":\"requests of web pages are refused\"}"
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService connections =
            new ThreadPoolExecutor(0, MOST_CONNECTIONS, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>());
    private final Semaphore atWork = new Semaphore(MOST_AT_ONCE);
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
        server.setExecutor(connections);
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
            ApiReply reply = answer(request(exchange));
            send(exchange, reply.status(), reply.headers(), reply.bytes());
        }
    }

    private ApiReply answer(ApiRequest request) {
        atWork.acquireUninterruptibly();
        try {
            return api.handle(request, Deadline.in(timeout));
        } finally {
            atWork.release();
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
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(Api.LARGEST_BODY + 1);
        if (body.length > Api.LARGEST_BODY) {
            discard(in);
        }
        return new ApiRequest(
                exchange.getRequestMethod(), exchange.getRequestURI().getPath(), headers, body);
    }

    private static void discard(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int read = 0;
        for (int discarded = 0; discarded < MOST_DISCARDED && read >= 0; discarded += read) {
            read = in.read(buffer);
        }
    }

    private static void send(HttpExchange exchange, int status, Map<String, String> headers, byte[] body)
            throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Waits a moment for what is being done. */
    @Override
    public void close() {
        server.stop(1);
        connections.shutdown();
    }
}
