package io.mediafn.storage.azure;

import static io.mediafn.testing.NeedsServer.Server.AZURITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.DeleteResult;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UnfinishedUpload;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.UrlCopier;
import io.mediafn.storage.UrlSigner;
import io.mediafn.storage.WriteOptions;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.TestServer;
import io.mediafn.testing.TestServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is Azure's own, against Azurite: accounts, signatures, spellings, blocks, and both directions with the vendor. */
@NeedsServer(AZURITE)
final class AzureAccountIT {
    private static final byte[] BODY = "the quick brown fox".getBytes(StandardCharsets.UTF_8);

    private final TestServer server = TestServers.azurite();
    private final ObjectStore store = AzureStores.open(AzureFixtures.settings(server));
    private final String container = "account-" + UUID.randomUUID();
    private final BlobContainerClient vendor = AzureFixtures.vendor(server).getBlobContainerClient(container);

    @BeforeEach
    void createContainer() {
        vendor.create();
    }

    @AfterEach
    void close() {
        vendor.delete();
        store.close();
    }

    private Location at(String key) {
        return Location.of("az://" + container + "/" + key);
    }

    private static byte[] get(ObjectStore from, Location at) {
        try (ObjectRead read = from.read(at, ReadOptions.all())) {
            return read.readAllBytes();
        }
    }

    private static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void what_we_write_microsofts_client_reads() {
        ObjectProperties properties = new ObjectProperties(
                Optional.of("image/webp"),
                Optional.of("gzip"),
                Optional.of("max-age=60"),
                Optional.of("attachment; filename=\"a.webp\""),
                Optional.of("en"),
                Optional.of("Cool"),
                Map.of("camera", "front left"));
        String key = "a b+c é%25#?/日本.jpg";
        store.write(
                at(key),
                Content.of(BODY),
                WriteOptions.createOnly().withProperties(properties).withTags(Map.of("split", "train")));

        BlobProperties found = vendor.getBlobClient(key).getProperties();
        assertThat(vendor.getBlobClient(key).downloadContent().toBytes()).isEqualTo(BODY);
        assertThat(found.getContentType()).isEqualTo("image/webp");
        assertThat(found.getContentEncoding()).isEqualTo("gzip");
        assertThat(found.getCacheControl()).isEqualTo("max-age=60");
        assertThat(found.getContentDisposition()).isEqualTo("attachment; filename=\"a.webp\"");
        assertThat(found.getContentLanguage()).isEqualTo("en");
        assertThat(found.getAccessTier()).hasToString("Cool");
        assertThat(found.getMetadata()).isEqualTo(Map.of("camera", "front left"));
        assertThat(vendor.getBlobClient(key).getTags()).isEqualTo(Map.of("split", "train"));
    }

    @Test
    void what_microsofts_client_writes_we_read() {
        String key = "a b+c é%25#?/日本.jpg";
        vendor.getBlobClient(key).upload(BinaryData.fromBytes(BODY));
        vendor.getBlobClient(key).setHttpHeaders(new BlobHttpHeaders().setContentType("image/webp"));
        vendor.getBlobClient(key).setMetadata(Map.of("Camera", "front"));

        ObjectStat stat = store.stat(at(key));
        ObjectStat listed = new ObjectListing(store, at(""), ListOptions.everything()).next();

        assertThat(get(store, at(key))).isEqualTo(BODY);
        assertThat(stat.contentType()).contains("image/webp");
        assertThat(stat.properties().metadata()).isEqualTo(Map.of("camera", "front"));
        assertThat(listed.location()).isEqualTo(at(key));
        assertThat(listed.etag()).isEqualTo(stat.etag());
        assertThat(listed.lastModified()).isEqualTo(stat.lastModified());
        assertThat(listed.contentType()).contains("image/webp");
    }

