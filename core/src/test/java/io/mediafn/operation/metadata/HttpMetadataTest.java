package io.mediafn.operation.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mediafn.batch.Outcome;
import io.mediafn.encoding.ContentEncoding;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.media.MediaProbe;
import io.mediafn.storage.Stores;
import io.mediafn.storage.http.HttpSettings;
import io.mediafn.storage.http.HttpStores;
import io.mediafn.testing.TinyImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata over HTTP, from servers that answer a range in any of the ways that servers do: one GET, and no HEAD. */
@Timeout(60)
final class HttpMetadataTest {
    private static final byte[] PNG = TinyImages.png(3, 2);
    /** Large enough to be noticed if somebody reads all of it. */
    private static final int HUGE = 64 << 20;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private HttpServer server;

    /** Answers one request. */
    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    private void answer(String path, Answer answer) {
        server.createContext(path, exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Range"));
            try (exchange) {
                answer.to(exchange);
            } catch (IOException e) {
                // The client has what it wanted, and broke the connection.
                assertThat(e).isNotNull();
            }
        });
    }

    private MetadataRecord read(String path) {
        Stores stores = Stores.builder()
                .add(Scheme.HTTP, () -> HttpStores.open(HttpSettings.defaults().withAllowPrivate(true)))
                .build();
        try (stores) {
            MetadataReader reader =
                    new MetadataReader(stores, LocationPolicy.forCommandLine(Set.of(), List.of()), new MediaProbe());
            return reader.read(
                    Location.of("http://127.0.0.1:" + server.getAddress().getPort() + path), MetadataOptions.DEFAULT);
        }
    }

    /** The start of the body, and then zeros up to the length, as long as somebody takes them. */
    private void sendHuge(OutputStream out, int length) throws IOException {
        out.write(PNG);
        byte[] zeros = new byte[64 << 10];
        for (int left = length - PNG.length; left > 0; left -= zeros.length) {
            out.write(zeros, 0, Math.min(left, zeros.length));
            out.flush();
            sent.addAndGet(zeros.length);
        }
    }

    private static void assertPng(MetadataRecord record) {
        assertThat(record.outcome()).as(String.valueOf(record.error())).isEqualTo(Outcome.DONE);
        assertThat(record.found().orElseThrow().metadata().toJson())
                .containsEntry("width", 3)
                .containsEntry("height", 2);
        assertThat(record.requests()).isEqualTo(1);
    }

    @Test
    void a_range_is_one_get() {
        answer("/a.png", exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-" + (PNG.length - 1) + "/" + PNG.length);
            exchange.sendResponseHeaders(206, PNG.length);
            exchange.getResponseBody().write(PNG);
        });

        MetadataRecord record = read("/a.png");

        assertPng(record);
        assertThat(record.found().orElseThrow().metadata().toJson()).containsEntry("size_bytes", (long) PNG.length);
        assertThat(requests).containsExactly("GET /a.png bytes=0-8191");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_server_that_sends_everything_is_left_early(boolean saysLength) {
        answer("/a.png", exchange -> {
            exchange.sendResponseHeaders(200, saysLength ? HUGE : 0); // 0 is chunked
            sendHuge(exchange.getResponseBody(), HUGE);
        });

        MetadataRecord record = read("/a.png");

        assertPng(record);
        assertThat(record.bytesRead()).isEqualTo(8192);
        assertThat(sent.get()).isLessThan(HUGE / 2); // what was on its way when the connection was broken
        if (saysLength) {
            assertThat(record.found().orElseThrow().metadata().toJson()).containsEntry("size_bytes", (long) HUGE);
        } else {
            assertThat(record.found().orElseThrow().metadata().toJson()).doesNotContainKey("size_bytes");
            assertThat(record.toJson().toString()).contains("field=size_bytes");
        }
        assertThat(requests).containsExactly("GET /a.png bytes=0-8191");
    }

    @Test
    void a_query_is_no_part_of_the_name() {
        answer("/a.png", exchange -> {
            exchange.sendResponseHeaders(200, PNG.length);
            exchange.getResponseBody().write(PNG);
        });

        MetadataRecord record = read("/a.png?X-Signature=abc.def");

        assertPng(record);
        assertThat(record.found().orElseThrow().metadata().toJson()).containsEntry("mime_type", "image/png");
        assertThat(record.toJson()).containsEntry("media_type", "image");
        assertThat(requests).containsExactly("GET /a.png?X-Signature=abc.def bytes=0-8191");
    }

    @Test
    void a_short_body_in_chunks_has_a_size() {
        answer("/a.png", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(PNG);
        });

        MetadataRecord record = read("/a.png");

        assertPng(record);
        assertThat(record.found().orElseThrow().metadata().toJson()).containsEntry("size_bytes", (long) PNG.length);
    }

    @Test
    void an_empty_object_has_no_range() {
        answer("/a.png", exchange -> {
            boolean ranged = exchange.getRequestHeaders().containsKey("Range");
            if (ranged) {
                exchange.getResponseHeaders().add("Content-Range", "bytes */0");
            }
            exchange.sendResponseHeaders(ranged ? 416 : 200, -1);
        });

        MetadataRecord record = read("/a.png");

        assertThat(record.error().orElseThrow().message()).contains("empty object");
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void what_is_packed_is_unpacked_as_far_as_needed(ContentEncoding encoding) throws IOException {
        byte[] image = Arrays.copyOf(PNG, 3 << 20);
        new java.util.Random(1).nextBytes(image);
        System.arraycopy(PNG, 0, image, 0, PNG.length);
        byte[] packed = encoding.encode(new ByteArrayInputStream(image)).readAllBytes();
        answer("/a.png", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", encoding.text());
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            String[] range =
                    exchange.getRequestHeaders().getFirst("Range").substring(6).split("-", -1);
            int first = Integer.parseInt(range[0]);
            int last = Math.min(packed.length - 1, Integer.parseInt(range[1]));
            exchange.getResponseHeaders().add("Content-Range", "bytes " + first + "-" + last + "/" + packed.length);
            exchange.sendResponseHeaders(206, last - first + 1);
            exchange.getResponseBody().write(packed, first, last - first + 1);
        });

        MetadataRecord record = read("/a.png");

        assertThat(record.outcome()).as(String.valueOf(record.error())).isEqualTo(Outcome.DONE);
        assertThat(record.found().orElseThrow().metadata().toJson())
                .containsEntry("width", 3)
                .doesNotContainKey("size_bytes");
        assertThat(record.found().orElseThrow().details()).containsEntry("content_encoding", encoding.text());
        assertThat(record.bytesRead()).isLessThan(2 << 20); // the decoder of zstd takes a MiB at a time
        assertThat(requests).allMatch(request -> request.startsWith("GET"));
    }

    @Test
    void an_encoding_that_is_only_said_is_not_believed() {
        answer("/a.png", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, PNG.length);
            exchange.getResponseBody().write(PNG);
        });

        assertPng(read("/a.png"));
    }

    @Test
    void redirects_are_followed_with_the_range() {
        answer("/a.png", exchange -> {
            exchange.getResponseHeaders().add("Location", "/b");
            exchange.sendResponseHeaders(302, -1);
        });
        answer("/b", exchange -> {
            exchange.sendResponseHeaders(200, PNG.length);
            exchange.getResponseBody().write(PNG);
        });

        MetadataRecord record = read("/a.png");

        assertThat(record.outcome()).isEqualTo(Outcome.DONE);
        assertThat(requests).containsExactly("GET /a.png bytes=0-8191", "GET /b bytes=0-8191");
    }
}
