package io.mediafn.storage.http;

import static io.mediafn.storage.http.Scripts.answer;
import static io.mediafn.storage.http.Scripts.byMethod;
import static io.mediafn.storage.http.Scripts.ok;
import static io.mediafn.storage.http.Scripts.partial;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What web servers say of their files, each in its own way, and what is made of it. */
@Timeout(60)
final class HttpAnswersTest {
    private static final String LETTERS = "abcdefghi";
    private static final ReadOptions MIDDLE = ReadOptions.range(ByteRange.of(3, 3));
    private static final ReadOptions FIRST_THREE = ReadOptions.range(ByteRange.of(0, 3));
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nETag: \"1\"\r\n\r\n5\r\nabcde\r\n4\r\nfghi\r\n0\r\n\r\n";

    private final ObjectStore store = Scripts.store();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_server_that_ignores_ranges_gives_the_beginning_and_nothing_else() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(ok("", LETTERS))) {
            assertThat(text(server, FIRST_THREE)).isEqualTo("abc");
            assertThat(text(server, ReadOptions.range(ByteRange.of(0, 100)))).isEqualTo(LETTERS);
            assertFails(Kind.UNSUPPORTED, "ignores Range", () -> store.read(at(server), MIDDLE));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 0-2/9",
                "bytes 4-6/9",
                "bytes 3-4/9",
                "bytes 3-6/9",
                "bytes 3-5/*",
                "bytes */9",
                "bytes 3-5",
                "bytes 3-5/4",
                "items 3-5/9",
                "bytes 3-5/99999999999999999999",
                "nonsense"
            })
    void another_range_than_the_one_asked_for_is_refused(String range) throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(partial(range, "", "def"))) {
            assertFails(Kind.UNSUPPORTED, "", () -> store.read(at(server), MIDDLE));
        }
    }

    @Test
    void a_range_of_another_length_than_it_says_is_refused() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(partial("bytes 3-5/9", "", "defg"))) {
            assertFails(Kind.UNSUPPORTED, "length", () -> store.read(at(server), MIDDLE));
        }
        try (RawHttpServer server = RawHttpServer.saying(partial("bytes 3-5/9", "", "de"))) {
            assertFails(Kind.UNSUPPORTED, "length", () -> store.read(at(server), MIDDLE));
        }
    }

    @Test
    void several_ranges_in_one_answer_are_refused() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(partial(
                "bytes 3-5/9", "Content-Type: multipart/byteranges; boundary=b\r\n", "--b\r\n\r\ndef\r\n--b--"))) {
            assertFails(Kind.UNSUPPORTED, "several ranges", () -> store.read(at(server), MIDDLE));
        }
    }

    @Test
    void a_range_in_chunks_is_a_range() throws IOException {
        String head =
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 3-5/9\r\nTransfer-Encoding: chunked\r\n\r\n";
        String body = "2\r\nde\r\n1\r\nf\r\n0\r\n\r\n";
        try (RawHttpServer server = RawHttpServer.saying(head + body)) {
            assertThat(text(server, MIDDLE)).isEqualTo("def");
        }
    }

    @Test
    void another_etag_is_another_object_even_where_the_server_ignores_the_condition() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(partial("bytes 3-5/9", "ETag: \"2\"\r\n", "def"))) {
            assertFails(
                    Kind.PRECONDITION_FAILED,
                    "ETag",
                    () -> store.read(at(server), MIDDLE.withIfMatch(Optional.of("\"1\""))));
            assertThat(server.requests().getFirst().header("if-match")).contains("\"1\"");
            assertThat(text(server, MIDDLE.withIfMatch(Optional.of("\"2\"")))).isEqualTo("def");
        }
        try (RawHttpServer server = RawHttpServer.saying(partial("bytes 3-5/9", "", "def"))) {
            assertFails(
                    Kind.PRECONDITION_FAILED,
                    "ETag",
                    () -> store.read(at(server), MIDDLE.withIfMatch(Optional.of("\"1\""))));
        }
        try (RawHttpServer server = RawHttpServer.saying(ok("ETag: \"2\"\r\n", LETTERS))) {
            assertFails(
                    Kind.PRECONDITION_FAILED,
                    "ETag",
                    () -> store.read(at(server), ReadOptions.all().withIfMatch(Optional.of("\"1\""))));
        }
    }

    @Test
    void a_weak_etag_is_compared_here_since_no_server_would() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(partial("bytes 3-5/9", "ETag: W/\"1\"\r\n", "def"))) {
            assertThat(text(server, MIDDLE.withIfMatch(Optional.of("W/\"1\"")))).isEqualTo("def");
            assertThat(server.requests().getFirst().header("if-match")).isEmpty();
            assertFails(
                    Kind.PRECONDITION_FAILED,
                    "ETag",
                    () -> store.read(at(server), MIDDLE.withIfMatch(Optional.of("W/\"2\""))));
        }
    }

    @Test
    void where_there_is_no_etag_the_time_of_the_last_change_pins() throws IOException {
        String old = "Last-Modified: Tue, 03 Nov 2026 08:00:00 GMT\r\n";
        String young = "Last-Modified: Tue, 03 Nov 2026 08:00:01 GMT\r\n";
        ReadOptions pinned;
        try (RawHttpServer server = RawHttpServer.saying(ok(old, LETTERS))) {
            ObjectStat stat = store.stat(at(server));
            assertThat(stat.lastModified()).contains(Instant.parse("2026-11-03T08:00:00Z"));
            assertThat(stat.etag()).isPresent();
            pinned = MIDDLE.withIfMatch(stat.etag());
        }
        try (RawHttpServer server = RawHttpServer.saying(partial("bytes 3-5/9", old, "def"))) {
            assertThat(text(server, pinned)).isEqualTo("def");
            assertThat(server.requests().getFirst().headers())
                    .containsEntry("if-unmodified-since", "Tue, 03 Nov 2026 08:00:00 GMT")
                    .doesNotContainKey("if-match");
        }
        for (String other : new String[] {young, ""}) {
            try (RawHttpServer server = RawHttpServer.saying(partial("bytes 3-5/9", other, "def"))) {
                assertFails(Kind.PRECONDITION_FAILED, "ETag", () -> store.read(at(server), pinned));
            }
        }
        try (RawHttpServer server = RawHttpServer.saying(partial("bytes 3-5/10", old, "def"))) {
            assertFails(Kind.PRECONDITION_FAILED, "ETag", () -> store.read(at(server), pinned));
        }
    }

    @Test
    void a_range_behind_the_end_is_empty_and_one_that_is_refused_inside_is_no_empty_one() throws IOException {
        String refused = answer("416 Range Not Satisfiable", "Content-Range: bytes */9\r\n", "");
        try (RawHttpServer server =
                new RawHttpServer(byMethod(ok("ETag: \"1\"\r\n", LETTERS), refused, ok("", LETTERS)))) {
            try (ObjectRead read = store.read(at(server), ReadOptions.range(ByteRange.of(9, 5)))) {
                assertThat(read.readAllBytes()).isEmpty();
                assertThat(read.stat().size()).isEqualTo(9);
                assertThat(read.requests()).isEqualTo(2);
            }
            assertFails(Kind.UNSUPPORTED, "refuses a range", () -> store.read(at(server), MIDDLE));
            ReadOptions other = ReadOptions.range(ByteRange.of(9, 5)).withIfMatch(Optional.of("\"2\""));
            assertFails(Kind.PRECONDITION_FAILED, "ETag", () -> store.read(at(server), other));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 Forbidden", "405 Method Not Allowed", "501 Not Implemented"})
    void where_head_is_refused_one_byte_is_asked_for(String refusal) throws IOException {
        String first = partial("bytes 0-0/9", "ETag: \"1\"\r\n", "a");
        try (RawHttpServer server = new RawHttpServer(byMethod(answer(refusal, "", ""), first, ok("", LETTERS)))) {
            ObjectStat stat = store.stat(at(server));
            assertThat(stat.size()).isEqualTo(9);
            assertThat(stat.etag()).contains("\"1\"");
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().getLast().header("range")).contains("bytes=0-0");
        }
    }

    @Test
    void a_head_that_says_nothing_or_zero_is_not_believed() throws IOException {
        for (String head : new String[] {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}) {
            try (RawHttpServer server = new RawHttpServer(byMethod(head, ok("", LETTERS), ok("", LETTERS)))) {
                assertThat(store.stat(at(server)).size()).isEqualTo(9);
            }
            try (RawHttpServer server = new RawHttpServer(byMethod(head, CHUNKED, CHUNKED))) {
                assertThat(store.stat(at(server)).size()).isEqualTo(9);
            }
        }
    }

    @Test
    void an_empty_object_has_properties() throws IOException {
        try (RawHttpServer server = new RawHttpServer(byMethod(
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                answer("416 Range Not Satisfiable", "Content-Range: bytes */0\r\n", ""),
                ok("ETag: \"0\"\r\nContent-Type: text/plain\r\n", "")))) {
            ObjectStat stat = store.stat(at(server));
            assertThat(stat.size()).isZero();
            assertThat(stat.etag()).contains("\"0\"");
            assertThat(stat.contentType()).contains("text/plain");
        }
    }

    @Test
    void a_body_without_a_length_is_read_to_know_it() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(CHUNKED)) {
            try (ObjectRead read = store.read(at(server), ReadOptions.all())) {
                assertThat(read.stat().size()).isEqualTo(9);
                assertThat(read.stat().etag()).contains("\"1\"");
                assertThat(read.readAllBytes()).asString(ISO_8859_1).isEqualTo(LETTERS);
            }
            assertThat(text(server, FIRST_THREE)).isEqualTo("abc");
            assertFails(Kind.UNSUPPORTED, "ignores Range", () -> store.read(at(server), MIDDLE));
        }
    }

    @Test
    void a_size_that_is_not_needed_is_not_looked_for() throws IOException {
        String endless =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nETag: \"1\"\r\n\r\n" + "3\r\nabc\r\n".repeat(2);
        try (RawHttpServer server = RawHttpServer.saying(endless);
                ObjectRead read = store.read(at(server), FIRST_THREE.withSizeOptional())) {
            assertThat(read.size()).isEmpty();
            assertThat(read.readAllBytes()).asString(ISO_8859_1).isEqualTo("abc");
        }
        try (RawHttpServer server = RawHttpServer.saying(CHUNKED);
                ObjectRead read = store.read(
                        at(server), ReadOptions.range(ByteRange.of(0, 30)).withSizeOptional())) {
            assertThat(read.size()).hasValue(9);
            assertThat(read.readAllBytes()).asString(ISO_8859_1).isEqualTo(LETTERS);
        }
        String unknown = answer("206 Partial Content", "Content-Range: bytes 3-5/*\r\n", "def");
        try (RawHttpServer server = RawHttpServer.saying(unknown)) {
            try (ObjectRead read = store.read(at(server), MIDDLE.withSizeOptional())) {
                assertThat(read.size()).isEmpty();
                assertThat(read.readAllBytes()).asString(ISO_8859_1).isEqualTo("def");
            }
            assertFails(Kind.UNSUPPORTED, "does not tell", () -> store.read(at(server), MIDDLE));
            assertFails(
                    Kind.UNSUPPORTED, "another range", () -> store.read(at(server), FIRST_THREE.withSizeOptional()));
        }
    }

    @Test
    void a_body_of_which_nobody_can_say_whether_it_is_whole_is_refused() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying("HTTP/1.1 200 OK\r\n\r\n" + LETTERS)) {
            assertFails(Kind.UNSUPPORTED, "tells no size", () -> store.read(at(server), ReadOptions.all()));
        }
    }

    @Test
    void properties_are_those_of_the_headers() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(ok(
                "Content-Type: image/webp\r\nContent-Encoding: gzip\r\nCache-Control: max-age=60\r\n"
                        + "Content-Disposition: inline; filename=\"" + new String("é".getBytes(UTF_8), ISO_8859_1)
                        + ".webp\"\r\nContent-Language: en\r\n",
                LETTERS))) {
            ObjectProperties expected = new ObjectProperties(
                    Optional.of("image/webp"),
                    Optional.of("gzip"),
                    Optional.of("max-age=60"),
                    Optional.of("inline; filename=\"é.webp\""),
                    Optional.of("en"),
                    Optional.empty(),
                    Map.of());
            assertThat(store.stat(at(server)).properties()).isEqualTo(expected);
            try (ObjectRead read = store.read(at(server), ReadOptions.all())) {
                // Packed, and handed out as it is.
                assertThat(read.readAllBytes()).asString(ISO_8859_1).isEqualTo(LETTERS);
                assertThat(read.stat().properties()).isEqualTo(expected);
            }
            assertThat(server.requests())
                    .allMatch(request -> request.header("accept-encoding").equals(Optional.of("identity")));
        }
    }

    @Test
    void checksums_are_taken_from_every_header_that_has_them() throws IOException {
        byte[] bytes = LETTERS.getBytes(ISO_8859_1);
        String md5 = Hasher.of(ChecksumAlgorithm.MD5, bytes).base64();
        String crc32c = Hasher.of(ChecksumAlgorithm.CRC32C, bytes).base64();
        String crc64 = Hasher.of(ChecksumAlgorithm.CRC64NVME, bytes).base64();
        String sha256 = Hasher.of(ChecksumAlgorithm.SHA256, bytes).base64();

        assertThat(checksums("x-goog-hash: crc32c=" + crc32c + "\r\nx-goog-hash: md5=" + md5 + "\r\n"))
                .isEqualTo(known(bytes, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.MD5));
        assertThat(checksums("X-Goog-Hash: crc32c=" + crc32c + ",md5=" + md5 + "\r\n"))
                .isEqualTo(known(bytes, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.MD5));
        assertThat(checksums("Content-MD5: " + md5 + "\r\n")).isEqualTo(known(bytes, ChecksumAlgorithm.MD5));
        assertThat(checksums("Repr-Digest: sha-512=:AAAA:, sha-256=:" + sha256 + ":\r\n"))
                .isEqualTo(known(bytes, ChecksumAlgorithm.SHA256));
        assertThat(checksums("Digest: SHA-256=" + sha256 + "\r\n")).isEqualTo(known(bytes, ChecksumAlgorithm.SHA256));
        assertThat(checksums("x-amz-checksum-crc64nvme: " + crc64 + "\r\nx-amz-checksum-type: FULL_OBJECT\r\n"))
                .isEqualTo(known(bytes, ChecksumAlgorithm.CRC64NVME));
        // Not of these bytes, not of the whole, or no checksums at all.
        assertThat(checksums("x-amz-checksum-crc32c: " + crc32c + "\r\nx-amz-checksum-type: COMPOSITE\r\n"))
                .isEqualTo(Checksums.NONE);
        assertThat(checksums("x-amz-checksum-crc32c: " + crc32c + "-3\r\n")).isEqualTo(Checksums.NONE);
        assertThat(checksums("x-goog-hash: crc32c=" + crc32c + "\r\nx-goog-stored-content-encoding: gzip\r\n"))
                .isEqualTo(Checksums.NONE);
        assertThat(checksums("Content-MD5: no\r\nDigest: =,,md5\r\nx-goog-hash: crc32c=AA==\r\n"))
                .isEqualTo(Checksums.NONE);
    }

    @Test
    void a_checksum_of_what_is_sent_is_none_of_the_whole_where_that_is_a_range() throws IOException {
        String md5 =
                Hasher.of(ChecksumAlgorithm.MD5, "def".getBytes(ISO_8859_1)).base64();
        try (RawHttpServer server =
                        RawHttpServer.saying(partial("bytes 3-5/9", "Content-MD5: " + md5 + "\r\n", "def"));
                ObjectRead read = store.read(at(server), MIDDLE)) {
            assertThat(read.stat().checksums()).isEqualTo(Checksums.NONE);
        }
    }

    private Checksums checksums(String headers) throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(ok(headers, LETTERS))) {
            return store.stat(at(server)).checksums();
        }
    }

    private static Checksums known(byte[] bytes, ChecksumAlgorithm... algorithms) {
        Checksums known = Checksums.NONE;
        for (ChecksumAlgorithm algorithm : algorithms) {
            known = known.with(Hasher.of(algorithm, bytes));
        }
        return known;
    }

    private String text(RawHttpServer server, ReadOptions options) {
        try (ObjectRead read = store.read(at(server), options)) {
            return new String(read.readAllBytes(), ISO_8859_1);
        }
    }

    private static Location at(RawHttpServer server) {
        return Location.of(server.url() + "x");
    }

    private static void assertFails(Kind kind, String reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(reason);
    }
}