    @Test
    void the_md5_that_the_service_computes_comes_with_every_answer() {
        Checksums md5 = Checksums.of(Hasher.of(ChecksumAlgorithm.MD5, BODY));

        assertThat(store.write(at("x"), Content.of(BODY), WriteOptions.replace())
                        .checksums())
                .isEqualTo(md5);
        assertThat(store.stat(at("x")).checksums()).isEqualTo(md5);
        assertThat(new ObjectListing(store, at(""), ListOptions.everything())
                        .next()
                        .checksums())
                .isEqualTo(md5);
        try (ObjectRead read = store.read(at("x"), ReadOptions.range(ByteRange.of(4, 5)))) {
            assertThat(read.stat().checksums()).isIn(md5, Checksums.NONE);
        }
    }

    @Test
    void a_checksum_that_azure_does_not_know_is_compared_here() {
        Checksum right = Hasher.of(ChecksumAlgorithm.SHA256, BODY);
        Checksum wrong = Hasher.of(ChecksumAlgorithm.CRC32C, new byte[] {1});

        store.write(at("right"), Content.of(BODY), WriteOptions.replace().withChecksum(Optional.of(right)));
        assertThat(get(store, at("right"))).isEqualTo(BODY);
        long before = store.requests();
        assertFails(
                Kind.CORRUPT,
                () -> store.write(
                        at("wrong"), Content.of(BODY), WriteOptions.createOnly().withChecksum(Optional.of(wrong))));
        assertThat(store.find(at("wrong"))).isEmpty();
        assertThat(store.requests() - before)
                .as("no retry makes other bytes of them")
                .isLessThanOrEqualTo(2);
        Checksum empty = Hasher.of(ChecksumAlgorithm.CRC32C, new byte[0]);
        store.write(at("empty"), Content.of(new byte[0]), WriteOptions.replace().withChecksum(Optional.of(empty)));
        assertFails(
                Kind.CORRUPT,
                () -> store.write(
                        at("empty"),
                        Content.of(new byte[0]),
                        WriteOptions.replace().withChecksum(Optional.of(wrong))));
    }

    @Test
    void content_of_another_length_is_refused() {
        for (int length : List.of(0, 18, 20)) {
            Content lying = new Content(length, () -> new ByteArrayInputStream(BODY));
            assertFails(Kind.INVALID, () -> store.write(at("x"), lying, WriteOptions.replace()));
        }
        Content missing = new Content(3, () -> {
            throw new IOException("no such file");
        });
        assertFails(Kind.INVALID, () -> store.write(at("x"), missing, WriteOptions.replace()));
        assertThat(store.find(at("x"))).isEmpty();
    }

    @Test
    void every_spelling_of_a_blob_is_the_same_blob_and_keeps_its_own() {
        URI endpoint = AzureFixtures.endpoint(server);
        store.write(at("p/a b%2F?.jpg"), Content.of(BODY), WriteOptions.replace());
        for (String root : List.of(
                "az://" + container + "/",
                "azure://" + container + "/",
                "https://" + server.accessKey() + ".blob.core.windows.net/" + container + "/",
                endpoint + "/" + container + "/")) {
            Location blob = Location.of(root + "p/a b%2F?.jpg");
            assertThat(get(store, blob)).isEqualTo(BODY);
            assertThat(store.stat(blob).location()).isEqualTo(blob);
            Location prefix = Location.of(root + "p/");
            assertThat(store.list(prefix, ListOptions.everything()).objects())
                    .extracting(ObjectStat::location)
                    .containsExactly(blob);
            assertThat(store.list(Location.of(root), ListOptions.oneLevel()).prefixes())
                    .containsExactly(prefix);
            assertThat(store.list(prefix, ListOptions.everything().withStartAfter(blob.key()))
                            .objects())
                    .isEmpty();
            assertThat(store.list(prefix, ListOptions.everything().withStartAfter(prefix.key() + "a"))
                            .objects())
                    .hasSize(1);
        }
        assertThatThrownBy(() -> store.stat(Location.of("https://another.blob.core.windows.net/" + container + "/x")))
                .hasMessageContaining("another Azure account than " + server.accessKey());
        assertFails(Kind.INVALID, () -> store.stat(Location.of("http://127.0.0.1:1/x/y")));
        assertFails(Kind.INVALID, () -> store.stat(Location.of("az://Not_A_Container/x")));
        assertFails(Kind.INVALID, () -> store.stat(at("..")));
        assertFails(Kind.NOT_FOUND, () -> store.stat(at("")));
    }

