package io.mediafn.storage.gcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers as Cloud Storage may and a test server does not, and keeps what was asked. It shows what our requests carry
 * and that our code understands such answers, not that Cloud Storage gives them. The last answer is repeated.
 */
final class ScriptedGcs implements AutoCloseable {
    /** One request, as it came. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Seen(String method, String rawPath, Map<String, String> query, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        @Nullable
        String header(String name) {
            return headers.get(name.toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** One answer; what it throws, or leaves out, breaks the connection. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<Answer> script;
    private final List<Seen> seen = new ArrayList<>();

    ScriptedGcs(Answer... script) throws IOException {
        this.script = new ArrayDeque<>(List.of(script));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            next(seen(exchange)).to(exchange);
        } finally {
            exchange.close();
        }
    }

    static Seen seen(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(java.util.Locale.ROOT), String.join(",", values)));
        return new Seen(exchange.getRequestMethod(), uri.getRawPath(), query, headers, body(exchange));
    }

    /** Unpacked, as the client packs JSON. */
    private static byte[] body(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        InputStream body = exchange.getRequestBody();
        return (packed ? new GZIPInputStream(body) : body).readAllBytes();
    }

    private synchronized Answer next(Seen request) {
        seen.add(request);
        @Nullable Answer answer = script.size() > 1 ? script.poll() : script.peek();
        if (answer == null) {
            throw new AssertionError("a script has an answer");
        }
        return answer;
    }

    /** What was asked so far. */
    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    GcsSettings settings() {
        return new GcsSettings(Optional.of(endpoint()), new GcsCredentials.Anonymous(), Optional.empty());
    }

    static Answer json(String body) {
        return json(200, body);
    }

    static Answer json(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    static Answer error(int status, String reason, String message) {
        return json(status, errorText(status, reason, message));
    }

    static String errorText(int status, String reason, String message) {
        Map<String, Object> detail = Map.of("domain", "global", "reason", reason, "message", message);
        return io.mediafn.json.Json.write(
                Map.of("error", Map.of("code", status, "message", message, "errors", List.of(detail))));
    }

    static Answer error(int status, String reason) {
        return error(status, reason, "as scripted");
    }

    /** Nothing: the connection is closed instead. */
    static Answer lost() {
        return exchange -> {
            throw new IOException("lost on purpose");
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
