package io.mediafn.storage.azure;

import static io.mediafn.storage.azure.ScriptedAzure.answer;
import static io.mediafn.storage.azure.ScriptedAzure.error;
import static io.mediafn.storage.azure.ScriptedAzure.lost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.DeleteResult;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.UrlCopier;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.azure.ScriptedAzure.Answer;
import io.mediafn.storage.azure.ScriptedAzure.Seen;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What our requests carry, and that the answers which Azurite never gives are understood. */
final class AzureWireTest {
    private static final Location AT = Location.of("az://container/key");
    private static final Location FROM = Location.of("az://container/from");
    private static final byte[] BODY = "the quick brown fox".getBytes(StandardCharsets.UTF_8);
    private static final Answer CREATED =
            answer(201, "", "ETag: \"new\"", "Last-Modified: Sat, 21 Nov 2026 09:00:00 GMT");
    private static final ObjectStat SOURCE = ObjectStat.of(FROM, BODY.length).withEtag(Optional.of("\"source\""));
    private static final URI SECRET_URL = URI.create("https://bucket.s3.amazonaws.com/k?X-Amz-Signature=canary-url");

    private static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void a_write_carries_its_condition_and_the_same_bytes_in_every_attempt() throws IOException {
        Map<WriteOptions, String> conditions = Map.of(
                WriteOptions.createOnly(), "* ",
                WriteOptions.ifMatch("\"old\""), " \"old\"",
                WriteOptions.replace(), " ");
        for (Map.Entry<WriteOptions, String> condition : conditions.entrySet()) {
            try (ScriptedAzure server = new ScriptedAzure(error(503, "ServerBusy"), CREATED);
                    ObjectStore store = server.store()) {
                ObjectStat made = store.write(AT, Content.of(BODY), condition.getKey());

                assertThat(made.etag()).contains("\"new\"");
                assertThat(made.lastModified()).isPresent();
                assertThat(server.seen()).hasSize(2).allSatisfy(seen -> {
                    assertThat(seen.method() + " " + seen.path()).isEqualTo("PUT /wireaccount/container/key");
                    assertThat(seen.header("if-none-match") + " " + seen.header("if-match"))
                            .isEqualTo(condition.getValue());
                    assertThat(seen.header("x-ms-blob-type")).isEqualTo("BlockBlob");
                    assertThat(seen.header("authorization")).startsWith("SharedKey " + ScriptedAzure.ACCOUNT + ":");
                    assertThat(seen.body()).isEqualTo(BODY);
                });
            }
        }
    }

    @Test
    void a_refused_condition_has_the_kind_of_its_mode() throws IOException {
        for (Answer refusal : List.of(error(409, "BlobAlreadyExists"), error(412, "ConditionNotMet"))) {
            try (ScriptedAzure server = new ScriptedAzure(refusal);
                    ObjectStore store = server.store()) {
                assertFails(Kind.ALREADY_EXISTS, () -> store.write(AT, Content.of(BODY), WriteOptions.createOnly()));
                assertThat(server.requests()).isEqualTo(1);
            }
        }
        for (Answer refusal : List.of(error(404, "BlobNotFound"), error(412, "ConditionNotMet"))) {
            try (ScriptedAzure server = new ScriptedAzure(refusal);
                    ObjectStore store = server.store()) {
                assertFails(
                        Kind.PRECONDITION_FAILED,
                        () -> store.write(AT, Content.of(BODY), WriteOptions.ifMatch("\"old\"")));
            }
        }
        try (ScriptedAzure server = new ScriptedAzure(error(404, "ContainerNotFound"));
                ObjectStore store = server.store()) {
            assertFails(Kind.NOT_FOUND, () -> store.write(AT, Content.of(BODY), WriteOptions.ifMatch("\"old\"")));
        }
    }