    @Test
    void a_container_that_is_not_there_is_not_found() {
        Location nowhere = Location.of("az://no-such-container/x");
        assertFails(Kind.NOT_FOUND, () -> store.stat(nowhere));
        assertFails(Kind.NOT_FOUND, () -> store.read(nowhere, ReadOptions.all()));
        assertFails(Kind.NOT_FOUND, () -> store.list(nowhere.withKey(""), ListOptions.everything()));
        assertFails(Kind.NOT_FOUND, () -> store.write(nowhere, Content.of(BODY), WriteOptions.createOnly()));
    }

    @Test
    void a_wrong_key_is_denied_by_every_verb() {
        String canary = Base64.getEncoder().encodeToString("canary-of-a-key!".getBytes(StandardCharsets.UTF_8));
        store.write(at("x"), Content.of(BODY), WriteOptions.replace());
        try (ObjectStore stranger =
                AzureStores.open(AzureFixtures.settings(server, new AzureCredentials.Key(canary)))) {
            denied(stranger, canary);
        }
        try (ObjectStore nobody = AzureStores.open(AzureFixtures.settings(server, new AzureCredentials.Anonymous()))) {
            denied(nobody, canary);
        }
        assertThat(get(store, at("x"))).isEqualTo(BODY);
    }

    private void denied(ObjectStore stranger, String canary) {
        ObjectStat known = store.stat(at("x"));
        for (ThrowingCallable verb : List.<ThrowingCallable>of(
                () -> stranger.stat(at("x")),
                () -> stranger.read(at("x"), ReadOptions.range(ByteRange.of(0, 10))),
                () -> stranger.read(at("x"), ReadOptions.all()),
                () -> stranger.write(at("x"), Content.of(new byte[] {2}), WriteOptions.replace()),
                () -> stranger.copy(known, at("y"), CopyOptions.replace()),
                () -> stranger.delete(at("x")),
                () -> stranger.tags(at("x")),
                () -> stranger.uploads(at("")),
                () -> stranger.list(at(""), ListOptions.everything()))) {
            assertThatThrownBy(verb)
                    .isInstanceOfSatisfying(StorageException.class, e -> {
                        // An emulator hides a private container from nobody's eyes by saying that there is none.
                        assertThat(e.kind()).isIn(Kind.DENIED, Kind.NOT_FOUND);
                        assertThat(e.retryable()).isFalse();
                    })
                    .hasMessageContaining("az://" + container)
                    .hasMessageNotContaining(canary);
        }
        assertThat(stranger.deleteAll(List.of(at("x"), at("y"))))
                .allMatch(result -> result.error().isPresent());
    }

