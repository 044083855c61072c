package io.mediafn.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must survive when S3 is not well: the answer is right, or its kind is, and every request is counted. */
final class S3FaultsTest {
    private static final Location AT = Location.of("s3://bucket/key");
    private static final ReadOptions TEN = ReadOptions.range(ByteRange.of(0, 10));
    private static final byte[] BODY = "0123456789".getBytes(StandardCharsets.UTF_8);

    private static final ScriptedS3.Answer GOOD = exchange -> partial(exchange, "bytes 0-9/5000000000", BODY);

    @Test
    void a_passing_fault_is_tried_again_and_counted() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(error(500, "InternalError"), error(503, "SlowDown"), GOOD);
                ObjectStore store = S3Stores.open(server.settings());
                ObjectRead read = store.read(AT, TEN)) {
            assertThat(read.readAllBytes()).isEqualTo(BODY);
            assertThat(read.stat().size()).isEqualTo(5_000_000_000L);
            assertThat(read.requests()).isEqualTo(3).isEqualTo(server.requests());
        }
    }

    @Test
    void an_answer_that_breaks_off_is_asked_for_again() throws IOException {
        ScriptedS3.Answer truncated = exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-9/10");
            exchange.sendResponseHeaders(206, 10);
            exchange.getResponseBody().write(BODY, 0, 4);
            exchange.getResponseBody().flush();
        };
        try (ScriptedS3 server = new ScriptedS3(truncated, GOOD);
                ObjectStore store = S3Stores.open(server.settings());
                ObjectRead read = store.read(AT, TEN)) {
            assertThat(read.readAllBytes()).isEqualTo(BODY);
            assertThat(read.requests()).isEqualTo(2);
        }
        try (ScriptedS3 server = new ScriptedS3(truncated);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> store.read(AT, TEN))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "503,SlowDown,THROTTLED",
        "429,TooManyRequests,THROTTLED",
        "500,InternalError,UNAVAILABLE",
        "502,,UNAVAILABLE",
        "403,AccessDenied,DENIED",
        "400,ExpiredToken,DENIED",
        "404,NoSuchBucket,NOT_FOUND",
        "412,PreconditionFailed,PRECONDITION_FAILED",
        "409,ConditionalRequestConflict,UNAVAILABLE",
        "400,InvalidArgument,INVALID",
        "501,NotImplemented,UNSUPPORTED",
        "418,Teapot,UNKNOWN"
    })
    void every_answer_has_its_kind(int status, String code, Kind kind) throws IOException {
        try (ScriptedS3 server = new ScriptedS3(error(status, code == null ? "" : code));
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> store.read(AT, TEN))
                    .isInstanceOfSatisfying(StorageException.class, e -> {
                        assertThat(e.kind()).isEqualTo(kind);
                        assertThat(e.location()).isEqualTo(AT);
                    })
                    .hasMessageContaining("S3 answered " + status);
            assertThat(server.requests()).as("requests").isBetween(1, 4);
        }
    }

    @Test
    void a_whole_object_instead_of_a_range_is_not_read_to_its_end() throws IOException {
        AtomicLong sent = new AtomicLong();
        ScriptedS3.Answer whole = exchange -> {
            exchange.sendResponseHeaders(200, 1L << 40);
            byte[] block = new byte[64 << 10];
            System.arraycopy(BODY, 0, block, 0, BODY.length);
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(block);
                sent.addAndGet(block.length);
            }
        };
        try (ScriptedS3 server = new ScriptedS3(whole);
                ObjectStore store = S3Stores.open(server.settings())) {
            try (ObjectRead read = store.read(AT, TEN)) {
                assertThat(read.readAllBytes()).isEqualTo(BODY);
                assertThat(read.stat().size()).isEqualTo(1L << 40);
            }
            assertThatThrownBy(() -> store.read(AT, ReadOptions.range(ByteRange.of(100, 10))))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
            assertThat(sent.get()).isLessThan(64L << 20);
        }
    }

    @ParameterizedTest
    @CsvSource({"bytes 0-9/*", "bytes 0-9/-5", "nonsense", "bytes 0-9/99999999999999999999"})
    void a_range_without_a_size_is_refused(String contentRange) throws IOException {
        try (ScriptedS3 server = new ScriptedS3(exchange -> partial(exchange, contentRange, BODY));
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> store.read(AT, TEN))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
                    .hasMessageContaining(contentRange);
        }
    }

    @Test
    void an_answer_of_another_range_is_not_taken_for_ours() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(exchange -> partial(exchange, "bytes 10-19/100", BODY));
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> store.read(AT, TEN))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("another range");
        }
    }

    @Test
    void what_failed_is_counted_too() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(error(503, "SlowDown"));
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> store.read(AT, TEN))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.requests()).isGreaterThan(1).isEqualTo(server.requests()));
        }
    }

    /** Neither silence nor a byte now and then may outlast a function. */
    @ParameterizedTest
    @ValueSource(ints = {0, 300})
    void a_service_that_stalls_is_given_up(int millisBetweenBytes) throws IOException {
        ScriptedS3.Answer slow = exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-999/1000");
            exchange.sendResponseHeaders(206, 1_000);
            for (int i = 0; i < 1_000; i++) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                sleep(millisBetweenBytes == 0 ? 60_000 : millisBetweenBytes);
            }
        };
        try (ScriptedS3 server = new ScriptedS3(slow);
                ObjectStore store = S3Stores.open(server.settings())) {
            long started = System.nanoTime();
            assertThatThrownBy(() -> store.read(AT, ReadOptions.range(ByteRange.of(0, 1_000))))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            assertThat(System.nanoTime() - started).isLessThan(30_000_000_000L);
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>log in</html>|no listing",
                "<ListBucketResult><Name>b</Name><IsTruncated>true</IsTruncated></ListBucketResult>|not where",
                "<ListBucketResult><Name>b</Name><IsTruncated>true</IsTruncated>"
                        + "<NextContinuationToken>again</NextContinuationToken></ListBucketResult>|where it already was",
                "<ListBucketResult><Name>b</Name><Contents><Key>p/x</Key></Contents></ListBucketResult>|no size",
                "<ListBucketResult><Name>b</Name><Contents><Key>p/x</Key><Size>-4</Size></Contents></ListBucketResult>|no size",
                "<ListBucketResult><Name>b</Name><Contents><Key>q/x</Key><Size>4</Size></Contents></ListBucketResult>"
                        + "|not asked for"
            })
    void a_listing_that_makes_no_sense_is_refused(String body, String reason) throws IOException {
        ScriptedS3.Answer answer = exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
        try (ScriptedS3 server = new ScriptedS3(answer);
                ObjectStore store = S3Stores.open(server.settings())) {
            ListOptions options = ListOptions.everything().withPageToken("again");
            assertThatThrownBy(() -> store.list(Location.of("s3://b/p/"), options))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() {
        S3Settings nowhere = new S3Settings(
                Optional.of(URI.create("http://127.0.0.1:1")),
                Optional.of("us-east-1"),
                new S3Credentials.Keys("key", "canary-secret", Optional.empty()));
        try (ObjectStore store = S3Stores.open(nowhere)) {
            assertThatThrownBy(() -> store.list(AT, ListOptions.everything()))
                    .isInstanceOfSatisfying(StorageException.class, e -> {
                        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                        assertThat(e.retryable()).isTrue();
                    })
                    .hasMessageNotContaining("canary-secret");
        }
    }

    @Test
    void a_write_sends_its_precondition_and_the_same_bytes_again() throws IOException {
        StringBuilder seen = new StringBuilder();
        ScriptedS3.Answer refuse = exchange -> {
            seen.append(exchange.getRequestHeaders().getFirst("If-None-Match")).append(' ');
            error(503, "SlowDown").to(exchange);
        };
        ScriptedS3.Answer taken = exchange -> {
            seen.append(exchange.getRequestHeaders().getFirst("If-None-Match"));
            exchange.getResponseHeaders().add("ETag", "\"e\"");
            exchange.sendResponseHeaders(200, -1);
        };
        try (ScriptedS3 server = new ScriptedS3(refuse, taken);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThat(store.write(AT, Content.of(BODY), WriteOptions.createOnly())
                            .etag())
                    .contains("\"e\"");
        }
        assertThat(seen).hasToString("* *");
    }

    private static ScriptedS3.Answer error(int status, String code) {
        return exchange -> {
            byte[] body = (code.isEmpty()
                            ? "<html>bad gateway</html>"
                            : "<Error><Code>" + code + "</Code><Message>as scripted</Message></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    private static void partial(HttpExchange exchange, String contentRange, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Range", contentRange);
        exchange.getResponseHeaders().add("ETag", "\"e\"");
        exchange.sendResponseHeaders(206, body.length);
        exchange.getResponseBody().write(body);
    }
}