    /** The first attempt wrote, and its answer was lost: the second finds what the first one made. */
    @Test
    void a_lost_answer_to_a_write_is_no_failure_if_what_lies_there_is_ours() throws IOException {
        String md5 = Hasher.of(ChecksumAlgorithm.MD5, BODY).base64();
        for (WriteOptions options : List.of(WriteOptions.createOnly(), WriteOptions.ifMatch("\"old\""))) {
            Answer refusal =
                    options.etag().isPresent() ? error(412, "ConditionNotMet") : error(409, "BlobAlreadyExists");
            try (ScriptedAzure server = new ScriptedAzure(
                            lost(),
                            refusal,
                            answer(200, "", "Content-Length: 19", "Content-MD5: " + md5, "ETag: \"ours\""));
                    ObjectStore store = server.store()) {
                assertThat(store.write(AT, Content.of(BODY), options).etag()).contains("\"ours\"");
                assertThat(server.last().method()).isEqualTo("HEAD");
            }
            for (String[] other : new String[][] {
                {"Content-Length: 18", "Content-MD5: " + md5},
                {"Content-Length: 19", "Content-MD5: 1B2M2Y8AsgTpgAmY7PhCfg=="}
            }) {
                try (ScriptedAzure server = new ScriptedAzure(
                                lost(), refusal, answer(200, "", other[0], other[1], "ETag: \"theirs\""));
                        ObjectStore store = server.store()) {
                    assertThatThrownBy(() -> store.write(AT, Content.of(BODY), options))
                            .isInstanceOfSatisfying(
                                    StorageException.class,
                                    e -> assertThat(e.kind()).isIn(Kind.ALREADY_EXISTS, Kind.PRECONDITION_FAILED));
                }
            }
        }
    }

    private static UploadOptions upload(WriteOptions write) {
        return new UploadOptions(
                write, 10, OptionalLong.of(19), Optional.of(ChecksumAlgorithm.CRC64NVME), Optional.of("source"));
    }

