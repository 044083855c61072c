package io.mediafn.gcf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.api.ApiReply;
import io.mediafn.api.ApiRequest;
import io.mediafn.api.EntryContract;
import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The HTTP API over real connections to Google's invoker. */
final class MediaHttpTest extends EntryContract {
    private static final List<String> HEADERS =
            List.of("Content-Type", "Content-Encoding", "Idempotency-Key", "X-Correlation-Id", "traceparent");

    private final List<Served> servers = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void stop() throws Exception {
        for (Served server : servers) {
            server.close();
        }
        client.close();
    }

    private Served serve(MediaApp app, Supplier<String> ids, LongSupplier nanoTime) throws Exception {
        Served server = Served.http(
                new MediaHttp(new Deployed(app, Duration.ofMinutes(10), Optional.of("project")), ids, nanoTime));
        servers.add(server);
        return server;
    }

    @Override
    protected Entry open(MediaApp app, Supplier<String> ids, LongSupplier nanoTime) throws Exception {
        Served server = serve(app, ids, nanoTime);
        return request -> send(server, request);
    }

    private ApiReply send(Served server, ApiRequest request) throws Exception {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(server.address() + request.path()))
                .timeout(Duration.ofSeconds(60))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        for (String name : HEADERS) {
            // No client and no server lets a control character through; what stays is an id with a space.
            request.header(name).ifPresent(value -> builder.header(name, value.replaceAll("\\p{Cntrl}", "")));
        }
        HttpResponse<String> answer =
                client.send(builder.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        Map<String, String> headers = new HashMap<>();
        answer.headers().map().forEach((name, values) -> {
            assertThat(values).as(name).hasSize(1);
            headers.put(properCase(name), values.getFirst());
        });
        return new ApiReply(answer.statusCode(), headers, answer.body());
    }

    /** Names of headers have no case, and the client shows them in lower case. */
    private static String properCase(String name) {
        return switch (name) {
            case "content-type" -> "Content-Type";
            case "x-correlation-id" -> "X-Correlation-Id";
            case "allow" -> "Allow";
            default -> name;
        };
    }

    @Test
    void of_a_body_without_end_no_more_is_read_than_is_allowed() throws Exception {
        try (MediaApp app = MediaApp.forFunction(Settings.from(Map.of()));
                Socket socket = connect(serve(app, () -> "id", System::nanoTime))) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /stat HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 65; i++) {
                out.write(chunk);
            }
            out.flush();
            // The body never ends; whoever waited for its end would not answer.
            assertThat(statusLine(socket)).contains(" 413 ");
        }
    }

    @Test
    void of_a_header_that_comes_twice_the_first_counts_and_a_query_is_no_path() throws Exception {
        try (MediaApp app = MediaApp.forFunction(Settings.from(Map.of()));
                Socket socket = connect(serve(app, () -> "made", System::nanoTime))) {
            socket.getOutputStream()
                    .write(String.join(
                                    "\r\n",
                                    "GET /health?x=/stat HTTP/1.1",
                                    "Host: x",
                                    "X-Correlation-Id: first",
                                    "x-correlation-id: second",
                                    "Connection: close",
                                    "",
                                    "")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).contains(" 200 ").contains("first").doesNotContain("second");
        }
    }

    private static Socket connect(Served server) throws IOException {
        Socket socket = new Socket("localhost", server.address().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