    @Test
    void a_shared_access_signature_does_what_it_allows() {
        String token = vendor.generateSas(new BlobServiceSasSignatureValues(
                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1), BlobContainerSasPermission.parse("rwdlt")));
        for (String spelling : List.of(token, "?" + token)) {
            try (ObjectStore guest =
                    AzureStores.open(AzureFixtures.settings(server, new AzureCredentials.Sas(spelling)))) {
                guest.write(at("x y"), Content.of(BODY), WriteOptions.replace());
                assertThat(get(guest, at("x y"))).isEqualTo(BODY);
                guest.copy(guest.stat(at("x y")), at("copy"), CopyOptions.replace());
                assertThat(get(guest, at("copy"))).isEqualTo(BODY);
                assertThat(guest.list(at(""), ListOptions.everything()).objects())
                        .hasSize(2);
                assertThat(((UrlSigner) guest).sign(at("x y"), Duration.ofMinutes(1)))
                        .isEmpty();
                assertThat(guest.deleteAll(List.of(at("x y"), at("copy"), at("gone"))))
                        .extracting(DeleteResult::error)
                        .containsOnly(Optional.empty());
                assertThat(guest.list(at(""), ListOptions.everything()).objects())
                        .isEmpty();
            }
        }
        String readOnly = vendor.generateSas(new BlobServiceSasSignatureValues(
                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1), BlobContainerSasPermission.parse("r")));
        try (ObjectStore reader =
                AzureStores.open(AzureFixtures.settings(server, new AzureCredentials.Sas(readOnly)))) {
            assertThatThrownBy(() -> reader.write(at("x"), Content.of(BODY), WriteOptions.replace()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                    .hasMessageNotContaining("sig=");
        }
    }

    @Test
    void a_connection_string_says_all() {
        String text = "DefaultEndpointsProtocol=http;AccountName=" + server.accessKey() + ";AccountKey="
                + server.secretKey() + ";BlobEndpoint=" + AzureFixtures.endpoint(server) + ";";
        try (ObjectStore same = AzureStores.open(
                new AzureSettings(Optional.empty(), Optional.empty(), new AzureCredentials.ConnectionString(text)))) {
            same.write(at("x"), Content.of(BODY), WriteOptions.replace());
        }
        assertThat(get(store, at("x"))).isEqualTo(BODY);
    }

    @Test
    void a_signed_url_reads_one_blob_and_does_nothing_else() throws IOException {
        String key = "a b+c é%25#?/日本.jpg";
        store.write(at(key), Content.of(BODY), WriteOptions.replace());
        store.write(at("other"), Content.of(BODY), WriteOptions.replace());
        long before = store.requests();
        URI url = ((UrlSigner) store).sign(at(key), Duration.ofMinutes(5)).orElseThrow();

        assertThat(store.requests()).isEqualTo(before);
        try (InputStream in = url.toURL().openStream()) {
            assertThat(in.readAllBytes()).isEqualTo(BODY);
        }
        HttpURLConnection delete = (HttpURLConnection) url.toURL().openConnection();
        delete.setRequestMethod("DELETE");
        assertThat(delete.getResponseCode()).isEqualTo(403);
        String other = url.toString().replaceFirst("/a%20b[^?]*", "/other");
        assertThat(((HttpURLConnection) URI.create(other).toURL().openConnection()).getResponseCode())
                .isEqualTo(403);
        URI past = ((UrlSigner) store).sign(at(key), Duration.ofMinutes(-5)).orElseThrow();
        assertThat(((HttpURLConnection) past.toURL().openConnection()).getResponseCode())
                .isEqualTo(403);
    }

    @Test
    void what_a_url_gives_is_copied_and_compared() {
        byte[] bytes = new byte[100_000];
        store.write(at("from"), Content.of(bytes), WriteOptions.replace());
        URI url = ((UrlSigner) store).sign(at("from"), Duration.ofMinutes(5)).orElseThrow();
        Checksum crc = Hasher.of(ChecksumAlgorithm.CRC64NVME, bytes);
        ObjectStat source = store.stat(at("from")).withChecksums(Checksums.of(crc));
        ObjectProperties properties = ObjectProperties.ofType(Optional.of("image/webp"));
        UrlCopier copier = (UrlCopier) store;

        ObjectStat made = copier.copyFromUrl(
                url, source, at("to"), CopyOptions.createOnly().withProperties(Optional.of(properties)));

        assertThat(made.checksums().get(ChecksumAlgorithm.CRC64NVME)).contains(crc);
        assertThat(made.etag()).isEqualTo(store.stat(at("to")).etag());
        assertThat(get(store, at("to"))).isEqualTo(bytes);
        assertThat(store.stat(at("to")).contentType()).contains("image/webp");
        ObjectStat another = source.withChecksums(Checksums.of(Hasher.of(ChecksumAlgorithm.CRC64NVME, BODY)));
        assertFails(Kind.CORRUPT, () -> copier.copyFromUrl(url, another, at("bad"), CopyOptions.createOnly()));
        assertThat(store.find(at("bad"))).isEmpty();
        assertThat(store.uploads(at(""))).isEmpty();
    }

    @Test
    void a_url_that_azure_cannot_fetch_is_left_to_the_caller() {
        ObjectStat source = ObjectStat.of(Location.of("https://127.0.0.1:1/x"), 10);
        assertThatThrownBy(() -> ((UrlCopier) store)
                        .copyFromUrl(
                                URI.create("https://127.0.0.1:1/x?sig=canary"),
                                source,
                                at("to"),
                                CopyOptions.createOnly()))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isIn(Kind.UNSUPPORTED, Kind.NOT_FOUND))
                .hasMessageNotContaining("canary");
        assertThat(store.uploads(at(""))).isEmpty();
    }

    @Test
    void a_copy_keeps_the_tier_and_can_take_all_metadata_away() {
        store.write(
                at("x"),
                Content.of(BODY),
                WriteOptions.replace()
                        .withProperties(ObjectProperties.none()
                                .withMetadata(Map.of("a", "1"))
                                .withStorageClass(Optional.of("Cool"))));
        ObjectStat from = store.stat(at("x"));

        store.copy(from, at("same"), CopyOptions.createOnly());
        store.copy(from, at("bare"), CopyOptions.createOnly().withProperties(Optional.of(ObjectProperties.none())));

        assertThat(store.stat(at("same")).properties()).isEqualTo(from.properties());
        assertThat(store.stat(at("bare")).properties().metadata()).isEmpty();
    }

    @Test
    void an_empty_object_is_copied_too() {
        store.write(at("x"), Content.of(new byte[0]), WriteOptions.replace().withContentType("image/webp"));
        ObjectStat from = store.stat(at("x"));

        store.copy(from, at("y"), CopyOptions.createOnly());

        assertThat(store.stat(at("y")).contentType()).contains("image/webp");
        store.write(at("x"), Content.of(BODY), WriteOptions.replace());
        assertFails(Kind.PRECONDITION_FAILED, () -> store.copy(from, at("z"), CopyOptions.createOnly()));
    }

    @Test
    void more_objects_than_a_batch_has_place_for_are_deleted() {
        List<Location> all = new ArrayList<>(
                IntStream.range(0, 300).mapToObj(i -> at("many/" + i)).toList());
        all.forEach(at -> store.write(at, Content.of(new byte[] {1}), WriteOptions.replace()));
        all.add(at("back\\slash"));
        long before = store.requests();

        List<DeleteResult> results = store.deleteAll(all);

        assertThat(results).extracting(DeleteResult::location).isEqualTo(all);
        assertThat(results.subList(0, 300)).allMatch(result -> result.error().isEmpty());
        assertThat(results.getLast().error())
                .hasValueSatisfying(e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
        assertThat(store.requests() - before).isEqualTo(2);
        assertThat(store.list(at(""), ListOptions.everything()).objects()).isEmpty();
    }

    @Test
    void a_blob_with_snapshots_is_deleted_with_them() {
        store.write(at("x"), Content.of(BODY), WriteOptions.replace());
        vendor.getBlobClient("x").createSnapshot();
        store.write(at("y"), Content.of(BODY), WriteOptions.replace());
        vendor.getBlobClient("y").createSnapshot();
        store.write(at("z"), Content.of(BODY), WriteOptions.replace());

        store.delete(at("x"));
        assertThat(store.deleteAll(List.of(at("y"), at("z"))))
                .allMatch(result -> result.error().isEmpty());

        assertThat(store.list(at(""), ListOptions.everything()).objects()).isEmpty();
    }

    @Test
    void metadata_that_azure_cannot_keep_is_refused_by_name() {
        for (Map<String, String> metadata : List.of(
                Map.of("two-words", "1"),
                Map.of("1st", "1"),
                Map.of("", "1"),
                Map.of("é", "1"),
                Map.of("a", "é"),
                Map.of("a", " b"),
                Map.of("a", "b\nc"))) {
            String name = metadata.keySet().iterator().next();
            long before = store.requests();
            assertThatThrownBy(() -> store.write(
                            at("x"),
                            Content.of(BODY),
                            WriteOptions.replace()
                                    .withProperties(ObjectProperties.none().withMetadata(metadata))))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                    .hasMessageContaining(name);
            assertThat(store.requests()).isEqualTo(before);
        }
    }

    private UploadOptions upload(String source, long size) {
        return new UploadOptions(
                WriteOptions.createOnly(),
                1000,
                OptionalLong.of(size),
                Optional.of(ChecksumAlgorithm.CRC64NVME),
                Optional.of(source));
    }

    private static Optional<Checksum> crc(byte[] bytes) {
        return Optional.of(Hasher.of(ChecksumAlgorithm.CRC64NVME, bytes));
    }

    @Test
    void blocks_of_another_program_are_neither_taken_up_nor_thrown_away_unasked() {
        BlockBlobClient other = vendor.getBlobClient("x").getBlockBlobClient();
        String foreign = Base64.getEncoder().encodeToString(new byte[39]);
        other.stageBlock(foreign, BinaryData.fromBytes(BODY));

        try (PartUpload upload = store.upload(at("x"), upload("a", 2000))) {
            assertThat(upload.present()).isEmpty();
            upload.put(0, Content.of(new byte[1000]), crc(new byte[1000]));
            upload.abort();
        }
        assertThat(other.listBlocks(BlockListType.UNCOMMITTED).getUncommittedBlocks())
                .hasSize(2);
        UnfinishedUpload left = store.uploads(at("")).getFirst();
        assertThat(left.own()).isFalse();
        store.abort(left);
        assertThat(store.uploads(at(""))).isEmpty();
    }

    @Test
    void an_abort_never_touches_the_blob_that_lies_there() {
        store.write(at("x"), Content.of(BODY), WriteOptions.replace());
        Optional<String> etag = store.stat(at("x")).etag();
        try (PartUpload upload = store.upload(at("x"), upload("a", 2000))) {
            upload.put(0, Content.of(new byte[1000]), crc(new byte[1000]));
            upload.abort();
        }
        assertThat(get(store, at("x"))).isEqualTo(BODY);
        assertThat(store.stat(at("x")).etag()).isEqualTo(etag);
        assertThat(store.uploads(at(""))).isEmpty();
    }

    @Test
    void an_upload_without_a_source_leaves_nothing_when_it_is_let_go() {
        UploadOptions nameless = new UploadOptions(
                WriteOptions.createOnly(), 1000, OptionalLong.empty(), Optional.empty(), Optional.empty());
        try (PartUpload upload = store.upload(at("x"), nameless)) {
            upload.put(0, Content.of(new byte[1000]), Optional.empty());
        }
        assertThat(store.uploads(at(""))).isEmpty();
        assertThat(store.find(at("x"))).isEmpty();
    }

    @Test
    void an_upload_is_checked_as_a_whole_before_it_is_seen() {
        byte[] part = new byte[1000];
        try (PartUpload upload = store.upload(at("x"), upload("a", 2000))) {
            upload.put(0, Content.of(part), crc(part));
            upload.put(1, Content.of(part), Optional.empty());
            assertFails(Kind.CORRUPT, () -> upload.complete(2, 2000, crc(part)));
            assertFails(Kind.INVALID, () -> upload.complete(2, 1999, Optional.empty()));
            assertFails(Kind.INVALID, () -> upload.complete(3, 3000, Optional.empty()));
            assertThat(store.find(at("x"))).isEmpty();
            assertThat(upload.complete(2, 2000, crc(new byte[2000])).checksums())
                    .isEqualTo(Checksums.of(crc(new byte[2000]).orElseThrow()));
        }
        assertThat(get(store, at("x"))).isEqualTo(new byte[2000]);
    }

    @Test
    void parts_with_md5s_are_taken_up_too() {
        byte[] part = new byte[1000];
        UploadOptions options = new UploadOptions(
                WriteOptions.createOnly(),
                1000,
                OptionalLong.of(1500),
                Optional.of(ChecksumAlgorithm.MD5),
                Optional.of("a"));
        Checksum md5 = Hasher.of(ChecksumAlgorithm.MD5, part);
        try (PartUpload upload = store.upload(at("x"), options)) {
            upload.put(0, Content.of(part), Optional.of(md5));
        }
        try (PartUpload upload = store.upload(at("x"), options)) {
            assertThat(upload.present()).isEqualTo(Map.of(0, md5));
            upload.put(1, Content.of(new byte[500]), Optional.empty());
            upload.complete(2, 1500, Optional.empty());
        }
        assertThat(get(store, at("x"))).isEqualTo(new byte[1500]);
    }
}
