package io.mediafn.storage.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Answers as S3 does when it is not well, which no test server does on request. It shows that our code understands such
 * answers, not that S3 gives them. The last answer is repeated.
 */
final class ScriptedS3 implements AutoCloseable {
    /** One answer. The request's body was read, and is its attribute "body". */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<Answer> script;
    private final AtomicInteger requests = new AtomicInteger();

    ScriptedS3(Answer... script) throws IOException {
        this.script = new ArrayDeque<>(List.of(script));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        exchange.setAttribute(
                "body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
        try {
            next().to(exchange);
        } finally {
            exchange.close();
        }
    }

    private synchronized Answer next() {
        @Nullable Answer answer = script.size() > 1 ? script.poll() : script.peek();
        if (answer == null) {
            throw new AssertionError("a script has an answer");
        }
        return answer;
    }

    int requests() {
        return requests.get();
    }

    S3Settings settings() {
        return new S3Settings(
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                Optional.of("us-east-1"),
                new S3Credentials.Keys("key", "secret", Optional.empty()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
