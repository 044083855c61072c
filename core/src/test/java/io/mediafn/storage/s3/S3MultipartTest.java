package io.mediafn.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects in parts where no server of a test is large, or unlucky, enough. */
final class S3MultipartTest {
    private static final Location TO = Location.of("s3://bucket/to");
    private static final ObjectStat HUGE =
            ObjectStat.of(Location.of("s3://other/from é"), 50L << 30).withEtag(Optional.of("\"huge-9\""));
    private static final byte[] PART = "the only part".getBytes(StandardCharsets.UTF_8);
    private static final Checksum PARTS_CRC = Hasher.of(ChecksumAlgorithm.CRC32C, PART);

    /** S3 with one object in parts, which notes what it is asked. */
    private static final class Service implements ScriptedS3.Answer {
        final List<String> asked = new CopyOnWriteArrayList<>();
        final Deque<ScriptedS3.Answer> completions = new ArrayDeque<>();
        String failingPart = "";
        String head = "";
        String partChecksum = "rosUhgp5mYg=";

        @Override
        public void to(HttpExchange exchange) throws IOException {
            String method = exchange.getRequestMethod();
            String query = String.valueOf(exchange.getRequestURI().getRawQuery());
            asked.add(method + " " + exchange.getRequestURI().getRawPath() + " " + query + " " + conditions(exchange));
            if (method.equals("HEAD")) {
                head(exchange);
            } else if (method.equals("POST") && query.startsWith("uploads")) {
                xml(200, "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>")
                        .to(exchange);
            } else if (method.equals("PUT") && query.contains("partNumber=" + failingPart + "&")) {
                xml(403, "<Error><Code>AccessDenied</Code><Message>m</Message></Error>")
                        .to(exchange);
            } else if (method.equals("PUT") && exchange.getRequestHeaders().containsKey("x-amz-copy-source")) {
                xml(
                                200,
                                "<CopyPartResult><ETag>\"part\"</ETag><ChecksumCRC64NVME>" + partChecksum
                                        + "</ChecksumCRC64NVME></CopyPartResult>")
                        .to(exchange);
            } else if (method.equals("PUT")) {
                exchange.getResponseHeaders()
                        .set(
                                "ETag",
                                "\"" + Hasher.of(ChecksumAlgorithm.MD5, PART).hex() + "\"");
                exchange.sendResponseHeaders(200, -1);
            } else if (method.equals("POST")) {
                ScriptedS3.Answer next = completions.size() > 1 ? completions.poll() : completions.peek();
                if (next != null) {
                    next.to(exchange);
                }
            } else if (query.startsWith("tagging")) {
                xml(200, "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>")
                        .to(exchange);
            } else {
                exchange.sendResponseHeaders(204, -1);
            }
        }