    private static void putBoth(PartUpload upload) {
        upload.put(0, Content.of(java.util.Arrays.copyOf(BODY, 10)), Optional.empty());
        upload.put(1, Content.of(java.util.Arrays.copyOfRange(BODY, 10, 19)), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_lost_answer_to_a_completion_is_no_failure_if_the_blob_is_made_of_our_blocks(boolean ours)
            throws IOException {
        // What the service would tell of the blob is known when the completion has been seen.
        ScriptedAzure[] late = new ScriptedAzure[1];
        Answer blocks = exchange -> answer(
                        200,
                        ours
                                ? committedBefore(late[0])
                                : "<BlockList><CommittedBlocks><Block><Name>AAAA</Name><Size>1</Size></Block>"
                                        + "</CommittedBlocks></BlockList>",
                        "ETag: \"ours\"")
                .to(exchange);
        try (ScriptedAzure server = new ScriptedAzure(
                        error(404, "BlobNotFound"), CREATED, CREATED, lost(), error(409, "BlobAlreadyExists"), blocks);
                ObjectStore store = server.store();
                PartUpload upload = store.upload(AT, upload(WriteOptions.createOnly()))) {
            late[0] = server;
            putBoth(upload);
            if (ours) {
                ObjectStat made = upload.complete(2, 19, Optional.empty());
                assertThat(made.etag()).contains("\"ours\"");
                assertThat(made.size()).isEqualTo(19);
            } else {
                assertFails(Kind.ALREADY_EXISTS, () -> upload.complete(2, 19, Optional.empty()));
            }
            assertThat(server.last().query()).isEqualTo("comp=blocklist&blocklisttype=committed");
        }
    }

    /** The list that the completion before the last request named. */
    private static String committedBefore(ScriptedAzure server) {
        List<Seen> seen = server.seen();
        String body = new String(seen.get(seen.size() - 2).body(), StandardCharsets.UTF_8);
        return "<BlockList><CommittedBlocks>"
                + body.replaceAll("(?s).*<BlockList>|</BlockList>.*", "")
                        .replace("<Latest>", "<Block><Name>")
                        .replace("</Latest>", "</Name><Size>10</Size></Block>")
                + "</CommittedBlocks></BlockList>";
    }

    @Test
    void an_upload_carries_its_condition_and_properties_when_it_is_completed() throws IOException {
        WriteOptions write = WriteOptions.ifMatch("\"old\"")
                .withProperties(new ObjectProperties(
                        Optional.of("image/webp"),
                        Optional.of("gzip"),
                        Optional.of("no-cache"),
                        Optional.of("inline"),
                        Optional.of("en"),
                        Optional.of("Cool"),
                        Map.of("camera", "front")))
                .withTags(Map.of("a b", "c&d"));
        try (ScriptedAzure server = new ScriptedAzure(error(404, "BlobNotFound"), CREATED);
                ObjectStore store = server.store();
                PartUpload upload = store.upload(AT, upload(write))) {
            putBoth(upload);
            upload.complete(2, 19, Optional.empty());

            assertThat(server.seen().subList(1, 3)).allSatisfy(seen -> {
                assertThat(seen.query()).startsWith("comp=block&blockid=");
                assertThat(seen.header("if-match")).isEmpty();
            });
            Seen commit = server.last();
            assertThat(commit.query()).isEqualTo("comp=blocklist");
            assertThat(commit.header("if-match")).isEqualTo("\"old\"");
            assertThat(commit.header("x-ms-blob-content-type")).isEqualTo("image/webp");
            assertThat(commit.header("x-ms-blob-content-encoding")).isEqualTo("gzip");
            assertThat(commit.header("x-ms-blob-cache-control")).isEqualTo("no-cache");
            assertThat(commit.header("x-ms-blob-content-disposition")).isEqualTo("inline");
            assertThat(commit.header("x-ms-blob-content-language")).isEqualTo("en");
            assertThat(commit.header("x-ms-access-tier")).isEqualTo("Cool");
            assertThat(commit.header("x-ms-meta-camera")).isEqualTo("front");
            assertThat(commit.header("x-ms-tags")).isEqualTo("a%20b=c%26d");
        }
    }

    @Test
    void a_delete_carries_its_condition_and_forgives_what_is_gone() throws IOException {
        try (ScriptedAzure server =
                        new ScriptedAzure(answer(202, ""), error(412, "ConditionNotMet"), error(404, "BlobNotFound"));
                ObjectStore store = server.store()) {
            store.delete(AT, "\"old\"");
            assertThat(server.last().header("if-match")).isEqualTo("\"old\"");
            assertThat(server.last().header("x-ms-delete-snapshots")).isEqualTo("include");
            store.delete(AT, "\"old\"");
            store.delete(AT);
            assertThat(server.last().header("if-match")).isEmpty();
        }
        try (ScriptedAzure server =
                        new ScriptedAzure(error(412, "ConditionNotMet"), answer(200, "", "Content-Length: 1"));
                ObjectStore store = server.store()) {
            assertFails(Kind.PRECONDITION_FAILED, () -> store.delete(AT, "\"old\""));
        }
    }

    @Test
    void a_copy_is_one_request_that_names_and_pins_its_source() throws IOException {
        ObjectStat tagged = SOURCE.withTagCount(2)
                .withProperties(ObjectProperties.none().withStorageClass(Optional.of("Cool")))
                .withChecksums(Checksums.of(Hasher.of(ChecksumAlgorithm.MD5, BODY)));
        try (ScriptedAzure server = new ScriptedAzure(CREATED);
                ObjectStore store = server.store()) {
            assertThat(store.copy(tagged, AT, CopyOptions.createOnly()).etag()).contains("\"new\"");

            assertThat(server.requests()).isEqualTo(1);
            Seen copy = server.last();
            assertThat(copy.header("x-ms-copy-source"))
                    .startsWith(server.endpoint() + "/container/from?sv=")
                    .contains("&sp=rt&", "&sig=");
            assertThat(copy.header("x-ms-source-if-match")).isEqualTo("\"source\"");
            assertThat(copy.header("if-none-match")).isEqualTo("*");
            assertThat(copy.header("x-ms-copy-source-blob-properties")).isEqualTo("true");
            assertThat(copy.header("x-ms-copy-source-tag-option")).isEqualTo("COPY");
            assertThat(copy.header("x-ms-access-tier")).isEqualTo("Cool");
            assertThat(copy.header("x-ms-source-content-md5"))
                    .isEqualTo(Hasher.of(ChecksumAlgorithm.MD5, BODY).base64());

            ObjectProperties other =
                    ObjectProperties.ofType(Optional.of("image/webp")).withMetadata(Map.of("a", "1"));
            store.copy(tagged, AT, CopyOptions.ifMatch("\"old\"").withProperties(Optional.of(other)));
            Seen replaced = server.last();
            assertThat(replaced.header("if-match")).isEqualTo("\"old\"");
            assertThat(replaced.header("x-ms-copy-source-blob-properties")).isEqualTo("false");
            assertThat(replaced.header("x-ms-copy-source-tag-option")).isEmpty();
            assertThat(replaced.header("x-ms-blob-content-type")).isEqualTo("image/webp");
            assertThat(replaced.header("x-ms-meta-a")).isEqualTo("1");
        }
    }

    @Test
    void fifty_gibibytes_are_copied_with_fourteen_requests() throws IOException {
        long size = 50L << 30;
        ObjectStat large = ObjectStat.of(FROM, size).withEtag(Optional.of("\"source\""));
        ObjectProperties properties = ObjectProperties.ofType(Optional.of("video/mp4"));
        try (ScriptedAzure server = new ScriptedAzure(CREATED);
                ObjectStore store = server.store()) {
            store.copy(large, AT, CopyOptions.createOnly().withProperties(Optional.of(properties)));

            assertThat(server.requests()).isLessThanOrEqualTo(14);
            long next = 0;
            for (Seen block : server.seen().subList(0, server.requests() - 1)) {
                assertThat(block.query()).startsWith("comp=block&blockid=");
                assertThat(block.header("x-ms-source-if-match")).isEqualTo("\"source\"");
                String[] range = block.header("x-ms-source-range").split("[=-]", 3);
                assertThat(Long.parseLong(range[1])).isEqualTo(next);
                next = Long.parseLong(range[2]) + 1;
                assertThat(next - Long.parseLong(range[1])).isLessThanOrEqualTo(4000L << 20);
            }
            assertThat(next).isEqualTo(size);
            Seen commit = server.last();
            assertThat(commit.query()).isEqualTo("comp=blocklist");
            assertThat(commit.header("if-none-match")).isEqualTo("*");
            assertThat(commit.header("x-ms-blob-content-type")).isEqualTo("video/mp4");
        }
    }

    @Test
    void a_service_without_newer_requests_copies_in_its_own_way() throws IOException {
        Answer none = error(501, "ApiNotImplemented");
        Answer started = answer(202, "", "x-ms-copy-status: pending", "x-ms-copy-id: id", "ETag: \"p\"");
        Answer pending = answer(200, "", "Content-Length: 0", "x-ms-copy-status: pending");
        Answer done = answer(200, "", "Content-Length: 19", "x-ms-copy-status: success", "ETag: \"done\"");
        // Put Blob From URL, Put Block From URL, and what lies there afterwards; then the copy.
        try (ScriptedAzure server = new ScriptedAzure(none, none, started, pending, pending, done, started, done);
                ObjectStore store = server.store()) {
            assertThat(store.copy(SOURCE, AT, CopyOptions.createOnly()).etag()).contains("\"done\"");
            Seen copy = server.seen().get(2);
            assertThat(copy.header("x-ms-copy-source")).startsWith(server.endpoint() + "/container/from");
            assertThat(copy.header("x-ms-source-if-match")).isEqualTo("\"source\"");
            assertThat(copy.header("if-none-match")).isEqualTo("*");
            int before = server.requests();

            store.copy(SOURCE, AT, CopyOptions.createOnly());
            assertThat(server.requests() - before)
                    .as("what it has not is not asked for again")
                    .isEqualTo(2);
            // Its target can be seen before it is whole, so it must not take the place of anything.
            assertFails(Kind.UNSUPPORTED, () -> store.copy(SOURCE, AT, CopyOptions.replace()));
            assertFails(
                    Kind.UNSUPPORTED,
                    () -> ((UrlCopier) store).copyFromUrl(SECRET_URL, SOURCE, AT, CopyOptions.createOnly()));
            assertThat(server.requests() - before).isEqualTo(2);
        }
    }

    @Test
    void a_copy_that_is_not_done_in_time_is_ended_and_taken_away() throws IOException {
        Answer none = error(501, "ApiNotImplemented");
        Answer pending = answer(
                202, "", "x-ms-copy-status: pending", "x-ms-copy-id: the-id", "ETag: \"p\"", "Content-Length: 0");
        try (ScriptedAzure server = new ScriptedAzure(none, none, pending);
                ObjectStore store = server.hastyStore()) {
            assertFails(Kind.UNAVAILABLE, () -> store.copy(SOURCE, AT, CopyOptions.createOnly()));
            List<Seen> end = server.seen().subList(server.requests() - 3, server.requests());
            assertThat(end.getFirst().query()).isEqualTo("comp=copy&copyid=the-id");
            assertThat(end.getFirst().header("x-ms-copy-action")).isEqualTo("abort");
            assertThat(end.getLast().method()).isEqualTo("DELETE");
            assertThat(end.getLast().header("if-match")).isEqualTo("\"p\"");
        }
    }

    @Test
    void a_source_that_can_not_be_verified_is_asked_for_again_and_then_left_to_the_caller() throws IOException {
        Answer unverified = error(403, "CannotVerifyCopySource", "x-ms-copy-source-status-code: 403");
        ObjectProperties properties =
                ObjectProperties.ofType(Optional.of("a/b")).withMetadata(Map.of("a", "1"));
        CopyOptions options = CopyOptions.createOnly().withProperties(Optional.of(properties));
        try (ScriptedAzure server = new ScriptedAzure(unverified, unverified, CREATED);
                ObjectStore store = server.store()) {
            ((UrlCopier) store).copyFromUrl(SECRET_URL, SOURCE, AT, options);
            assertThat(server.requests()).isEqualTo(3);
            assertThat(server.last().header("x-ms-copy-source")).isEqualTo(SECRET_URL.toString());
            assertThat(server.last().header("x-ms-source-if-match")).isEqualTo("\"source\"");
            assertThat(server.last().header("if-none-match")).isEqualTo("*");
        }
        try (ScriptedAzure server = new ScriptedAzure(unverified);
                ObjectStore store = server.store()) {
            assertThatThrownBy(() -> ((UrlCopier) store).copyFromUrl(SECRET_URL, SOURCE, AT, options))
                    .isInstanceOfSatisfying(StorageException.class, e -> {
                        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
                        assertThat(e.requests()).isEqualTo(3);
                        assertThat(stack(e)).doesNotContain("canary", "sig=", ScriptedAzure.KEY);
                    });
            assertFails(Kind.UNSUPPORTED, () -> store.copy(SOURCE, AT, CopyOptions.createOnly()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404,CannotVerifyCopySource,404,NOT_FOUND",
        "412,SourceConditionNotMet,,PRECONDITION_FAILED",
        "412,CannotVerifyCopySource,412,PRECONDITION_FAILED",
        "409,CannotVerifyCopySource,409,UNSUPPORTED",
        "400,InvalidHeaderValue,,UNSUPPORTED",
        "503,ServerBusy,,THROTTLED",
        "409,BlobAlreadyExists,,ALREADY_EXISTS",
        "412,ConditionNotMet,,ALREADY_EXISTS",
        "403,AuthorizationFailure,,DENIED"
    })
    void a_refusal_of_the_source_is_told_from_one_of_the_target(int status, String code, String source, Kind kind)
            throws IOException {
        Answer refusal =
                source == null ? error(status, code) : error(status, code, "x-ms-copy-source-status-code: " + source);
        ObjectProperties properties = ObjectProperties.none().withMetadata(Map.of("a", "1"));
        try (ScriptedAzure server = new ScriptedAzure(refusal);
                ObjectStore store = server.store()) {
            assertThatThrownBy(() -> ((UrlCopier) store)
                            .copyFromUrl(
                                    SECRET_URL,
                                    SOURCE,
                                    AT,
                                    CopyOptions.createOnly().withProperties(Optional.of(properties))))
                    .isInstanceOfSatisfying(StorageException.class, e -> {
                        assertThat(e.kind()).isEqualTo(kind);
                        boolean ofSource = kind == Kind.NOT_FOUND || kind == Kind.PRECONDITION_FAILED;
                        assertThat(e.location()).isEqualTo(ofSource ? FROM : AT);
                        assertThat(stack(e)).doesNotContain("canary");
                    });
        }
    }

    @Test
    void what_the_service_fetched_is_compared_and_taken_away_if_it_is_not_the_source() throws IOException {
        ObjectStat known = SOURCE.withChecksums(Checksums.of(Hasher.of(ChecksumAlgorithm.CRC64NVME, BODY)));
        ObjectProperties properties = ObjectProperties.none().withMetadata(Map.of("a", "1"));
        CopyOptions options = CopyOptions.createOnly().withProperties(Optional.of(properties));
        byte[] right = Hasher.of(ChecksumAlgorithm.CRC64NVME, BODY).bytes();
        byte[] little = new byte[8];
        for (int i = 0; i < 8; i++) {
            little[i] = right[7 - i];
        }
        String crc = java.util.Base64.getEncoder().encodeToString(little);
        try (ScriptedAzure server = new ScriptedAzure(answer(201, "", "ETag: \"new\"", "x-ms-content-crc64: " + crc));
                ObjectStore store = server.store()) {
            assertThat(((UrlCopier) store)
                            .copyFromUrl(SECRET_URL, known, AT, options)
                            .checksums())
                    .isEqualTo(known.checksums());
        }
        try (ScriptedAzure server = new ScriptedAzure(
                        answer(201, "", "ETag: \"new\"", "x-ms-content-crc64: AAAAAAAAAAA="), answer(202, ""));
                ObjectStore store = server.store()) {
            assertFails(Kind.CORRUPT, () -> ((UrlCopier) store).copyFromUrl(SECRET_URL, known, AT, options));
            assertThat(server.last().method()).isEqualTo("DELETE");
            assertThat(server.last().header("if-match")).isEqualTo("\"new\"");
        }
    }

    private static String part(int id, String status, String headers, String body) {
        return "--batchresponse_x\r\nContent-Type: application/http\r\nContent-ID: " + id + "\r\n\r\nHTTP/1.1 " + status
                + "\r\n" + headers + "\r\n" + body + "\r\n";
    }

    @Test
    void every_answer_in_a_batch_is_read() throws IOException {
        List<Location> blobs = List.of(
                Location.of("az://container/0"),
                Location.of("az://container/1"),
                Location.of("az://container/2"),
                Location.of("az://container/a b/é%25"),
                Location.of("az://container/4"));
        String body = part(1, "403 Forbidden", "x-ms-error-code: AuthorizationFailure\r\n", "<Error/>")
                + part(0, "202 Accepted", "x-ms-request-id: 1\r\n", "")
                + part(2, "404 The specified blob does not exist.", "x-ms-error-code: BlobNotFound\r\n", "")
                + part(
                        3,
                        "409 Conflict",
                        "Content-Type: application/xml\r\n",
                        "<Error><Code>LeaseIdMissing</Code></Error>")
                + "--batchresponse_x--\r\n";
        Answer answers = answer(202, body, "Content-Type: multipart/mixed; boundary=batchresponse_x");
        Answer nothing = answer(202, "--batchresponse_x--", "Content-Type: multipart/mixed; boundary=batchresponse_x");
        try (ScriptedAzure server = new ScriptedAzure(answers, nothing);
                ObjectStore store = server.store()) {
            List<DeleteResult> results = store.deleteAll(blobs);

            assertThat(results).extracting(DeleteResult::location).isEqualTo(blobs);
            assertThat(results.get(0).error()).isEmpty();
            assertThat(results.get(2).error()).isEmpty();
            assertThat(kind(results.get(1))).isEqualTo(Kind.DENIED);
            assertThat(kind(results.get(3))).isEqualTo(Kind.DENIED);
            assertThat(kind(results.get(4))).as("not answered").isEqualTo(Kind.UNAVAILABLE);
            Seen first = server.seen().getFirst();
            assertThat(first.method() + " " + first.path() + "?" + first.query())
                    .isEqualTo("POST /wireaccount/container?restype=container&comp=batch");
            String sent = new String(first.body(), StandardCharsets.UTF_8);
            assertThat(sent)
                    .contains("DELETE /wireaccount/container/a%20b%2F%C3%A9%2525 HTTP/1.1\r\n")
                    .contains("x-ms-delete-snapshots: include\r\n")
                    .contains("Authorization: SharedKey wireaccount:")
                    .doesNotContain("x-ms-version");
            assertThat(sent.split("DELETE ", -1)).hasSize(6);
            // Only the one that was not answered is worth another try.
            assertThat(new String(server.last().body(), StandardCharsets.UTF_8).split("DELETE ", -1))
                    .hasSize(2);
        }
    }

    private static Kind kind(DeleteResult result) {
        return result.error().orElseThrow().kind();
    }

    @Test
    void a_service_without_batches_deletes_one_by_one() throws IOException {
        List<Location> blobs = List.of(AT, FROM);
        try (ScriptedAzure server = new ScriptedAzure(
                        error(400, "InvalidUri"), answer(202, ""), error(403, "AuthorizationFailure"));
                ObjectStore store = server.store()) {
            List<DeleteResult> results = store.deleteAll(blobs);
            assertThat(results.get(0).error()).isEmpty();
            assertThat(kind(results.get(1))).isEqualTo(Kind.DENIED);
            assertThat(server.requests()).isEqualTo(3);
        }
        try (ScriptedAzure server = new ScriptedAzure(error(403, "AuthenticationFailed"));
                ObjectStore store = server.store()) {
            assertThat(store.deleteAll(blobs))
                    .allSatisfy(result -> assertThat(kind(result)).isEqualTo(Kind.DENIED));
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void a_signature_is_in_the_query_and_nowhere_else() throws IOException {
        String sas = "?sv=2024-11-04&sp=rwdl&sig=canary-sig%2B";
        AzureCredentials.Sas credentials = new AzureCredentials.Sas(sas);
        try (ScriptedAzure server = new ScriptedAzure(error(403, "AuthenticationFailed"));
                ObjectStore store = server.store(credentials)) {
            for (ThrowingCallable verb : List.<ThrowingCallable>of(
                    () -> store.stat(AT),
                    () -> store.read(AT, ReadOptions.all()),
                    () -> store.write(AT, Content.of(BODY), WriteOptions.replace()),
                    () -> store.copy(SOURCE, AT, CopyOptions.replace()),
                    () -> store.list(AT, ListOptions.everything()),
                    () -> store.delete(AT))) {
                assertThatThrownBy(verb)
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(stack(e)).doesNotContain("canary"));
            }
            assertThat(server.seen()).allSatisfy(seen -> {
                assertThat(seen.query()).contains("sig=canary-sig%2B", "sp=rwdl");
                assertThat(seen.header("authorization")).isEmpty();
            });
            assertThat(store.deleteAll(List.of(AT, FROM)))
                    .allSatisfy(result ->
                            assertThat(stack(result.error().orElseThrow())).doesNotContain("canary"));
            assertThat(new String(server.last().body(), StandardCharsets.UTF_8)).contains("sig=canary-sig%2B");
            assertThat(store + " " + credentials).doesNotContain("canary");
        }
    }

    /** An error that quotes what was wrong with a header quotes a signature when the header is the source. */
    @Test
    void what_azure_quotes_is_not_repeated() throws IOException {
        String body = "<Error><Code>InvalidHeaderValue</Code><Message>Not https://h/p?sig=canary-1 so.\nmore canary-2"
                + "</Message><HeaderName>x-ms-copy-source</HeaderName><HeaderValue>https://h/p?sig=canary-3</HeaderValue>"
                + "<AuthenticationErrorDetail>canary-4</AuthenticationErrorDetail></Error>";
        try (ScriptedAzure server = new ScriptedAzure(answer(400, body));
                ObjectStore store = server.store()) {
            assertThatThrownBy(() -> store.read(AT, ReadOptions.all()))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(stack(e))
                                    .contains("InvalidHeaderValue: Not https://h/p?*** so.")
                                    .doesNotContain("canary"));
        }
    }

    private static String stack(Throwable e) {
        java.io.StringWriter text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    @Test
    void a_folder_of_a_hierarchical_namespace_is_no_object() throws IOException {
        String folder = "<Blob><Name>p/f</Name><Properties><Content-Length>0</Content-Length>"
                + "<ResourceType>directory</ResourceType></Properties></Blob>";
        String file = "<Blob><Name>p/f/x</Name><Properties><Content-Length>3</Content-Length><Etag>0x1</Etag>"
                + "<ResourceType>file</ResourceType></Properties></Blob>";
        try (ScriptedAzure server = new ScriptedAzure(
                        answer(
                                200,
                                "\uFEFF<EnumerationResults><Blobs>" + folder + file + "</Blobs></EnumerationResults>"),
                        answer(200, "", "Content-Length: 0", "x-ms-resource-type: directory"),
                        answer(200, "", "Content-Length: 0", "x-ms-meta-hdi_isfolder: true"));
                ObjectStore store = server.store()) {
            assertThat(store.list(Location.of("az://container/p/"), ListOptions.everything())
                            .objects())
                    .singleElement()
                    .satisfies(stat -> {
                        assertThat(stat.location()).isEqualTo(Location.of("az://container/p/f/x"));
                        assertThat(stat.etag()).contains("\"0x1\"");
                    });
            assertThat(store.find(AT)).isEmpty();
            assertFails(Kind.NOT_FOUND, () -> store.read(AT, ReadOptions.all()));
        }
    }

    @Test
    void a_listing_behind_a_key_starts_there_where_the_service_can() throws IOException {
        String page =
                "<EnumerationResults><Blobs><Blob><Name Encoded=\"true\">a%EF%BF%BE+</Name><Properties><Content-Length>1"
                        + "</Content-Length></Properties></Blob><Blob><Name>b</Name><Properties><Content-Length>1"
                        + "</Content-Length></Properties></Blob></Blobs><NextMarker>m</NextMarker></EnumerationResults>";
        ListOptions behind = ListOptions.everything().withStartAfter("a\uFFFE+");
        try (ScriptedAzure server = new ScriptedAzure(error(400, "InvalidHeaderValue"), answer(200, page));
                ObjectStore store = server.store()) {
            Location all = Location.of("az://container/");
            assertThat(store.list(all, ListOptions.everything().withStartAfter("a"))
                            .objects())
                    .hasSize(2);
            assertThat(server.seen().getFirst().query()).contains("startFrom=a");
            assertThat(server.last().query()).doesNotContain("startFrom");
            assertThat(store.list(all, behind).objects())
                    .extracting(stat -> stat.location().key())
                    .containsExactly("b");
            assertThat(server.last().query()).doesNotContain("startFrom");
            assertThat(store.list(all, behind).nextPageToken()).contains("m");
        }
    }

    @Test
    void an_answer_that_comes_before_all_is_sent_is_heard() throws IOException {
        Answer early = ScriptedAzure.unread(error(403, "AuthorizationFailure"));
        byte[] large = new byte[8 << 20];
        try (ScriptedAzure server = new ScriptedAzure(early);
                ObjectStore store = server.store()) {
            assertThatThrownBy(() -> store.write(AT, Content.of(large), WriteOptions.createOnly()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isIn(Kind.DENIED, Kind.UNAVAILABLE));
        }
    }
}
