package io.mediafn.storage.gcs;

import static io.mediafn.storage.gcs.ScriptedGcs.error;
import static io.mediafn.storage.gcs.ScriptedGcs.json;
import static io.mediafn.storage.gcs.ScriptedGcs.lost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.gcs.ScriptedGcs.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must survive when Cloud Storage is not well: the answer is right, or its kind is, and every request is counted. */
final class GcsFaultsTest {
    private static final Location AT = Location.of("gs://bucket/key");
    private static final Location TO = Location.of("gs://other/b");
    private static final ObjectStat SOURCE = ObjectStat.of(AT, 10).withEtag(Optional.of("17"));
    private static final ReadOptions TEN = ReadOptions.range(ByteRange.of(0, 10));
    private static final byte[] BODY = "0123456789".getBytes(StandardCharsets.UTF_8);
    private static final Checksum CRC32C = Hasher.of(ChecksumAlgorithm.CRC32C, BODY);
    private static final Answer GOOD = exchange -> partial(exchange, "bytes 0-9/5000000000", BODY);
    private static final Answer WRITTEN = json("{\"generation\":\"18\",\"size\":\"10\"}");

    @Test
    void a_passing_fault_is_tried_again_and_counted() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(error(500, "backendError"), error(429, "rateLimitExceeded"), GOOD);
                ObjectStore store = GcsStores.open(server.settings());
                ObjectRead read = store.read(AT, TEN)) {
            assertThat(read.readAllBytes()).isEqualTo(BODY);
            assertThat(read.stat().size()).isEqualTo(5_000_000_000L);
            assertThat(read.requests()).isEqualTo(3).isEqualTo(server.seen().size());
            assertThat(store.requests()).isEqualTo(3);
        }
    }

    @Test
    void the_clients_own_verbs_try_again_too() throws IOException {
        Answer stat = json("{\"bucket\":\"bucket\",\"name\":\"key\",\"generation\":\"17\",\"size\":\"10\"}");
        try (ScriptedGcs server = new ScriptedGcs(error(503, "backendError"), error(502, ""), stat);
                ObjectStore store = GcsStores.open(server.settings())) {
            assertThat(store.stat(AT).etag()).contains("17");
            assertThat(store.requests()).isEqualTo(3);
        }
        // Without a precondition as well: what is deleted twice is gone.
        try (ScriptedGcs server = new ScriptedGcs(error(503, "backendError"), json(204, ""));
                ObjectStore store = GcsStores.open(server.settings())) {
            store.delete(AT);
            assertThat(store.requests()).isEqualTo(2);
        }
    }

    @Test
    void an_answer_that_breaks_off_or_does_not_come_is_asked_for_again() throws IOException {
        Answer truncated = exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-9/10");
            exchange.sendResponseHeaders(206, 10);
            exchange.getResponseBody().write(BODY, 0, 4);
            exchange.getResponseBody().flush();
        };
        try (ScriptedGcs server = new ScriptedGcs(truncated, GOOD);
                ObjectStore store = GcsStores.open(server.settings());
                ObjectRead read = store.read(AT, TEN)) {
            assertThat(read.readAllBytes()).isEqualTo(BODY);
            assertThat(read.requests()).isEqualTo(2);
        }
        // A read whose connection is lost before a byte came is sent once more by the JDK itself.
        try (ScriptedGcs server = new ScriptedGcs(lost(), lost(), GOOD);
                ObjectStore store = GcsStores.open(server.settings());
                ObjectRead read = store.read(AT, TEN)) {
            assertThat(read.readAllBytes()).isEqualTo(BODY);
        }
        try (ScriptedGcs server = new ScriptedGcs(lost(), WRITTEN);
                ObjectStore store = GcsStores.open(server.settings())) {
            assertThat(store.write(AT, Content.of(BODY), WriteOptions.replace()).etag())
                    .contains("18");
            assertThat(server.seen()).hasSize(2);
        }
        try (ScriptedGcs server = new ScriptedGcs(truncated);
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.UNAVAILABLE, () -> store.read(AT, TEN));
        }
    }

    @Test
    void a_stream_that_breaks_off_is_an_error_and_no_short_object() throws IOException {
        Answer truncated = exchange -> {
            exchange.sendResponseHeaders(200, 3_000_000);
            exchange.getResponseBody().write(new byte[2_000_000]);
            exchange.getResponseBody().flush();
        };
        try (ScriptedGcs server = new ScriptedGcs(truncated);
                ObjectStore store = GcsStores.open(server.settings());
                ObjectRead read = store.read(AT, ReadOptions.all())) {
            assertFails(Kind.UNAVAILABLE, read::readAllBytes);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429,rateLimitExceeded,THROTTLED",
        "403,rateLimitExceeded,THROTTLED",
        "403,userRateLimitExceeded,THROTTLED",
        "408,requestTimeout,UNAVAILABLE",
        "500,backendError,UNAVAILABLE",
        "502,,UNAVAILABLE",
        "503,backendError,UNAVAILABLE",
        "504,,UNAVAILABLE",
        "401,required,DENIED",
        "403,forbidden,DENIED",
        "404,notFound,NOT_FOUND",
        "412,conditionNotMet,PRECONDITION_FAILED",
        "409,conflict,UNAVAILABLE",
        "400,invalid,INVALID",
        "501,notImplemented,UNSUPPORTED",
        "418,teapot,UNKNOWN"
    })
    void every_answer_has_its_kind_whichever_way_it_is_asked(int status, String reason, Kind kind) throws IOException {
        Answer answer =
                reason == null ? json(status, "<html>bad gateway</html>") : error(status, reason, "as \"scripted\"");
        try (ScriptedGcs server = new ScriptedGcs(answer);
                ObjectStore store = GcsStores.open(server.settings())) {
            together(
                    () -> assertFails(kind, () -> store.read(AT, TEN))
                            .hasMessageContaining("Cloud Storage answered " + status),
                    () -> assertFails(kind, () -> store.write(AT, Content.of(BODY), WriteOptions.ifMatch("1"))),
                    () -> assertFails(kind, () -> store.list(AT, ListOptions.everything()))
                            .hasMessageContaining("Cloud Storage answered " + status)
                            .hasMessageContaining(reason == null ? "" : reason),
                    () -> assertFails(kind, () -> store.copy(SOURCE, TO, CopyOptions.replace())),
                    () -> {
                        if (kind != Kind.NOT_FOUND) {
                            assertFails(kind, () -> store.delete(AT, "17"));
                        }
                    });
            assertThat(server.seen()).hasSizeBetween(4, kind.retryable() ? 15 : 5);
        }
    }

    /** At the same time, since each waits for most of its time. */
    private static void together(Runnable... checks) {
        List<CompletableFuture<Void>> running =
                Arrays.stream(checks).map(CompletableFuture::runAsync).toList();
        running.forEach(CompletableFuture::join);
    }

    @Test
    void a_refused_creation_says_that_something_is_there() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(error(412, "conditionNotMet"));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.ALREADY_EXISTS, () -> store.write(AT, Content.of(BODY), WriteOptions.createOnly()));
        }
    }

    @Test
    void a_refused_copy_says_whether_it_was_the_source_or_the_target() throws IOException {
        String source = "{\"bucket\":\"bucket\",\"name\":\"key\",\"size\":\"10\",\"generation\":";
        try (ScriptedGcs server = new ScriptedGcs(error(412, "conditionNotMet"), json(source + "\"17\"}"));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.ALREADY_EXISTS, () -> store.copy(SOURCE, TO, CopyOptions.createOnly()));
        }
        try (ScriptedGcs server = new ScriptedGcs(error(412, "conditionNotMet"), json(source + "\"19\"}"));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.PRECONDITION_FAILED, () -> store.copy(SOURCE, TO, CopyOptions.createOnly()));
        }
    }

    @Test
    void a_copy_that_fails_between_its_steps_fails_with_that() throws IOException {
        Answer step =
                json("{\"done\":false,\"totalBytesRewritten\":\"4\",\"objectSize\":\"10\",\"rewriteToken\":\"t\"}");
        try (ScriptedGcs server = new ScriptedGcs(step, error(403, "forbidden"));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.DENIED, () -> store.copy(SOURCE, TO, CopyOptions.replace()));
        }
        try (ScriptedGcs server = new ScriptedGcs(step);
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.UNAVAILABLE, () -> store.copy(SOURCE, TO, CopyOptions.replace()))
                    .hasMessageContaining("does not get on");
            assertThat(server.seen()).hasSizeLessThan(10);
        }
    }

    @Test
    void a_whole_object_instead_of_a_range_is_not_read_to_its_end() throws IOException {
        AtomicLong sent = new AtomicLong();
        Answer whole = exchange -> {
            exchange.sendResponseHeaders(200, 1L << 40);
            byte[] block = new byte[64 << 10];
            System.arraycopy(BODY, 0, block, 0, BODY.length);
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(block);
                sent.addAndGet(block.length);
            }
        };
        try (ScriptedGcs server = new ScriptedGcs(whole);
                ObjectStore store = GcsStores.open(server.settings())) {
            try (ObjectRead read = store.read(AT, TEN)) {
                assertThat(read.readAllBytes()).isEqualTo(BODY);
                assertThat(read.stat().size()).isEqualTo(1L << 40);
            }
            try (ObjectRead read = store.read(AT, ReadOptions.all())) {
                assertThat(read.body().read()).isEqualTo('0');
            }
            assertFails(Kind.UNSUPPORTED, () -> store.read(AT, ReadOptions.range(ByteRange.of(100, 10))));
            assertThat(sent.get()).isLessThan(64L << 20);
        }
    }

    @ParameterizedTest
    @CsvSource({"bytes 0-9/*", "bytes 0-9/-5", "nonsense", "bytes 0-9/99999999999999999999"})
    void a_range_without_a_size_is_refused(String contentRange) throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(exchange -> partial(exchange, contentRange, BODY));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.UNSUPPORTED, () -> store.read(AT, TEN)).hasMessageContaining(contentRange);
        }
    }

    @Test
    void an_answer_of_another_range_or_generation_is_not_taken_for_ours() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(exchange -> partial(exchange, "bytes 10-19/100", BODY));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.UNAVAILABLE, () -> store.read(AT, TEN)).hasMessageContaining("another range");
        }
        Answer newer = exchange -> {
            exchange.getResponseHeaders().add("X-Goog-Generation", "18");
            GOOD.to(exchange);
        };
        try (ScriptedGcs server = new ScriptedGcs(newer);
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.PRECONDITION_FAILED, () -> store.read(AT, TEN.withIfMatch(Optional.of("17"))));
        }
    }

    @Test
    void bytes_packed_for_the_way_are_unpacked_and_unpacked_ones_refused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(BODY);
        }
        Answer onTheWay = exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.getResponseHeaders().add("X-Goog-Stored-Content-Encoding", "identity");
            exchange.getResponseHeaders().add("X-Goog-Stored-Content-Length", "10");
            exchange.sendResponseHeaders(200, packed.size());
            exchange.getResponseBody().write(packed.toByteArray());
        };
        Answer unpacked = exchange -> {
            exchange.getResponseHeaders().add("X-Goog-Stored-Content-Encoding", "gzip");
            exchange.getResponseHeaders().add("X-Goog-Stored-Content-Length", "30");
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(BODY);
        };
        try (ScriptedGcs server = new ScriptedGcs(onTheWay, onTheWay, unpacked);
                ObjectStore store = GcsStores.open(server.settings())) {
            for (ReadOptions options : new ReadOptions[] {ReadOptions.all(), TEN}) {
                try (ObjectRead read = store.read(AT, options)) {
                    assertThat(read.readAllBytes()).isEqualTo(BODY);
                    assertThat(read.stat().size()).isEqualTo(10);
                    assertThat(read.stat().properties().contentEncoding()).isEmpty();
                }
            }
            assertFails(Kind.UNSUPPORTED, () -> store.read(AT, ReadOptions.all()));
        }
    }

    @Test
    void what_failed_is_counted_too() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(error(503, "backendError"));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertThatThrownBy(() -> store.read(AT, TEN))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.requests())
                                    .isEqualTo(3)
                                    .isEqualTo(server.seen().size()));
        }
    }

    /** Neither silence nor a byte now and then may outlast a function, whether of an object or of JSON. */
    @ParameterizedTest
    @ValueSource(ints = {0, 300})
    void a_service_that_stalls_is_given_up(int millisBetweenBytes) throws IOException {
        Answer slow = exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-999/1000");
            exchange.sendResponseHeaders(206, 1_000);
            for (int i = 0; i < 1_000; i++) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                sleep(millisBetweenBytes == 0 ? 60_000 : millisBetweenBytes);
            }
        };
        ReadOptions thousand = ReadOptions.range(ByteRange.of(0, 1_000));
        try (ScriptedGcs server = new ScriptedGcs(slow);
                ObjectStore store = GcsStores.open(server.settings())) {
            together(
                    () -> assertEndsInTime(() -> store.read(AT, thousand)),
                    () -> assertEndsInTime(() -> store.stat(AT)));
        }
    }

    private static void assertEndsInTime(ThrowingCallable call) {
        long started = System.nanoTime();
        assertFails(Kind.UNAVAILABLE, call);
        assertThat(System.nanoTime() - started).isLessThan(30_000_000_000L);
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
                "<html>log in</html>|",
                "{\"nextPageToken\":\"again\"}|where it already was",
                "{\"items\":[{\"bucket\":\"b\",\"name\":\"p/x\"}]}|no size",
                "{\"items\":[{\"bucket\":\"b\",\"name\":\"p/x\",\"size\":\"-4\"}]}|impossible",
                "{\"items\":[{\"bucket\":\"b\",\"name\":\"q/x\",\"size\":\"4\"}]}|not asked for",
                "{\"prefixes\":[\"q/\"]}|not asked for",
                "{\"items\":[{\"size\":\"4\"}]}|no sense"
            })
    void a_listing_that_makes_no_sense_is_refused(String body, String reason) throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(json(body));
                ObjectStore store = GcsStores.open(server.settings())) {
            ListOptions options = ListOptions.everything().withPageToken("again");
            assertFails(Kind.UNAVAILABLE, () -> store.list(Location.of("gs://b/p/"), options))
                    .hasMessageContaining(reason == null ? "" : reason);
        }
    }

    @Test
    void a_listing_behind_a_key_does_not_have_that_key() throws IOException {
        String items = "{\"items\":[{\"bucket\":\"b\",\"name\":\"p/a\",\"size\":\"4\"},"
                + "{\"bucket\":\"b\",\"name\":\"p/a0\",\"size\":\"4\"}],\"nextPageToken\":\"t\"}";
        try (ScriptedGcs server = new ScriptedGcs(json(items));
                ObjectStore store = GcsStores.open(server.settings())) {
            ObjectPage page = store.list(
                    Location.of("gs://b/p/"), ListOptions.everything().withStartAfter("p/a"));

            assertThat(page.objects())
                    .extracting(object -> object.location().key())
                    .containsExactly("p/a0");
            assertThat(page.nextPageToken()).contains("t");
        }
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() {
        GcsSettings nowhere = new GcsSettings(
                Optional.of(URI.create("http://127.0.0.1:1")), new GcsCredentials.Anonymous(), Optional.empty());
        try (ObjectStore store = GcsStores.open(nowhere)) {
            assertFails(Kind.UNAVAILABLE, () -> store.list(AT, ListOptions.everything()));
            assertFails(Kind.UNAVAILABLE, () -> store.read(AT, TEN));
            assertFails(Kind.UNAVAILABLE, () -> store.write(AT, Content.of(BODY), WriteOptions.replace()));
        }
    }

    @Test
    void a_content_that_is_not_what_it_says_makes_no_object() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(WRITTEN);
                ObjectStore store = GcsStores.open(server.settings())) {
            for (int length : new int[] {9, 11}) {
                Content content = new Content(length, () -> new ByteArrayInputStream(BODY));
                assertFails(Kind.INVALID, () -> store.write(AT, content, WriteOptions.replace()));
            }
            for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
                Checksum other = Hasher.of(algorithm, new byte[1]);
                assertFails(
                        Kind.CORRUPT,
                        () -> store.write(
                                AT, Content.of(BODY), WriteOptions.replace().withChecksum(Optional.of(other))));
            }
            // A request without its end, of which the service makes nothing.
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void the_services_word_for_other_bytes_is_understood() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(
                        error(400, "invalid", "Provided CRC32C \"AAAAAA==\" doesn't match calculated CRC32C \"x\"."));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(
                    Kind.CORRUPT,
                    () -> store.write(
                            AT, Content.of(BODY), WriteOptions.replace().withChecksum(Optional.of(CRC32C))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"size\":\"10\",\"crc32c\":\"AAAAAA==\"", "\"size\":\"9\""})
    void an_object_with_other_bytes_than_were_sent_is_removed(String stored) throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(json("{\"generation\":\"18\"," + stored + "}"), json(204, ""));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.CORRUPT, () -> store.write(AT, Content.of(BODY), WriteOptions.replace()))
                    .hasMessageContaining("removed");

            assertThat(server.seen()).hasSize(2);
            assertThat(server.seen().getLast().method()).isEqualTo("DELETE");
            assertThat(server.seen().getLast().query()).containsEntry("ifGenerationMatch", "18");
        }
        try (ScriptedGcs server =
                        new ScriptedGcs(json("{\"generation\":\"18\"," + stored + "}"), error(403, "forbidden"));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.CORRUPT, () -> store.write(AT, Content.of(BODY), WriteOptions.replace()))
                    .hasMessageContaining("could not be removed");
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(Kind kind, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static void partial(HttpExchange exchange, String contentRange, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Range", contentRange);
        exchange.sendResponseHeaders(206, body.length);
        exchange.getResponseBody().write(body);
    }
}