        private void head(HttpExchange exchange) throws IOException {
            if (head.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            for (String line : head.split("\n", -1)) {
                exchange.getResponseHeaders()
                        .set(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
            }
            exchange.sendResponseHeaders(200, -1);
        }

        private static String conditions(HttpExchange exchange) {
            StringBuilder text = new StringBuilder();
            for (String name : List.of(
                    "if-none-match",
                    "if-match",
                    "x-amz-copy-source",
                    "x-amz-copy-source-if-match",
                    "x-amz-copy-source-range",
                    "x-amz-meta-camera",
                    "x-amz-tagging",
                    "content-type",
                    "x-amz-checksum-crc64nvme",
                    "x-amz-mp-object-size")) {
                String value = exchange.getRequestHeaders().getFirst(name);
                text.append(value == null ? "" : name + "=" + value + " ");
            }
            return text.toString();
        }
    }

    private static ScriptedS3.Answer xml(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private static ScriptedS3.Answer completed(String etag) {
        return xml(200, "<CompleteMultipartUploadResult><ETag>" + etag + "</ETag></CompleteMultipartUploadResult>");
    }

    private static ScriptedS3.Answer refused(int status, String code) {
        return xml(status, "<Error><Code>" + code + "</Code><Message>m</Message></Error>");
    }

    /** The connection breaks before the answer. */
    private static ScriptedS3.Answer lost() {
        return exchange -> {
            throw new IOException("lost on purpose");
        };
    }

    @Test
    void fifty_gibibytes_are_copied_with_fourteen_requests_each_on_its_condition() throws IOException {
        Service service = new Service();
        service.head = "Content-Length: " + (50L << 30) + "\nETag: \"huge-9\"\nContent-Type: video/mp4"
                + "\nx-amz-meta-camera: front\nx-amz-tagging-count: 1\nx-amz-checksum-type: FULL_OBJECT"
                + "\nx-amz-checksum-crc64nvme: rosUhgp5mYg=";
        service.completions.add(completed("\"new-10\""));
        try (ScriptedS3 server = new ScriptedS3(service);
                ObjectStore store = S3Stores.open(server.settings())) {
            ObjectStat copy = store.copy(HUGE, TO, CopyOptions.createOnly());

            assertThat(copy.size()).isEqualTo(50L << 30);
            assertThat(copy.etag()).contains("\"new-10\"");
            assertThat(copy.tagCount()).isEqualTo(1);
            assertThat(copy.properties().contentType()).contains("video/mp4");
            assertThat(server.requests()).isEqualTo(14);
        }
        assertThat(service.asked.get(2))
                .startsWith("POST /bucket/to uploads=")
                .contains("x-amz-meta-camera=front")
                .contains("x-amz-tagging=a=1")
                .contains("content-type=video/mp4");
        assertThat(service.asked.getLast())
                .startsWith("POST /bucket/to uploadId=u1")
                .contains("if-none-match=*")
                .contains("x-amz-mp-object-size=" + (50L << 30))
                .contains("x-amz-checksum-crc64nvme=rosUhgp5mYg=");
        List<String> parts = service.asked.subList(3, 13);
        assertThat(parts)
                .allSatisfy(part -> assertThat(part)
                        .contains("x-amz-copy-source=/other/from%20%C3%A9 ")
                        .contains("x-amz-copy-source-if-match=\"huge-9\""));
        for (long i = 0; i < 10; i++) {
            String range = "x-amz-copy-source-range=bytes=" + (i * (5L << 30)) + "-" + ((i + 1) * (5L << 30) - 1);
            assertThat(parts).anySatisfy(part -> assertThat(part).contains(range));
        }
    }

    /** Its checksum of the whole could be of nothing but what it was told. */
    @Test
    void a_service_that_computes_no_checksums_of_copied_parts_is_not_asked_to_compare_any() throws IOException {
        Service service = new Service();
        service.head = "Content-Length: " + (6L << 30) + "\nETag: \"huge-9\"\nx-amz-checksum-crc64nvme: rosUhgp5mYg=";
        service.partChecksum = "";
        service.completions.add(completed("\"new\""));
        try (ScriptedS3 server = new ScriptedS3(service);
                ObjectStore store = S3Stores.open(server.settings())) {
            ObjectStat from = ObjectStat.of(HUGE.location(), 6L << 30).withEtag(HUGE.etag());
            assertThat(store.copy(from, TO, CopyOptions.replace()).checksums().isEmpty())
                    .isTrue();
        }
        assertThat(service.asked.getLast()).doesNotContain("crc64nvme");
    }

    @Test
    void a_copy_of_which_a_part_fails_leaves_nothing() throws IOException {
        Service service = new Service();
        service.head = "Content-Length: " + (50L << 30) + "\nETag: \"huge-9\"";
        service.failingPart = "4";
        try (ScriptedS3 server = new ScriptedS3(service);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> store.copy(HUGE, TO, CopyOptions.createOnly()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED));
        }
        assertThat(service.asked.getLast()).startsWith("DELETE /bucket/to uploadId=u1");
        assertThat(service.asked).noneMatch(asked -> asked.startsWith("POST /bucket/to uploadId"));
    }

    @Test
    void a_copy_of_another_object_than_was_meant_is_not_begun() throws IOException {
        Service service = new Service();
        service.head = "Content-Length: " + (50L << 30) + "\nETag: \"another\"";
        try (ScriptedS3 server = new ScriptedS3(service);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> store.copy(HUGE, TO, CopyOptions.createOnly()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PRECONDITION_FAILED));
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    /** Amazon wants all of a conditional completion done anew after a conflict, not the completion alone. */
    @Test
    void a_conflict_at_the_end_of_a_copy_repeats_all_of_it() throws IOException {
        Service service = new Service();
        service.head = "Content-Length: " + (6L << 30) + "\nETag: \"huge-9\"";
        service.completions.add(refused(409, "ConditionalRequestConflict"));
        service.completions.add(completed("\"new\""));
        try (ScriptedS3 server = new ScriptedS3(service);
                ObjectStore store = S3Stores.open(server.settings())) {
            ObjectStat from = ObjectStat.of(HUGE.location(), 6L << 30).withEtag(HUGE.etag());
            assertThat(store.copy(from, TO, CopyOptions.createOnly()).etag()).contains("\"new\"");
        }
        assertThat(service.asked)
                .filteredOn(asked -> asked.contains(" uploads="))
                .hasSize(2);
        assertThat(service.asked)
                .filteredOn(asked -> asked.startsWith("DELETE"))
                .hasSize(1);
    }

    private static PartUpload upload(ObjectStore store, WriteOptions options) {
        return store.upload(
                TO,
                new UploadOptions(
                        options,
                        5 << 20,
                        OptionalLong.of(PART.length),
                        Optional.of(ChecksumAlgorithm.CRC32C),
                        Optional.empty()));
    }

    private static ObjectStat run(ObjectStore store, WriteOptions options) {
        try (PartUpload upload = upload(store, options)) {
            upload.put(0, Content.of(PART), Optional.of(PARTS_CRC));
            return upload.complete(1, PART.length, Optional.of(PARTS_CRC));
        }
    }

    private static String ourEtag() {
        Checksum md5 = Hasher.of(ChecksumAlgorithm.MD5, PART);
        return "\"" + Hasher.of(ChecksumAlgorithm.MD5, md5.bytes()).hex() + "-1\"";
    }

    /** What is there is believed to be ours by its ETag, or by its checksum, and by its size in any case. */
    @ParameterizedTest
    @CsvSource({"true,false,13,true", "false,true,13,true", "false,false,13,false", "true,true,14,false"})
    void a_lost_completion_is_believed_only_if_the_object_is_ours(
            boolean sameEtag, boolean sameChecksum, int size, boolean believed) throws IOException {
        Service service = new Service();
        service.head = "Content-Length: " + size + "\nETag: " + (sameEtag ? ourEtag() : "\"another-1\"")
                + (sameChecksum ? "\nx-amz-checksum-crc32c: " + PARTS_CRC.base64() : "");
        service.completions.add(lost());
        service.completions.add(refused(404, "NoSuchUpload"));
        try (ScriptedS3 server = new ScriptedS3(service);
                ObjectStore store = S3Stores.open(server.settings())) {
            if (believed) {
                assertThat(run(store, WriteOptions.createOnly()).size()).isEqualTo(PART.length);
            } else {
                assertThatThrownBy(() -> run(store, WriteOptions.createOnly()))
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
                        .hasMessageContaining("NoSuchUpload");
            }
        }
    }

    @Test
    void a_lost_completion_that_then_meets_its_own_object_is_believed_too() throws IOException {
        Service service = new Service();
        service.head = "Content-Length: 13\nETag: " + ourEtag();
        service.completions.add(lost());
        service.completions.add(refused(412, "PreconditionFailed"));
        try (ScriptedS3 server = new ScriptedS3(service);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThat(run(store, WriteOptions.createOnly()).etag()).contains(ourEtag());
        }
        // The first completion that meets an equal object met somebody else's.
        service.completions.clear();
        service.completions.add(refused(412, "PreconditionFailed"));
        try (ScriptedS3 server = new ScriptedS3(service);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> run(store, WriteOptions.createOnly()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ALREADY_EXISTS));
        }
    }

    @Test
    void a_completion_that_fails_with_status_200_is_a_failure() throws IOException {
        Service service = new Service();
        service.completions.add(refused(200, "InternalError"));
        try (ScriptedS3 server = new ScriptedS3(service);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> run(store, WriteOptions.replace()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                    .hasMessageContaining("S3 answered 200 InternalError");
        }
        service.completions.clear();
        service.completions.add(refused(200, "InternalError"));
        service.completions.add(completed("\"e-1\""));
        try (ScriptedS3 server = new ScriptedS3(service);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThat(run(store, WriteOptions.replace()).etag()).contains("\"e-1\"");
        }
    }

    @Test
    void a_conflict_at_the_end_of_an_upload_is_the_callers_to_repeat() throws IOException {
        Service service = new Service();
        service.completions.add(refused(409, "ConditionalRequestConflict"));
        try (ScriptedS3 server = new ScriptedS3(service);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> run(store, WriteOptions.createOnly()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
        assertThat(service.asked)
                .filteredOn(asked -> asked.startsWith("POST /bucket/to uploadId"))
                .hasSize(1);
    }

    @Test
    void every_write_carries_its_condition() throws IOException {
        Service service = new Service();
        service.head = "Content-Length: 13\nETag: \"e\"";
        service.completions.add(completed("\"e-1\""));
        ObjectStat from = ObjectStat.of(Location.of("s3://other/x"), 13).withEtag(Optional.of("\"s\""));
        try (ScriptedS3 server = new ScriptedS3(service);
                ObjectStore store = S3Stores.open(server.settings())) {
            store.write(TO, Content.of(PART), WriteOptions.createOnly());
            store.write(TO, Content.of(PART), WriteOptions.ifMatch("\"w\""));
            store.delete(TO, "\"d\"");
            run(store, WriteOptions.ifMatch("\"u\""));
            assertThatThrownBy(() -> store.copy(from, TO, CopyOptions.createOnly()))
                    .isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> store.copy(from, TO, CopyOptions.ifMatch("\"c\"")))
                    .isInstanceOf(StorageException.class);
        }
        assertThat(service.asked.get(0)).startsWith("PUT /bucket/to null if-none-match=*");
        assertThat(service.asked.get(1)).startsWith("PUT /bucket/to null if-match=\"w\"");
        assertThat(service.asked.get(2)).startsWith("DELETE /bucket/to null if-match=\"d\"");
        assertThat(service.asked.get(5)).startsWith("POST /bucket/to uploadId=u1 if-match=\"u\"");
        assertThat(service.asked.get(6))
                .startsWith("PUT /bucket/to null if-none-match=* x-amz-copy-source=/other/x"
                        + " x-amz-copy-source-if-match=\"s\"");
        assertThat(service.asked)
                .anySatisfy(asked -> assertThat(asked)
                        .startsWith("PUT /bucket/to null if-match=\"c\" x-amz-copy-source=/other/x"
                                + " x-amz-copy-source-if-match=\"s\""));
    }

    @Test
    void a_place_without_conditions_on_copies_is_served_by_a_completion() throws IOException {
        Service service = new Service();
        service.head = "Content-Length: 13\nETag: \"s\"";
        service.completions.add(completed("\"e-1\""));
        ScriptedS3.Answer noConditions = exchange -> {
            boolean copies = exchange.getRequestHeaders().containsKey("x-amz-copy-source")
                    && exchange.getRequestURI().getRawQuery() == null;
            if (copies) {
                refused(501, "NotImplemented").to(exchange);
            } else {
                service.to(exchange);
            }
        };
        ObjectStat from = ObjectStat.of(Location.of("s3://other/x"), 13).withEtag(Optional.of("\"s\""));
        try (ScriptedS3 server = new ScriptedS3(noConditions);
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThat(store.copy(from, TO, CopyOptions.createOnly()).etag()).contains("\"e-1\"");
        }
        assertThat(service.asked.getLast()).startsWith("POST /bucket/to uploadId=u1 if-none-match=*");
    }
}
