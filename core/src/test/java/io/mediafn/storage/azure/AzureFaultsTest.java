package io.mediafn.storage.azure;

import static io.mediafn.storage.azure.ScriptedAzure.answer;
import static io.mediafn.storage.azure.ScriptedAzure.error;
import static io.mediafn.storage.azure.ScriptedAzure.lost;
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
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must survive when Azure is not well: the answer is right, or its kind is, and every request is counted. */
final class AzureFaultsTest {
    private static final Location AT = Location.of("az://container/key");
    private static final ReadOptions TEN = ReadOptions.range(ByteRange.of(0, 10));
    private static final byte[] BODY = "0123456789".getBytes(StandardCharsets.UTF_8);

    private static final ScriptedAzure.Answer GOOD = exchange -> partial(exchange, "bytes 0-9/5000000000", BODY);

    private static void partial(HttpExchange exchange, String contentRange, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Range", contentRange);
        exchange.getResponseHeaders().add("ETag", "\"e\"");
        exchange.sendResponseHeaders(206, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void a_passing_fault_is_tried_again_and_counted() throws IOException {
        try (ScriptedAzure server = new ScriptedAzure(error(500, "InternalError"), error(503, "ServerBusy"), GOOD);
                ObjectStore store = server.store();
                ObjectRead read = store.read(AT, TEN)) {
            assertThat(read.readAllBytes()).isEqualTo(BODY);
            assertThat(read.stat().size()).isEqualTo(5_000_000_000L);
            assertThat(read.requests()).isEqualTo(3).isEqualTo(server.requests());
            assertThat(store.requests()).isEqualTo(3);
        }
    }

    @Test
    void a_connection_that_is_closed_without_an_answer_is_made_again() throws IOException {
        try (ScriptedAzure server = new ScriptedAzure(lost(), GOOD);
                ObjectStore store = server.store();
                ObjectRead read = store.read(AT, TEN)) {
            assertThat(read.readAllBytes()).isEqualTo(BODY);
            assertThat(server.requests()).isEqualTo(2);
        }
        try (ScriptedAzure server = new ScriptedAzure(lost());
                ObjectStore store = server.store()) {
            assertFails(Kind.UNAVAILABLE, () -> store.delete(AT));
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void what_passes_is_tried_again(int status) throws IOException {
        try (ScriptedAzure server = new ScriptedAzure(answer(status, "<html>no</html>"), GOOD);
                ObjectStore store = server.store();
                ObjectRead read = store.read(AT, TEN)) {
            assertThat(read.requests()).isEqualTo(2);
        }
    }

    @Test
    void an_answer_that_breaks_off_is_asked_for_again() throws IOException {
        ScriptedAzure.Answer truncated = exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-9/10");
            exchange.sendResponseHeaders(206, 10);
            exchange.getResponseBody().write(BODY, 0, 4);
            exchange.getResponseBody().flush();
        };
        try (ScriptedAzure server = new ScriptedAzure(truncated, GOOD);
                ObjectStore store = server.store();
                ObjectRead read = store.read(AT, TEN)) {
            assertThat(read.readAllBytes()).isEqualTo(BODY);
            assertThat(read.requests()).isEqualTo(2);
        }
        try (ScriptedAzure server = new ScriptedAzure(truncated);
                ObjectStore store = server.store()) {
            assertFails(Kind.UNAVAILABLE, () -> store.read(AT, TEN));
            // A stream breaks off where it is read, and says so.
            try (ObjectRead read = store.read(AT, ReadOptions.range(ByteRange.from(0)))) {
                assertFails(Kind.UNAVAILABLE, read::readAllBytes);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "503,ServerBusy,THROTTLED",
        "429,TooManyRequests,THROTTLED",
        "500,InternalError,UNAVAILABLE",
        "500,OperationTimedOut,UNAVAILABLE",
        "502,,UNAVAILABLE",
        "403,AuthenticationFailed,DENIED",
        "403,AuthorizationFailure,DENIED",
        "403,AuthorizationPermissionMismatch,DENIED",
        "401,NoAuthenticationInformation,DENIED",
        "409,PublicAccessNotPermitted,DENIED",
        "412,LeaseIdMissing,DENIED",
        "404,BlobNotFound,NOT_FOUND",
        "404,ContainerNotFound,NOT_FOUND",
        "409,ContainerBeingDeleted,UNAVAILABLE",
        "412,ConditionNotMet,PRECONDITION_FAILED",
        "409,BlobArchived,UNSUPPORTED",
        "400,InvalidHeaderValue,INVALID",
        "400,Md5Mismatch,CORRUPT",
        "400,Crc64Mismatch,CORRUPT",
        "501,ApiNotImplemented,UNSUPPORTED",
        "418,Teapot,UNKNOWN"
    })
    void every_answer_has_its_kind(int status, String code, Kind kind) throws IOException {
        ScriptedAzure.Answer bad = code == null ? answer(status, "<html>bad gateway</html>") : error(status, code);
        try (ScriptedAzure server = new ScriptedAzure(bad);
                ObjectStore store = server.store()) {
            assertThatThrownBy(() -> store.read(AT, TEN))
                    .isInstanceOfSatisfying(StorageException.class, e -> {
                        assertThat(e.kind()).isEqualTo(kind);
                        assertThat(e.location()).isEqualTo(AT);
                        assertThat(e.requests()).isEqualTo(server.requests());
                    })
                    .hasMessageContaining("Azure answered " + status + (code == null ? "" : " " + code));
            assertFails(kind, () -> store.stat(AT));
            assertThat(server.requests()).as("requests").isBetween(2, 6);
        }
    }

    @Test
    void a_whole_object_instead_of_a_range_is_not_read_to_its_end() throws IOException {
        AtomicLong sent = new AtomicLong();
        ScriptedAzure.Answer whole = exchange -> {
            exchange.sendResponseHeaders(200, 1L << 40);
            byte[] block = new byte[64 << 10];
            System.arraycopy(BODY, 0, block, 0, BODY.length);
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(block);
                sent.addAndGet(block.length);
            }
        };
        try (ScriptedAzure server = new ScriptedAzure(whole);
                ObjectStore store = server.store()) {
            try (ObjectRead read = store.read(AT, TEN)) {
                assertThat(read.readAllBytes()).isEqualTo(BODY);
                assertThat(read.stat().size()).isEqualTo(1L << 40);
            }
            assertFails(Kind.UNSUPPORTED, () -> store.read(AT, ReadOptions.range(ByteRange.of(100, 10))));
            assertFails(Kind.UNSUPPORTED, () -> store.read(AT, ReadOptions.range(ByteRange.from(100))));
            try (ObjectRead read = store.read(AT, ReadOptions.all())) {
                assertThat(read.body().readNBytes(10)).isEqualTo(BODY);
            }
            // Had one answer been read to its end, it would be a hundred times more.
            assertThat(sent.get()).isLessThan(64L << 20);
        }
    }

    @ParameterizedTest
    @CsvSource({"bytes 0-9/*", "bytes 0-9/-5", "nonsense", "bytes 0-9/99999999999999999999"})
    void a_range_without_a_size_is_refused(String contentRange) throws IOException {
        try (ScriptedAzure server = new ScriptedAzure(exchange -> partial(exchange, contentRange, BODY));
                ObjectStore store = server.store()) {
            assertThatThrownBy(() -> store.read(AT, TEN))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
                    .hasMessageContaining(contentRange);
        }
    }

    @Test
    void an_answer_of_another_range_is_not_taken_for_ours() throws IOException {
        try (ScriptedAzure server = new ScriptedAzure(exchange -> partial(exchange, "bytes 10-19/100", BODY));
                ObjectStore store = server.store()) {
            assertThatThrownBy(() -> store.read(AT, TEN))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("another range");
        }
    }

    @Test
    void a_range_that_is_refused_although_it_lies_within_is_an_error() throws IOException {
        try (ScriptedAzure server = new ScriptedAzure(error(416, "InvalidRange"), exchange -> {
                    exchange.getResponseHeaders().add("Content-Length", "100");
                    exchange.sendResponseHeaders(200, -1);
                });
                ObjectStore store = server.store()) {
            assertFails(Kind.UNAVAILABLE, () -> store.read(AT, TEN));
        }
    }

    @Test
    void the_times_of_all_attempts_together_fit_into_a_function() {
        assertThat(AzureTimeouts.standard().longest()).isLessThan(Duration.ofSeconds(40));
        assertThat(AzureTimeouts.standard().attempt(1 << 20, 0)).isLessThan(Duration.ofSeconds(10));
        assertThat(AzureTimeouts.standard().attempt(0, 4000L << 20)).isLessThan(Duration.ofMinutes(5));
    }

    /** Neither silence nor a byte now and then may outlast a function, wherever in the answer it is. */
    @ParameterizedTest
    @CsvSource({"0,body", "30,body", "0,head", "0,error", "30,error", "30,list"})
    void a_service_that_stalls_is_given_up(int millisBetweenBytes, String where) throws IOException {
        ScriptedAzure.Answer slow = exchange -> {
            if (where.equals("head")) {
                sleep(60_000);
            }
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-999/1000");
            exchange.sendResponseHeaders(where.equals("error") ? 403 : where.equals("list") ? 200 : 206, 1_000);
            for (int i = 0; i < 1_000; i++) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                sleep(millisBetweenBytes == 0 ? 60_000 : millisBetweenBytes);
            }
        };
        try (ScriptedAzure server = new ScriptedAzure(slow);
                ObjectStore store = server.hastyStore()) {
            long started = System.nanoTime();
            assertFails(Kind.UNAVAILABLE, () -> {
                if (where.equals("list")) {
                    store.list(AT, ListOptions.everything());
                } else {
                    store.read(AT, ReadOptions.range(ByteRange.of(0, 1_000)));
                }
            });
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(12));
        }
    }

    @Test
    void a_stream_that_stalls_is_given_up_while_it_is_read() throws IOException {
        ScriptedAzure.Answer stalls = exchange -> {
            exchange.sendResponseHeaders(200, 10_000_000);
            exchange.getResponseBody().write(new byte[100_000]);
            exchange.getResponseBody().flush();
            sleep(60_000);
        };
        try (ScriptedAzure server = new ScriptedAzure(stalls);
                ObjectStore store = server.hastyStore();
                ObjectRead read = store.read(AT, ReadOptions.all())) {
            long started = System.nanoTime();
            assertFails(Kind.UNAVAILABLE, read::readAllBytes);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void a_service_that_takes_nothing_is_given_up() throws IOException {
        ScriptedAzure.Answer deaf = ScriptedAzure.unread(exchange -> sleep(60_000));
        try (ScriptedAzure server = new ScriptedAzure(deaf);
                ObjectStore store = server.hastyStore()) {
            long started = System.nanoTime();
            assertFails(
                    Kind.UNAVAILABLE, () -> store.write(AT, Content.of(new byte[400 << 10]), WriteOptions.replace()));
            // An attempt has a second more for each 256 KiB.
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
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
    @CsvSource({"Retry-After: 100000", "x-ms-retry-after-ms: 100000000", "Retry-After: Fri, 31 Dec 2100 23:59:59 GMT"})
    void a_service_does_not_say_how_long_a_function_sleeps(String header) throws IOException {
        try (ScriptedAzure server = new ScriptedAzure(error(503, "ServerBusy", header), GOOD);
                ObjectStore store = server.store()) {
            long started = System.nanoTime();
            store.read(AT, TEN).close();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_thread_that_is_to_end_is_not_held_up_by_retries() throws Exception {
        try (ScriptedAzure server = new ScriptedAzure(exchange -> sleep(60_000));
                ObjectStore store = server.store()) {
            AtomicLong ended = new AtomicLong();
            Thread reader = Thread.ofVirtual().start(() -> {
                assertFails(Kind.UNAVAILABLE, () -> store.stat(AT));
                ended.set(Thread.currentThread().isInterrupted() ? 1 : 2);
            });
            while (server.requests() == 0) {
                Thread.sleep(10);
            }
            reader.interrupt();
            assertThat(reader.join(Duration.ofSeconds(3))).isTrue();
            assertThat(ended.get()).as("still interrupted").isEqualTo(1);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>log in</html>|no listing",
                "not even that|no listing",
                "<EnumerationResults><Blobs><Blob><Name>p/x</Name>|only a part",
                "<EnumerationResults><Blobs/><NextMarker>again</NextMarker></EnumerationResults>|where it already was",
                "<EnumerationResults><Blobs><Blob><Name>p/x</Name></Blob></Blobs></EnumerationResults>|no size",
                "<EnumerationResults><Blobs><Blob><Name>p/x</Name><Properties><Content-Length>-4</Content-Length>"
                        + "</Properties></Blob></Blobs></EnumerationResults>|no size",
                "<EnumerationResults><Blobs><Blob><Name>q/x</Name><Properties><Content-Length>4</Content-Length>"
                        + "</Properties></Blob></Blobs></EnumerationResults>|not asked for",
                "<EnumerationResults><Blobs><BlobPrefix><Name>q/</Name></BlobPrefix></Blobs></EnumerationResults>"
                        + "|not asked for"
            })
    void a_listing_that_makes_no_sense_is_refused(String body, String reason) throws IOException {
        try (ScriptedAzure server = new ScriptedAzure(answer(200, body));
                ObjectStore store = server.store()) {
            ListOptions options = ListOptions.everything().withPageToken("again");
            assertThatThrownBy(() -> store.list(Location.of("az://container/p/"), options))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() {
        AzureSettings nowhere = new AzureSettings(
                Optional.of("account"),
                Optional.of(URI.create("http://127.0.0.1:1")),
                new AzureCredentials.Key(ScriptedAzure.KEY));
        try (ObjectStore store = AzureStores.open(nowhere)) {
            assertThatThrownBy(() -> store.list(AT, ListOptions.everything()))
                    .isInstanceOfSatisfying(StorageException.class, e -> {
                        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                        assertThat(e.retryable()).isTrue();
                    })
                    .hasMessageNotContaining(ScriptedAzure.KEY);
        }
    }
}
