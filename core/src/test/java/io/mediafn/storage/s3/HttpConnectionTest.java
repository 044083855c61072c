package io.mediafn.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are kept, closed behind our back, dripped through, or answered too early. */
@Timeout(120)
final class HttpConnectionTest {
    private static final Location AT = Location.of("s3://bucket/key");
    private static final ReadOptions THREE = ReadOptions.range(ByteRange.of(0, 3));
    private static final String FOUND =
            "HTTP/1.1 206 Partial Content\nContent-Range: bytes 0-2/3\nETag: \"e\"\nContent-Length: 3\n\nabc";
    private static final String PUT = "HTTP/1.1 200 OK\nETag: \"e\"\nContent-Length: 0\n\n";

    private static byte[] read(ObjectStore store) {
        try (ObjectRead read = store.read(AT, THREE)) {
            return read.readAllBytes();
        }
    }

    private static void assertUnavailable(ObjectStore store) {
        assertThatThrownBy(() -> read(store))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessageNotContaining("canary");
    }

    private static Content zeros(long length) {
        return new Content(length, () -> new InputStream() {
            private long left = length;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int count) {
                int got = (int) Math.min(left, count);
                left -= got;
                return got == 0 ? -1 : got;
            }
        });
    }

    @Test
    void one_connection_serves_one_request_after_the_other() throws IOException {
        RawServer.Talk talk = peer -> {
            while (true) {
                String head = peer.head();
                peer.say(head.startsWith("head") ? "HTTP/1.1 200 OK\nContent-Length: 3\n\n" : FOUND);
            }
        };
        try (RawServer server = new RawServer(talk);
                ObjectStore store = S3Stores.open(server.settings())) {
            for (int i = 0; i < 5; i++) {
                assertThat(read(store)).hasSize(3);
                assertThat(store.stat(AT).size()).isEqualTo(3);
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(store.requests()).isEqualTo(10);
        }
    }

    @Test
    void a_kept_connection_that_was_closed_costs_nothing() throws Exception {
        RawServer.Talk once = peer -> {
            peer.head();
            peer.say(FOUND);
        };
        try (RawServer server = new RawServer(once);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThat(read(store)).hasSize(3);
            Thread.sleep(100);
            long started = System.nanoTime();
            try (ObjectRead read = store.read(AT, THREE)) {
                assertThat(read.requests()).isEqualTo(1);
            }
            assertThat(System.nanoTime() - started).as("no pause").isLessThan(90_000_000L);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_write_on_a_closed_connection_sends_all_its_bytes_again() throws Exception {
        byte[] body = "0123456789".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        RawServer.Talk first = peer -> {
            peer.head();
            peer.say(FOUND);
        };
        AtomicInteger opened = new AtomicInteger();
        RawServer.Talk second = peer -> {
            peer.head();
            assertThat(peer.body(body.length)).isEqualTo(body);
            peer.say(PUT);
        };
        try (RawServer server = new RawServer(first, second);
                ObjectStore store = S3Stores.open(server.settings())) {
            read(store);
            Thread.sleep(100);
            Content content = new Content(body.length, () -> {
                opened.incrementAndGet();
                return new ByteArrayInputStream(body);
            });
            assertThat(store.write(AT, content, WriteOptions.createOnly()).etag())
                    .contains("\"e\"");
            assertThat(server.broken()).isEmpty();
        }
        assertThat(opened.get()).isEqualTo(2);
    }

    @Test
    void bytes_behind_an_answer_are_not_taken_for_the_next() throws IOException {
        RawServer.Talk smuggler = peer -> {
            peer.head();
            peer.say(FOUND + FOUND.replace("abc", "xyz"));
            peer.drain();
        };
        try (RawServer server = new RawServer(smuggler);
                ObjectStore store = S3Stores.open(server.settings())) {
            for (int i = 0; i < 3; i++) {
                assertThat(read(store)).asString(StandardCharsets.US_ASCII).isEqualTo("abc");
            }
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    /** Whether it closes at once, with bytes unread, or waits. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_answer_that_comes_while_we_send_is_not_lost(boolean closes) throws IOException {
        String body = "<Error><Code>AccessDenied</Code><Message>not you</Message></Error>";
        AtomicLong received = new AtomicLong();
        RawServer.Talk refuse = peer -> {
            peer.head();
            peer.say("HTTP/1.1 403 Forbidden\nContent-Length: " + body.length() + "\n\n" + body);
            if (!closes) {
                received.set(peer.drain());
            }
        };
        long length = 200L << 20;
        try (RawServer server = new RawServer(refuse);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> store.write(AT, zeros(length), WriteOptions.replace()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                    .hasMessageContaining("not you");
        }
        assertThat(received.get()).isLessThan(length);
    }

    @Test
    void a_long_write_on_a_condition_waits_for_leave() throws IOException {
        AtomicLong received = new AtomicLong(-1);
        RawServer.Talk refuse = peer -> {
            assertThat(peer.head()).contains("expect: 100-continue").contains("if-none-match: *");
            peer.say("HTTP/1.1 412 Precondition Failed\nContent-Length: 0\n\n");
            received.set(peer.drain());
        };
        try (RawServer server = new RawServer(refuse);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> store.write(AT, zeros(5 << 20), WriteOptions.createOnly()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ALREADY_EXISTS));
            assertThat(server.broken()).isEmpty();
        }
        assertThat(received.get()).as("bytes sent in vain").isZero();
    }

    /** Some servers give leave, some say nothing, and some put other interim answers before it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 100 Continue\n\n", "", "HTTP/1.1 100 Continue\nx: y\n\nHTTP/1.1 103 Early Hints\n\n"})
    void a_body_is_sent_with_leave_or_without_an_answer(String leave) throws IOException {
        int length = 2 << 20;
        RawServer.Talk take = peer -> {
            peer.head();
            peer.say(leave);
            assertThat(peer.body(length)).hasSize(length);
            peer.say(PUT);
        };
        try (RawServer server = new RawServer(take);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThat(store.write(AT, zeros(length), WriteOptions.createOnly()).etag())
                    .contains("\"e\"");
            assertThat(server.broken()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\n",
                "HTTP/1.1 OK\n\n",
                "HTTP/1.1 20x OK\n\n",
                "HTTP/1.1 2000 OK\n\n",
                "HTTP/1.1 101 Switching Protocols\n\n",
                "HTTP/1.1 206 OK\nContent-Length: 3\nContent-Length: 4\n\nabcd",
                "HTTP/1.1 206 OK\nContent-Length: -3\n\nabc",
                "HTTP/1.1 206 OK\nContent-Length: 99999999999999999999\n\nabc",
                "HTTP/1.1 206 OK\nContent-Length : 3\n\nabc",
                "HTTP/1.1 206 OK\nContent-Range: bytes 0-2/3\n Content-Length: 3\n\nabc",
                "HTTP/1.1 206 OK\nno colon\n\nabc",
                "HTTP/1.1 206 OK\nTransfer-Encoding: gzip, chunked\n\nabc",
                "HTTP/1.1 206 OK\nContent-Range: bytes 0-2/3\nTransfer-Encoding: chunked\n\nxyz\nabc",
                "HTTP/1.1 206 OK\nContent-Range: bytes 0-2/3\nTransfer-Encoding: chunked\n\n2\nabcdefg\n",
                "HTTP/1.1 206 OK\nContent-Range: bytes 0-2/3\nTransfer-Encoding: chunked\n\n2\nab",
                "HTTP/1.1 206 OK\nContent-Range: bytes 0-2/3\nTransfer-Encoding: chunked\n\nfffffffffffffff\na",
                "HTTP/1.1 206 OK\nContent-Range: bytes 0-2/3\nContent-Length: 3\n\nab",
                "HTTP/1.1 206 OK\nContent-Range: byt"
            })
    void an_answer_that_can_be_read_in_two_ways_is_not_read(String answer) throws IOException {
        try (RawServer server = new RawServer(peer -> {
                    peer.head();
                    peer.say(answer);
                });
                ObjectStore store = S3Stores.open(server.settings())) {
            assertUnavailable(store);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x: y\n", "x", "1\n"})
    void an_endless_head_is_not_read_to_its_end(String piece) throws IOException {
        AtomicLong said = new AtomicLong();
        RawServer.Talk endless = peer -> {
            peer.head();
            peer.say("HTTP/1.1 200 OK\n");
            for (int i = 0; i < 100_000; i++) {
                peer.say(piece.repeat(1000));
                said.addAndGet(piece.length() * 1000L);
            }
        };
        try (RawServer server = new RawServer(endless);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertUnavailable(store);
        }
        assertThat(said.get()).isLessThan(50L << 20);
    }

    @Test
    void interim_answers_without_end_are_given_up() throws IOException {
        try (RawServer server = new RawServer(peer -> {
                    peer.head();
                    peer.say("HTTP/1.1 102 Processing\n\n".repeat(1000));
                });
                ObjectStore store = S3Stores.open(server.settings())) {
            assertUnavailable(store);
        }
    }

    @Test
    void a_chunked_answer_is_read_whatever_its_chunks() throws IOException {
        String chunked = """
                HTTP/1.1 206 OK
                Content-Range: bytes 0-2/3
                Transfer-Encoding: Chunked

                1;name=value
                a
                002
                bc
                0
                Trailer: x

                """;
        RawServer.Talk talk = peer -> {
            while (true) {
                peer.head();
                peer.say(chunked);
            }
        };
        try (RawServer server = new RawServer(talk);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThat(read(store)).asString(StandardCharsets.US_ASCII).isEqualTo("abc");
        }
    }

    /** A body that takes no byte would block a plain socket for ever. */
    @Test
    void a_server_that_does_not_take_what_we_send_is_given_up() throws IOException {
        RawServer.Talk deaf = peer -> {
            peer.head();
            Thread.sleep(30_000);
        };
        try (RawServer server = new RawServer(deaf);
                S3Wire wire = S3Stores.wire(server.settings(), new ConnectionPool(), Clock.systemUTC())) {
            S3Request request = S3Request.of("PUT", new S3Address(AT, "bucket", "key"))
                    .body(zeros(200 << 20))
                    .within(new Limits(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(10)));
            long started = System.nanoTime();
            assertThatThrownBy(() -> wire.call(request, (answer, sent) -> sent))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                    .hasMessageContaining("took too long");
            assertThat(System.nanoTime() - started).isLessThan(6_000_000_000L);
        }
    }

    @Test
    void a_body_that_is_handed_out_may_take_longer_than_a_call_but_not_be_silent() throws Exception {
        RawServer.Talk slow = peer -> {
            peer.head();
            peer.say("HTTP/1.1 200 OK\nContent-Length: 100\n\n");
            for (int i = 0; i < 10; i++) {
                peer.say("0123456789");
                Thread.sleep(300);
            }
        };
        try (RawServer server = new RawServer(slow);
                S3Wire wire = S3Stores.wire(server.settings(), new ConnectionPool(), Clock.systemUTC())) {
            S3Request request = S3Request.of("GET", new S3Address(AT, "bucket", "key"))
                    .within(new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2)));
            try (ObjectRead read = wire.call(request, new S3Reader(AT, ByteRange.all()))) {
                assertThat(read.readAllBytes()).hasSize(100);
            }
        }
    }

    @Test
    void content_that_is_shorter_or_longer_than_announced_never_makes_a_complete_request() throws IOException {
        for (int length : new int[] {9, 11, 99_999, 100_001}) {
            byte[] bytes = new byte[length < 100 ? 10 : 100_000];
            AtomicLong received = new AtomicLong();
            RawServer.Talk listen = peer -> {
                peer.head();
                received.set(peer.drain());
            };
            try (RawServer server = new RawServer(listen);
                    ObjectStore store = S3Stores.open(server.settings())) {
                Content content = new Content(length, () -> new ByteArrayInputStream(bytes));
                assertThatThrownBy(() -> store.write(AT, content, WriteOptions.replace()))
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
            }
            assertThat(received.get()).as("of " + length).isLessThan(length);
        }
    }

    @Test
    void what_would_break_out_of_its_field_is_refused_before_a_byte_moves() throws IOException {
        try (RawServer server = new RawServer(peer -> peer.head());
                ObjectStore store = S3Stores.open(server.settings())) {
            WriteOptions smuggling = WriteOptions.replace().withContentType("image/png\r\nx-amz-acl: public-read");
            assertThatThrownBy(() -> store.write(AT, Content.of(new byte[1]), smuggling))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                    .hasMessageContaining("content-type");
            assertThatThrownBy(() -> store.read(AT, THREE.withIfMatch(Optional.of("\"a\nb\""))))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
            assertThat(server.connections()).isZero();
        }
    }
}
