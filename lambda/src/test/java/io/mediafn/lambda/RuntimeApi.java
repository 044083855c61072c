package io.mediafn.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's side of its Runtime API ("Using the Lambda runtime API" of its developer guide), on loopback: the real
 * runtime interface client asks it for invocations and posts their results.
 */
final class RuntimeApi implements AutoCloseable {
    /** What the runtime posted: {@code response}, {@code error}, {@code init/error} or {@code restore/error}, and its body. */
    record Result(String kind, String body) {}

    private static final String BASE = "/2018-06-01/runtime/";
    private static final long FUNCTION_TIMEOUT_MILLIS = 30_000;
    private static final int GONE = 410;
    /** Stands for the end of the queue. */
    private static final String NO_MORE = "";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<String> invocations = new LinkedBlockingQueue<>();
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final BlockingQueue<Long> firstAsked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> snapshotAsked = new LinkedBlockingQueue<>();
    private final CountDownLatch restored = new CountDownLatch(1);

    RuntimeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(BASE + "invocation/next", this::next);
        server.createContext(BASE + "invocation/", this::result);
        server.createContext(BASE + "init/error", exchange -> post(exchange, "init/error"));
        server.createContext(BASE + "restore/next", this::restore);
        server.createContext(BASE + "restore/error", exchange -> post(exchange, "restore/error"));
        server.start();
    }

    /** The value of AWS_LAMBDA_RUNTIME_API. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Hands an event to the function and waits for what becomes of it. */
    Result invoke(String event) throws InterruptedException {
        invocations.add(event);
        return result();
    }

    Result result() throws InterruptedException {
        @Nullable Result result = results.poll(60, TimeUnit.SECONDS);
        if (result == null) {
            throw new AssertionError("the function did not answer within 60 seconds");
        }
        return result;
    }

    /** Waits until the runtime is initialised; the time of that, by {@link System#nanoTime}. */
    long initialised() throws InterruptedException {
        @Nullable Long time = firstAsked.poll(60, TimeUnit.SECONDS);
        if (time == null) {
            throw new AssertionError("the runtime did not start within 60 seconds");
        }
        return time;
    }

    /**
     * Waits until the runtime asks to be restored, which is where Lambda takes its snapshot. No snapshot is taken here:
     * the process waits for {@link #restore} as a restored one finds itself waiting.
     */
    void awaitSnapshot() throws InterruptedException {
        if (snapshotAsked.poll(60, TimeUnit.SECONDS) == null) {
            throw new AssertionError("the runtime did not ask for a snapshot within 60 seconds");
        }
    }

    /** Lets the process go on as if from its snapshot. */
    void restore() {
        restored.countDown();
    }

    private void restore(HttpExchange exchange) throws IOException {
        snapshotAsked.add(System.nanoTime());
        try {
            boolean unused = restored.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void next(HttpExchange exchange) throws IOException {
        int asked = number.incrementAndGet();
        if (asked == 1) {
            firstAsked.add(System.nanoTime());
        }
        String event;
        try {
            event = invocations.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            event = NO_MORE;
        }
        if (event.equals(NO_MORE)) {
            exchange.sendResponseHeaders(GONE, -1);
            exchange.close();
            return;
        }
        byte[] body = event.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", "request-" + asked);
        exchange.getResponseHeaders()
                .add(
                        "Lambda-Runtime-Deadline-Ms",
                        String.valueOf(System.currentTimeMillis() + FUNCTION_TIMEOUT_MILLIS));
        exchange.getResponseHeaders()
                .add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:000000000000:function:test");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void result(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        post(exchange, path.substring(path.lastIndexOf('/') + 1));
    }

    private void post(HttpExchange exchange, String kind) throws IOException {
        results.add(new Result(kind, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
    }

    @Override
    public void close() {
        invocations.add(NO_MORE);
        restore();
        server.stop(0);
        threads.shutdownNow();
    }
}
