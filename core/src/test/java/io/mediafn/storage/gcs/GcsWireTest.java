package io.mediafn.storage.gcs;

import static io.mediafn.storage.gcs.ScriptedGcs.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.gcs.ScriptedGcs.Answer;
import io.mediafn.storage.gcs.ScriptedGcs.Seen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What our requests carry, where no test server would notice if they did not: preconditions above all. */
final class GcsWireTest {
    private static final int QUANTUM = 256 << 10;
    private static final byte[] BODY = "0123456789".getBytes(StandardCharsets.UTF_8);
    private static final Checksum CRC32C = Hasher.of(ChecksumAlgorithm.CRC32C, BODY);
    private static final Location AT = Location.of("gs://bucket/a key");
    private static final Location TO = Location.of("gs://other/b");
    private static final ObjectStat SOURCE = ObjectStat.of(AT, 10).withEtag(Optional.of("17"));
    private static final String OBJECT =
            "{\"bucket\":\"bucket\",\"name\":\"a key\",\"generation\":\"18\",\"size\":\"10\",\"crc32c\":\""
                    + CRC32C.base64() + "\"}";
    private static final String REWRITTEN = "{\"done\":true,\"totalBytesRewritten\":\"10\",\"objectSize\":\"10\","
            + "\"resource\":{\"bucket\":\"other\",\"name\":\"b\",\"generation\":\"18\",\"size\":\"10\"}}";

