package io.mediafn.storage.http;

import static io.mediafn.storage.http.Scripts.answer;
import static io.mediafn.storage.http.Scripts.inTurn;
import static io.mediafn.storage.http.Scripts.ok;
import static io.mediafn.storage.http.Scripts.partial;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a server that is slow, breaks off, lies or never ends: an error in time, and never wrong bytes. */
@Timeout(60)
final class HttpFaultsTest {
    private static final ReadOptions FIRST_THREE = ReadOptions.range(ByteRange.of(0, 3));
    private static final int LONG = 3 << 20;

    private final ObjectStore store = Scripts.store();
    private final ObjectStore hasty = Scripts.hasty();

    @AfterEach
    void close() {
        store.close();
        hasty.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"408 Request Timeout", "429 Too Many Requests", "500 Oh", "502 Oh", "503 Oh", "504 Oh"})
    void a_passing_fault_is_tried_again(String status) throws IOException {
        try (RawHttpServer server = new RawHttpServer(inTurn(
                        answer(status, "", "oops"), answer(status, "", "oops"), partial("bytes 0-2/9", "", "abc")));
                ObjectRead read = store.read(at(server), FIRST_THREE)) {
            assertThat(read.readAllBytes()).asString(ISO_8859_1).isEqualTo("abc");
            assertThat(read.requests()).isEqualTo(3);
            assertThat(store.requests()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429, THROTTLED, 3", "503, UNAVAILABLE, 3", "500, UNAVAILABLE, 3", "400, INVALID, 1", "401, DENIED, 1",
        "403, DENIED, 1", "404, NOT_FOUND, 1", "405, UNSUPPORTED, 1", "409, UNKNOWN, 1", "410, NOT_FOUND, 1",
        "412, PRECONDITION_FAILED, 1", "418, UNKNOWN, 1", "501, UNSUPPORTED, 1", "204, UNKNOWN, 1", "304, UNKNOWN, 1"
    })
    void a_status_is_told_in_our_words_and_only_what_may_pass_is_asked_again(int status, Kind kind, int requests)
            throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(answer(status + " Status", "", ""))) {
            assertThatThrownBy(() -> store.read(at(server), FIRST_THREE))
                    .isInstanceOfSatisfying(StorageException.class, e -> {
                        assertThat(e.kind()).isEqualTo(kind);
                        assertThat(e.requests()).isEqualTo(requests);
                    })
                    .hasMessageContaining("answered " + status);
            assertThat(server.requests()).hasSize(requests);
        }
    }

    @Test
    void a_server_that_asks_for_a_pause_gets_it() throws IOException {
        try (RawHttpServer server = new RawHttpServer(
                inTurn(answer("503 Busy", "Retry-After: 1\r\n", ""), partial("bytes 0-2/9", "", "abc")))) {
            Instant begun = Instant.now();
            store.read(at(server), FIRST_THREE).close();
            assertThat(Duration.between(begun, Instant.now())).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "Fri, 01 Jan 2100 00:00:00 GMT"})
    void a_server_that_asks_for_a_long_pause_is_left_alone(String retryAfter) throws IOException {
        try (RawHttpServer server =
                RawHttpServer.saying(answer("429 Busy", "Retry-After: " + retryAfter + "\r\n", ""))) {
            assertFails(Kind.THROTTLED, () -> store.read(at(server), FIRST_THREE));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_connection_that_breaks_before_the_answer_is_tried_again() throws IOException {
        try (RawHttpServer server = new RawHttpServer(inTurn("", "HTTP/1.1 200 OK\r\nContent-", ok("", "abcdefghi")));
                ObjectRead read = store.read(at(server), FIRST_THREE)) {
            assertThat(read.readAllBytes()).asString(ISO_8859_1).isEqualTo("abc");
            assertThat(server.requests()).hasSize(3);
        }
    }

    /** Three attempts are left for what the server has to say, and no pause is lost. */
    @Test
    void a_kept_connection_that_has_ended_counts_as_no_attempt() throws IOException {
        // It does not say that it closes, and closes.
        String kept = partial("bytes 0-2/9", "", "abc").replace("Connection: close\r\n", "");
        String busy = answer("503 Busy", "", "");
        try (RawHttpServer server = new RawHttpServer(inTurn(kept, busy, busy, kept))) {
            store.read(at(server), FIRST_THREE).close();
            try (ObjectRead read = store.read(at(server), FIRST_THREE)) {
                assertThat(read.readAllBytes()).asString(ISO_8859_1).isEqualTo("abc");
                assertThat(read.requests()).isEqualTo(4);
            }
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    void a_port_that_nobody_listens_on_is_unavailable() throws IOException {
        int port;
        try (RawHttpServer server = RawHttpServer.saying("")) {
            port = server.port();
        }
        assertFails(Kind.UNAVAILABLE, () -> store.stat(Location.of("http://127.0.0.1:" + port + "/x")));
    }

    @Test
    void a_silent_server_is_given_up() throws IOException {
        try (RawHttpServer server = new RawHttpServer((request, out) -> {
            Thread.sleep(30_000);
            return false;
        })) {
            assertFailsWithin(Duration.ofSeconds(6), Kind.UNAVAILABLE, () -> hasty.read(at(server), FIRST_THREE));
            assertThat(server.requests()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX-Drip: ", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 "})
    void headers_that_drip_are_given_up(String start) throws IOException {
        try (RawHttpServer server = new RawHttpServer(Scripts.dripping(start, "x", Duration.ofMillis(50)))) {
            assertFailsWithin(Duration.ofSeconds(6), Kind.UNAVAILABLE, () -> hasty.read(at(server), FIRST_THREE));
        }
    }

    @Test
    void answers_before_the_answer_without_end_are_given_up() throws IOException {
        try (RawHttpServer server =
                new RawHttpServer(Scripts.dripping("", "HTTP/1.1 103 Early Hints\r\n\r\n", Duration.ofMillis(20)))) {
            assertFailsWithin(Duration.ofSeconds(6), Kind.UNAVAILABLE, () -> hasty.read(at(server), FIRST_THREE));
        }
    }

    @Test
    void a_short_body_that_drips_is_given_up() throws IOException {
        try (RawHttpServer server = new RawHttpServer(Scripts.dripping(
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-9999/10000\r\n\r\n",
                "x",
                Duration.ofMillis(50)))) {
            assertFailsWithin(
                    Duration.ofSeconds(6),
                    Kind.UNAVAILABLE,
                    () -> hasty.read(at(server), ReadOptions.range(ByteRange.of(0, 10_000))));
        }
    }

    @Test
    void a_short_body_that_breaks_off_is_asked_for_again_and_is_never_a_shorter_one() throws IOException {
        String broken = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-2/9\r\nContent-Length: 3\r\n\r\nab";
        try (RawHttpServer server = new RawHttpServer(inTurn(broken, partial("bytes 0-2/9", "", "abc")));
                ObjectRead read = store.read(at(server), FIRST_THREE)) {
            assertThat(read.readAllBytes()).asString(ISO_8859_1).isEqualTo("abc");
            assertThat(read.requests()).isEqualTo(2);
        }
        try (RawHttpServer server = RawHttpServer.saying(broken)) {
            assertFails(Kind.UNAVAILABLE, () -> store.read(at(server), FIRST_THREE));
        }
    }

    @Test
    void a_long_body_that_breaks_off_ends_with_an_error() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(
                        "HTTP/1.1 200 OK\r\nContent-Length: " + LONG + "\r\n\r\n" + "x".repeat(LONG - 1));
                ObjectRead read = store.read(at(server), ReadOptions.all())) {
            assertThat(read.stat().size()).isEqualTo(LONG);
            assertFails(Kind.UNAVAILABLE, read::readAllBytes);
        }
    }

    @Test
    void a_long_body_that_drips_or_stops_ends_with_an_error() throws IOException {
        String start = "HTTP/1.1 200 OK\r\nContent-Length: " + LONG + "\r\n\r\n";
        try (RawHttpServer server = new RawHttpServer(Scripts.dripping(start, "x", Duration.ofMillis(20)));
                ObjectRead read = hasty.read(at(server), ReadOptions.all())) {
            assertFailsWithin(Duration.ofSeconds(5), Kind.UNAVAILABLE, read::readAllBytes);
        }
        try (RawHttpServer server = new RawHttpServer(Scripts.dripping(start, "x", Duration.ofSeconds(30)));
                ObjectRead read = hasty.read(at(server), ReadOptions.all())) {
            assertFailsWithin(Duration.ofSeconds(5), Kind.UNAVAILABLE, read::readAllBytes);
        }
    }

    /** The rate is judged by the time that the server takes, not by that of whoever reads. */
    @Test
    void a_slow_reader_of_a_long_body_is_no_slow_server() throws Exception {
        try (RawHttpServer server = RawHttpServer.saying(ok("", "x".repeat(LONG)));
                ObjectRead read = hasty.read(at(server), ReadOptions.all())) {
            byte[] buffer = new byte[1000];
            for (int i = 0; i < 12; i++) {
                assertThat(read.body().read(buffer)).isPositive();
                Thread.sleep(100);
            }
        }
    }

    @Test
    void bytes_behind_the_length_are_not_read() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef")) {
            for (int i = 0; i < 3; i++) {
                try (ObjectRead read = store.read(at(server), ReadOptions.all())) {
                    assertThat(read.readAllBytes()).asString(ISO_8859_1).isEqualTo("abc");
                }
            }
        }
    }

    @Test
    void an_endless_body_with_a_length_can_be_left() throws Exception {
        try (RawHttpServer server = new RawHttpServer(Scripts.dripping(
                "HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999\r\n\r\n", "x".repeat(1000), Duration.ZERO))) {
            try (ObjectRead read = store.read(at(server), FIRST_THREE)) {
                assertThat(read.readAllBytes()).asString(ISO_8859_1).isEqualTo("xxx");
                assertThat(read.stat().size()).isEqualTo(999_999_999_999_999_999L);
            }
            store.read(at(server), ReadOptions.all()).close();
            Instant end = Instant.now().plusSeconds(10);
            while (server.isConnected() && Instant.now().isBefore(end)) {
                Thread.sleep(10);
            }
            assertThat(server.isConnected()).isFalse();
        }
    }

    @Test
    void an_endless_body_without_a_length_is_refused() throws IOException {
        String start = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        try (RawHttpServer server = new RawHttpServer(Scripts.dripping(start, chunk, Duration.ZERO))) {
            assertThatThrownBy(() -> store.read(at(server), ReadOptions.all()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
                    .hasMessageContaining("tells no size")
                    .hasMessageContaining("67108864");
            assertFails(Kind.UNSUPPORTED, () -> store.stat(at(server)));
        }
    }

    @Test
    void headers_without_end_are_refused() throws IOException {
        try (RawHttpServer server =
                new RawHttpServer(Scripts.dripping("HTTP/1.1 200 OK\r\nX: ", "x".repeat(1000), Duration.ZERO))) {
            assertFails(Kind.UNSUPPORTED, () -> store.stat(at(server)));
            assertThat(server.requests()).hasSize(1);
        }
        try (RawHttpServer server =
                new RawHttpServer(Scripts.dripping("HTTP/1.1 200 OK\r\n", "X: y\r\n", Duration.ZERO))) {
            assertFails(Kind.UNSUPPORTED, () -> store.stat(at(server)));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.9\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabcde",
                "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\nabcde",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"
            })
    void what_is_no_http_is_no_object(String answer) throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(answer)) {
            assertThatThrownBy(() -> store.read(at(server), ReadOptions.all()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isIn(Kind.UNSUPPORTED, Kind.UNAVAILABLE));
        }
    }

    @Test
    void a_chunked_body_with_a_broken_chunk_is_unavailable() throws IOException {
        try (RawHttpServer server =
                RawHttpServer.saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n")) {
            assertFails(Kind.UNAVAILABLE, () -> store.read(at(server), ReadOptions.all()));
        }
        // Without its last chunk it has broken off.
        try (RawHttpServer server =
                RawHttpServer.saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")) {
            assertFails(Kind.UNAVAILABLE, () -> store.read(at(server), ReadOptions.all()));
        }
    }

    @Test
    void whoever_is_interrupted_between_two_attempts_stops() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (RawHttpServer server = new RawHttpServer((request, out) -> {
            asked.incrementAndGet();
            out.write(answer("503 Busy", "Retry-After: 4\r\n", "").getBytes(ISO_8859_1));
            return false;
        })) {
            Thread reader = Thread.ofVirtual()
                    .start(() -> assertFails(Kind.UNAVAILABLE, () -> store.read(at(server), FIRST_THREE)));
            while (asked.get() == 0) {
                Thread.sleep(10);
            }
            Thread.sleep(200);
            reader.interrupt();
            assertThat(reader.join(Duration.ofSeconds(2))).isTrue();
            assertThat(asked).hasValue(1);
        }
    }

    private static Location at(RawHttpServer server) {
        return Location.of(server.url() + "x");
    }

    private static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static void assertFailsWithin(Duration limit, Kind kind, ThrowingCallable call) {
        Instant begun = Instant.now();
        assertFails(kind, call);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(limit);
    }
}
