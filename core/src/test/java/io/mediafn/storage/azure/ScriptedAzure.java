package io.mediafn.storage.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mediafn.storage.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers as Azure does when it is not well, and remembers what it was asked. It shows that our code understands such
 * answers, and what our requests carry; not that Azure answers so. The last answer is repeated.
 */
final class ScriptedAzure implements AutoCloseable {
    static final String ACCOUNT = "wireaccount";
    static final String KEY = Base64.getEncoder().encodeToString("canary-of-the-key".getBytes(StandardCharsets.UTF_8));

    /** One answer. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    /** One request; header names in small letters. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Seen(String method, String path, String query, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<Answer> script;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    ScriptedAzure(Answer... script) throws IOException {
        this.script = new ArrayDeque<>(List.of(script));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = next();
            boolean reads = !(answer instanceof Unread);
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                    exchange.getRequestHeaders().entrySet().stream()
                            .collect(Collectors.toMap(
                                    entry -> entry.getKey().toLowerCase(Locale.ROOT),
                                    entry -> entry.getValue().getFirst())),
                    reads ? exchange.getRequestBody().readAllBytes() : new byte[0]));
            answer.to(exchange);
        }
    }

    private synchronized Answer next() {
        @Nullable Answer answer = script.size() > 1 ? script.poll() : script.peek();
        if (answer == null) {
            throw new AssertionError("a script has an answer");
        }
        return answer;
    }

    /** An answer that is given before the request was read. */
    private record Unread(Answer answer) implements Answer {
        @Override
        public void to(HttpExchange exchange) throws IOException {
            answer.to(exchange);
        }
    }

    static Answer unread(Answer answer) {
        return new Unread(answer);
    }

    /** No answer: the connection is closed after the request was read. */
    static Answer lost() {
        return exchange -> {};
    }

    /** An answer with headers, given as {@code name: value}, and a body. */
    static Answer answer(int status, String body, String... headers) {
        return exchange -> {
            for (String header : headers) {
                String[] parts = header.split(": ", 2);
                exchange.getResponseHeaders().add(parts[0], parts[1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
            if (!none) {
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    /** An error as Azure words it; the code is also in a header. */
    static Answer error(int status, String code, String... headers) {
        String body = "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code
                + "</Code><Message>As scripted.\nRequestId:1</Message></Error>";
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "x-ms-error-code: " + code;
        return answer(status, body, all);
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    Seen last() {
        return seen.getLast();
    }

    int requests() {
        return seen.size();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + ACCOUNT);
    }

    ObjectStore store() {
        return store(new AzureCredentials.Key(KEY));
    }

    /** A store that does not wait long before it tries again. */
    ObjectStore store(AzureCredentials credentials) {
        return store(credentials, Duration.ofSeconds(4), Duration.ofSeconds(5));
    }

    /** One that gives up soon, too. */
    ObjectStore hastyStore() {
        return store(new AzureCredentials.Key(KEY), Duration.ofMillis(700), Duration.ofSeconds(1));
    }

    private ObjectStore store(AzureCredentials credentials, Duration betweenReads, Duration attempt) {
        AzureAccount account =
                AzureAccount.of(new AzureSettings(Optional.of(ACCOUNT), Optional.of(endpoint()), credentials));
        AzureTransport transport = new AzureTransport(
                new AzureTimeouts(Duration.ofSeconds(3), betweenReads, attempt, Duration.ofMillis(10)));
        return AzureStores.open(account, transport, AzureAuthentication.of(account, transport));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
