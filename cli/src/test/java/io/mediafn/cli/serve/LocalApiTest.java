package io.mediafn.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.api.ApiReply;
import io.mediafn.api.ApiRequest;
import io.mediafn.api.EntryContract;
import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The API over real connections. */
final class LocalApiTest extends EntryContract {
    private static final List<String> HEADERS =
            List.of("Content-Type", "Content-Encoding", "Idempotency-Key", "X-Correlation-Id", "traceparent");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        client.close();
    }

    @Override
    protected Entry open(MediaApp app, Supplier<String> ids, LongSupplier nanoTime) throws IOException {
        LocalApi local = new LocalApi(app.api(ids, nanoTime), 0, Duration.ofMinutes(1));
        open.add(local);
        return request -> send(local.port(), request);
    }

    private ApiReply send(int port, ApiRequest request) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + request.path()))
                .timeout(Duration.ofSeconds(30))
                .method(request.method(), BodyPublishers.ofByteArray(request.body()));
        for (String name : HEADERS) {
            request.header(name).ifPresent(value -> builder.header(name, value));
        }
        HttpResponse<String> response = client.send(builder.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        Map<String, String> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        return new ApiReply(response.statusCode(), headers, response.body());
    }

    @Test
    void web_pages_are_refused() throws IOException {
        try (MediaApp app = MediaApp.forFunction(Settings.from(Map.of()));
                LocalApi local = new LocalApi(app.api(() -> "id", System::nanoTime), 0, Duration.ofMinutes(1))) {
            assertThat(status(local, "Host: 127.0.0.1:" + local.port())).isEqualTo(200);
            assertThat(status(local, "Host: localhost:" + local.port())).isEqualTo(200);
            assertThat(status(local, "Host: rebound.example.com:" + local.port()))
                    .isEqualTo(403);
            assertThat(status(local, "Host: 127.0.0.1:" + local.port() + "\r\nOrigin: http://127.0.0.1:1"))
                    .isEqualTo(403);
        }
    }

    /** Somebody who sends a byte now and then keeps a connection, and not the service. */
    @Test
    void slow_senders_keep_nobody_else_waiting() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (MediaApp app = MediaApp.forFunction(Settings.from(Map.of()));
                LocalApi local = new LocalApi(app.api(() -> "id", System::nanoTime), 0, Duration.ofMinutes(1))) {
            String host = "Host: 127.0.0.1:" + local.port();
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), local.port());
                slow.add(socket);
                String head = "POST /stat HTTP/1.1\r\n" + host + "\r\nContent-Length: 100\r\n\r\n{";
                String begun = i % 2 == 0 ? head : head.substring(0, 9);
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(status(local, host)).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** A connection that ended while the caller still sends would lose the answer. */
    @Test
    void who_sends_far_too_much_is_told_so() throws Exception {
        try (MediaApp app = MediaApp.forFunction(Settings.from(Map.of()));
                LocalApi local = new LocalApi(app.api(() -> "id", System::nanoTime), 0, Duration.ofMinutes(1))) {
            ApiReply reply = send(local.port(), new ApiRequest("POST", "/stat", Map.of(), new byte[20 << 20]));

            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.body()).contains("too-large");
        }
    }

    @Test
    void an_answer_to_head_has_no_body() throws IOException {
        try (MediaApp app = MediaApp.forFunction(Settings.from(Map.of()));
                LocalApi local = new LocalApi(app.api(() -> "id", System::nanoTime), 0, Duration.ofMinutes(1))) {
            String answer = answer(local, "HEAD", "Host: 127.0.0.1:" + local.port());

            assertThat(answer).startsWith("HTTP/1.1 405 ").endsWith("\r\n\r\n");
        }
    }

    private static int status(LocalApi local, String headers) throws IOException {
        return Integer.parseInt(answer(local, "GET", headers).substring(9, 12));
    }

    private static String answer(LocalApi local, String method, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), local.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((method + " /health HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
