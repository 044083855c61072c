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

    private static int status(LocalApi local, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), local.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /health HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