    @ParameterizedTest
    @CsvSource({"CREATE_ONLY,0", "IF_MATCH,17", "REPLACE,"})
    void a_write_carries_its_precondition_its_length_and_its_checksum(String mode, String generation)
            throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(json(OBJECT));
                ObjectStore store = GcsStores.open(server.settings())) {
            ObjectStat made = store.write(
                    AT,
                    Content.of(BODY),
                    write(mode).withContentType("image/webp").withChecksum(Optional.of(CRC32C)));

            assertThat(made.etag()).contains("18");
            Seen seen = server.seen().getFirst();
            assertThat(seen.method()).isEqualTo("POST");
            assertThat(seen.rawPath()).isEqualTo("/upload/storage/v1/b/bucket/o");
            assertThat(seen.query()).containsEntry("uploadType", "multipart");
            assertThat(seen.query().get("ifGenerationMatch")).isEqualTo(generation);
            assertThat(seen.header("content-length")).isEqualTo(String.valueOf(seen.body().length));
            assertThat(seen.header("transfer-encoding")).isNull();
            String[] parts = seen.text().split("\r\n\r\n", -1);
            Map<String, Object> object = Json.readObject(parts[1].substring(0, parts[1].indexOf("\r\n--")));
            assertThat(object)
                    .containsEntry("name", "a key")
                    .containsEntry("contentType", "image/webp")
                    .containsEntry("crc32c", CRC32C.base64());
            assertThat(parts[2]).startsWith("0123456789\r\n--").endsWith("--\r\n");
            assertThat(server.seen()).hasSize(1);
        }
    }

    private static WriteOptions write(String mode) {
        return switch (mode) {
            case "CREATE_ONLY" -> WriteOptions.createOnly();
            case "IF_MATCH" -> WriteOptions.ifMatch("17");
            default -> WriteOptions.replace();
        };
    }

    @Test
    void a_write_that_is_repeated_carries_its_precondition_again_and_the_same_bytes() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(ScriptedGcs.error(503, "backendError"), json(OBJECT));
                ObjectStore store = GcsStores.open(server.settings())) {
            store.write(AT, Content.of(BODY), WriteOptions.createOnly());

            assertThat(server.seen()).hasSize(2).allSatisfy(seen -> {
                assertThat(seen.query()).containsEntry("ifGenerationMatch", "0");
                assertThat(seen.text()).contains("\r\n0123456789\r\n");
            });
            assertThat(store.requests()).isEqualTo(2);
        }
    }

    @Test
    void a_read_is_one_get_pinned_to_its_generation_that_leaves_packed_bytes_alone() throws IOException {
        Answer part = exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 2-4/5000000000");
            exchange.getResponseHeaders().add("X-Goog-Generation", "17");
            exchange.getResponseHeaders().add("X-Goog-Storage-Class", "NEARLINE");
            exchange.getResponseHeaders().add("X-Goog-Hash", "crc32c=" + CRC32C.base64());
            exchange.getResponseHeaders().add("X-Goog-Hash", "md5=eB5eJF1ptWaXm4bijSPyxw==");
            exchange.getResponseHeaders().add("X-Goog-Stored-Content-Encoding", "gzip");
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.getResponseHeaders().add("Content-Type", "image/webp");
            exchange.getResponseHeaders().add("Last-Modified", "Sat, 21 Nov 2026 13:31:59 GMT");
            exchange.getResponseHeaders().add("Cache-Control", "private, max-age=0");
            send(exchange, 206, "234".getBytes(StandardCharsets.UTF_8));
        };
        try (ScriptedGcs server = new ScriptedGcs(part);
                ObjectStore store = GcsStores.open(server.settings());
                ObjectRead read =
                        store.read(AT, ReadOptions.range(ByteRange.of(2, 3)).withIfMatch(Optional.of("17")))) {
            assertThat(read.readAllBytes()).isEqualTo("234".getBytes(StandardCharsets.UTF_8));
            assertThat(read.requests()).isEqualTo(1);
            ObjectStat stat = read.stat();
            assertThat(stat.size()).isEqualTo(5_000_000_000L);
            assertThat(stat.etag()).contains("17");
            assertThat(stat.lastModified()).contains(java.time.Instant.parse("2026-11-21T13:31:59Z"));
            assertThat(stat.checksums().get(ChecksumAlgorithm.CRC32C)).contains(CRC32C);
            assertThat(stat.checksums().get(ChecksumAlgorithm.MD5)).contains(Hasher.of(ChecksumAlgorithm.MD5, BODY));
            assertThat(stat.properties())
                    .isEqualTo(ObjectProperties.ofType(Optional.of("image/webp"))
                            .withContentEncoding(Optional.of("gzip"))
                            .withStorageClass(Optional.of("NEARLINE")));
            Seen seen = server.seen().getFirst();
            assertThat(server.seen()).hasSize(1);
            assertThat(seen.query()).isEqualTo(Map.of("alt", "media", "ifGenerationMatch", "17"));
            assertThat(seen.header("range")).isEqualTo("bytes=2-4");
            assertThat(seen.header("accept-encoding")).isEqualTo("gzip");
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Test
    void a_copy_is_a_loop_whose_every_step_has_both_preconditions_and_the_token() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(
                        json("{\"done\":false,\"totalBytesRewritten\":\"4\",\"objectSize\":\"10\","
                                + "\"rewriteToken\":\"t1\"}"),
                        json("{\"done\":false,\"totalBytesRewritten\":\"8\",\"objectSize\":\"10\","
                                + "\"rewriteToken\":\"t2\"}"),
                        json(REWRITTEN));
                ObjectStore store = GcsStores.open(server.settings())) {
            ObjectStat made = store.copy(SOURCE, TO, CopyOptions.createOnly());

            assertThat(made)
                    .isEqualTo(ObjectStat.of(TO, 10).withEtag(Optional.of("18")).withVersionId(Optional.of("18")));
            assertThat(server.seen()).hasSize(3).allSatisfy(seen -> {
                assertThat(seen.method()).isEqualTo("POST");
                assertThat(seen.rawPath()).isEqualTo("/storage/v1/b/bucket/o/a%20key/rewriteTo/b/other/o/b");
                assertThat(seen.query())
                        .containsEntry("ifSourceGenerationMatch", "17")
                        .containsEntry("ifGenerationMatch", "0")
                        .containsEntry("maxBytesRewrittenPerCall", String.valueOf(128L << 20));
                // Without a resource the copy has its source's properties.
                assertThat(seen.text()).isEmpty();
            });
            assertThat(server.seen().stream().map(seen -> seen.query().get("rewriteToken")))
                    .containsExactly(null, "t1", "t2");
        }
    }

    @Test
    void a_copy_with_properties_of_its_own_names_them_all() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(json(REWRITTEN));
                ObjectStore store = GcsStores.open(server.settings())) {
            ObjectProperties own =
                    ObjectProperties.none().withMetadata(Map.of("a", "1")).withStorageClass(Optional.of("NEARLINE"));
            store.copy(SOURCE, TO, CopyOptions.ifMatch("9").withProperties(Optional.of(own)));

            Seen seen = server.seen().getFirst();
            assertThat(seen.query()).containsEntry("ifGenerationMatch", "9");
            assertThat(Json.readObject(seen.body()))
                    .containsEntry("contentType", "application/octet-stream")
                    .containsEntry("storageClass", "NEARLINE")
                    .containsEntry("metadata", Map.of("a", "1"));
        }
    }

    @Test
    void a_replacing_copy_still_pins_its_source() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(json(REWRITTEN));
                ObjectStore store = GcsStores.open(server.settings())) {
            store.copy(SOURCE, TO, CopyOptions.replace());

            assertThat(server.seen().getFirst().query())
                    .containsEntry("ifSourceGenerationMatch", "17")
                    .doesNotContainKey("ifGenerationMatch");
        }
    }

    @Test
    void a_delete_carries_the_generation_where_one_is_meant() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(json(204, ""));
                ObjectStore store = GcsStores.open(server.settings())) {
            store.delete(AT, "17");
            store.delete(AT);

            assertThat(server.seen())
                    .extracting(
                            Seen::method, Seen::rawPath, seen -> seen.query().get("ifGenerationMatch"))
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("DELETE", "/storage/v1/b/bucket/o/a%20key", "17"),
                            org.assertj.core.groups.Tuple.tuple("DELETE", "/storage/v1/b/bucket/o/a%20key", null));
            // Not this parameter: it would remove for good what a bucket with versions keeps.
            assertThat(server.seen()).noneMatch(seen -> seen.query().containsKey("generation"));
        }
    }

    @Test
    void a_listing_asks_for_a_page_from_a_key_on_with_checksums() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(json("{\"kind\":\"storage#objects\"}"));
                ObjectStore store = GcsStores.open(server.settings())) {
            store.list(
                    Location.of("gs://bucket/p/"),
                    ListOptions.oneLevel().withLimit(7).withStartAfter("p/a b").withPageToken("t"));

            Map<String, String> query = server.seen().getFirst().query();
            assertThat(query)
                    .containsEntry("prefix", "p/")
                    .containsEntry("delimiter", "/")
                    .containsEntry("maxResults", "7")
                    .containsEntry("startOffset", "p/a b")
                    .containsEntry("pageToken", "t");
            assertThat(query.get("fields")).contains("nextPageToken", "prefixes", "generation", "crc32c", "md5Hash");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a b+c;a%20b%2Bc",
                "100%.png;100%25.png",
                "a%2Fb;a%252Fb",
                "q?#&=;q%3F%23%26%3D",
                "a//b;a%2F%2Fb",
                "a/../b;a%2F..%2Fb",
                "/x;%2Fx",
                "é;%C3%A9",
                "~tilde!*()'@:,$;~tilde%21%2A%28%29%27%40%3A%2C%24"
            })
    void a_key_is_one_segment_of_the_path_with_nothing_lost(String key, String encoded) throws IOException {
        Answer read = exchange -> {
            exchange.getResponseHeaders().add("X-Goog-Generation", "17");
            send(exchange, 200, BODY);
        };
        try (ScriptedGcs server = new ScriptedGcs(read, json(OBJECT), json(204, ""), json(REWRITTEN));
                ObjectStore store = GcsStores.open(server.settings())) {
            Location at = Location.of("gs://bucket/" + key);
            store.read(at, ReadOptions.all()).close();
            store.stat(at);
            store.delete(at);
            store.copy(SOURCE, at, CopyOptions.replace());

            List<String> paths = server.seen().stream().map(Seen::rawPath).toList();
            assertThat(paths.getFirst()).isEqualTo("/storage/v1/b/bucket/o/" + encoded);
            // The client encodes less, to the same effect.
            assertThat(paths.stream()
                            .map(path -> path.substring(path.lastIndexOf("/o/") + 3))
                            .map(GcsWireTest::decoded))
                    .containsOnly(key);
            assertThat(paths).allMatch(path -> path.split("/", -1).length <= 12);
        }
    }

    private static String decoded(String segment) {
        assertThat(segment).doesNotContain("/");
        return java.net.URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Test
    void an_upload_goes_in_multiples_of_256_kib_and_ends_with_the_size_and_the_checksum() throws IOException {
        byte[] bytes = random(3 * QUANTUM + 1000);
        Checksum whole = Hasher.of(ChecksumAlgorithm.CRC32C, bytes);
        try (ScriptedSession server = new ScriptedSession(whole);
                ObjectStore store = GcsStores.open(server.settings())) {
            WriteOptions write = WriteOptions.ifMatch("17").withContentType("video/mp4");
            try (PartUpload upload = store.upload(AT, options(write, OptionalLong.of(bytes.length)))) {
                upload.put(0, Content.of(Arrays.copyOfRange(bytes, 0, 2 * QUANTUM)), Optional.empty());
                upload.put(1, Content.of(Arrays.copyOfRange(bytes, 2 * QUANTUM, bytes.length)), Optional.empty());
                assertThat(server.isDone()).isFalse();

                ObjectStat made = upload.complete(2, bytes.length, Optional.of(whole));

                assertThat(made.etag()).contains("18");
                assertThat(made.checksums().get(ChecksumAlgorithm.CRC32C)).contains(whole);
            }
            assertThat(server.bytes()).isEqualTo(bytes);
            Seen start = server.seen().getFirst();
            assertThat(start.query()).containsEntry("uploadType", "resumable").containsEntry("ifGenerationMatch", "17");
            assertThat(start.header("x-upload-content-length")).isEqualTo(String.valueOf(bytes.length));
            assertThat(Json.readObject(start.body()))
                    .containsEntry("name", "a key")
                    .containsEntry("contentType", "video/mp4");
            List<Seen> pieces = server.seen().subList(1, server.seen().size());
            assertThat(pieces)
                    .extracting(seen -> seen.header("content-range"))
                    .containsExactly(
                            "bytes 0-" + (QUANTUM - 1) + "/*",
                            "bytes " + QUANTUM + "-" + (3 * QUANTUM - 1) + "/*",
                            "bytes " + 3 * QUANTUM + "-" + (bytes.length - 1) + "/" + bytes.length);
            assertThat(pieces.getLast().header("x-goog-hash")).isEqualTo("crc32c=" + whole.base64());
            // A type here would become the object's in the place of the one given at the start.
            assertThat(pieces).allMatch(seen -> seen.header("content-type") == null);
        }
    }

    @Test
    void an_upload_of_unknown_size_and_odd_parts_and_one_of_nothing_arrive_whole() throws IOException {
        for (int[] sizes :
                new int[][] {{}, {0}, {1}, {100, 200, 300}, {QUANTUM, QUANTUM}, {QUANTUM - 1, 2, QUANTUM + 5, 7}}) {
            byte[] bytes = random(Arrays.stream(sizes).sum());
            Checksum whole = Hasher.of(ChecksumAlgorithm.CRC32C, bytes);
            try (ScriptedSession server = new ScriptedSession(whole);
                    ObjectStore store = GcsStores.open(server.settings());
                    PartUpload upload = store.upload(AT, options(WriteOptions.createOnly(), OptionalLong.empty()))) {
                int from = 0;
                for (int i = 0; i < sizes.length; i++) {
                    byte[] part = Arrays.copyOfRange(bytes, from, from + sizes[i]);
                    upload.put(i, Content.of(part), Optional.of(Hasher.of(ChecksumAlgorithm.MD5, part)));
                    from += sizes[i];
                }
                assertThat(server.isDone()).isFalse();
                upload.complete(sizes.length, bytes.length, Optional.empty());

                assertThat(server.bytes()).as(Arrays.toString(sizes)).isEqualTo(bytes);
                assertThat(server.seen().getFirst().header("x-upload-content-length"))
                        .isNull();
            }
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    private static UploadOptions options(WriteOptions write, OptionalLong size) {
        return new UploadOptions(write, QUANTUM, size, Optional.of(ChecksumAlgorithm.CRC32C), Optional.empty());
    }

    @Test
    void every_request_names_who_pays() throws IOException {
        try (ScriptedSession server = new ScriptedSession(CRC32C);
                ObjectStore store = GcsStores.open(new GcsSettings(
                        Optional.of(server.settings().endpoint().orElseThrow()),
                        new GcsCredentials.Anonymous(),
                        Optional.of("a payer")))) {
            try (PartUpload upload = store.upload(AT, options(WriteOptions.createOnly(), OptionalLong.empty()))) {
                upload.put(0, Content.of(BODY), Optional.empty());
                upload.complete(1, 10, Optional.empty());
            }
            assertThat(server.seen().getFirst().query()).containsEntry("userProject", "a payer");
        }
        Answer read = exchange -> send(exchange, 200, BODY);
        try (ScriptedGcs server =
                        new ScriptedGcs(read, json(OBJECT), json(OBJECT), json(204, ""), json(REWRITTEN), json("{}"));
                ObjectStore store = GcsStores.open(new GcsSettings(
                        Optional.of(server.endpoint()), new GcsCredentials.Anonymous(), Optional.of("a payer")))) {
            store.read(AT, ReadOptions.all()).close();
            store.stat(AT);
            store.write(AT, Content.of(BODY), WriteOptions.replace());
            store.delete(AT);
            store.copy(SOURCE, TO, CopyOptions.replace());
            store.list(AT, ListOptions.everything());
            store.statAll(List.of(AT));

            assertThat(server.seen().subList(0, 6))
                    .allSatisfy(seen -> assertThat(seen.query()).containsEntry("userProject", "a payer"));
            assertThat(server.seen().getLast().text()).contains("userProject=a%20payer");
        }
    }
}
