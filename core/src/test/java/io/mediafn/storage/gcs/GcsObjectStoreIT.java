package io.mediafn.storage.gcs;

import static io.mediafn.testing.NeedsServer.Server.FAKE_GCS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UrlSigner;
import io.mediafn.storage.WritableStoreContract;
import io.mediafn.storage.WriteOptions;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract against fake-gcs-server, and both directions between our store and Google's client. What that server
 * takes no notice of, {@link GcsWireTest} looks for on the wire.
 */
@NeedsServer(FAKE_GCS)
final class GcsObjectStoreIT extends WritableStoreContract {
    private final URI endpoint = TestServers.fakeGcs().endpoint();
    private final ObjectStore store =
            GcsStores.open(new GcsSettings(Optional.of(endpoint), new GcsCredentials.Anonymous(), Optional.empty()));
    private final Storage vendor = StorageOptions.http()
            .setHost(endpoint.toString())
            .setProjectId("test")
            .setCredentials(NoCredentials.getInstance())
            .setTransportOptions(HttpTransportOptions.newBuilder()
                    .setHttpTransportFactory(NetHttpTransport::new)
                    .build())
            .build()
            .getService();
    private final String bucket = "contract-" + UUID.randomUUID();

    @BeforeEach
    void createBucket() {
        vendor.create(BucketInfo.of(bucket));
        assertThat(vendor.list(bucket).getValues()).isEmpty();
    }

    @AfterEach
    void removeBucket() {
        vendor.list(bucket).iterateAll().forEach(object -> vendor.delete(object.getBlobId()));
        vendor.delete(bucket);
        store.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected Location place() {
        return Location.of("gs://" + bucket + "/place/");
    }

    /** fake-gcs-server 1.56.1 takes no notice of {@code ifSourceGenerationMatch}. */
    @Override
    protected boolean pinsCopySource() {
        return false;
    }

    /** Nor of {@code ifGenerationMatch} where it copies. */
    @Override
    protected boolean conditionalCopy() {
        return false;
    }

    /** Nor where it deletes. */
    @Override
    protected boolean enforcesConditionalDelete() {
        return false;
    }

    /** And it leaves what a copy's own properties do not mention. */
    @Override
    protected boolean replacesPropertiesOfCopies() {
        return false;
    }

    /** Its pages are of objects alone, and each has all the prefixes. */
    @Override
    protected boolean countsPrefixesInPages() {
        return false;
    }

    @Test
    void reads_what_the_vendors_client_wrote_and_the_other_way_round() {
        String key = "a b+c é%25#?.jpg";
        vendor.create(
                BlobInfo.newBuilder(bucket, key).setContentType("image/jpeg").build(),
                "vendor".getBytes(StandardCharsets.UTF_8));
        Location at = Location.of("gs://" + bucket + "/" + key);
        try (ObjectRead read = store.read(at, ReadOptions.all())) {
            assertThat(read.readAllBytes()).isEqualTo("vendor".getBytes(StandardCharsets.UTF_8));
            assertThat(read.stat().contentType()).contains("image/jpeg");
        }
        store.write(at, Content.of("ours".getBytes(StandardCharsets.UTF_8)), WriteOptions.replace());

        assertThat(vendor.readAllBytes(BlobId.of(bucket, key))).isEqualTo("ours".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_bucket_that_is_not_there_is_not_found() {
        Location nowhere = Location.of("gs://no-such-bucket-" + UUID.randomUUID() + "/key");

        assertNotFound(() -> store.read(nowhere, ReadOptions.range(ByteRange.of(0, 1))));
        assertNotFound(() -> store.write(nowhere, Content.of(new byte[1]), WriteOptions.replace()));
        assertNotFound(() -> store.stat(nowhere));
        assertNotFound(() -> store.list(nowhere, ListOptions.everything()));
    }

    private static void assertNotFound(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void every_spelling_of_the_scheme_names_the_same_object_and_is_kept() {
        put("x", new byte[] {1});
        for (String scheme : new String[] {"gs", "google", "gcs"}) {
            Location folder = Location.of(scheme + "://" + bucket + "/place/");
            assertThat(store.list(folder, ListOptions.everything()).objects())
                    .extracting(object -> object.location().toString())
                    .containsExactly(folder + "x");
            assertThat(store.stat(folder.child("x")).location()).isEqualTo(folder.child("x"));
        }
    }

    @Test
    void what_is_stored_packed_comes_as_it_is_stored() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[10_000]);
        }
        WriteOptions asGzip = WriteOptions.replace().withProperties(gzip());
        store.write(at("x.gz"), Content.of(packed.toByteArray()), asGzip);

        assertThat(get("x.gz")).isEqualTo(packed.toByteArray());
        try (ObjectRead read = store.read(at("x.gz"), ReadOptions.range(ByteRange.of(1, 7)))) {
            assertThat(read.readAllBytes()).isEqualTo(Arrays.copyOfRange(packed.toByteArray(), 1, 8));
            assertThat(read.stat().size()).isEqualTo(packed.size());
            assertThat(read.stat().properties().contentEncoding()).contains("gzip");
        }
    }

    private static ObjectProperties gzip() {
        return ObjectProperties.none().withContentEncoding(Optional.of("gzip"));
    }

    @Test
    void checksums_come_with_writes_stats_reads_and_listings() {
        byte[] body = "the quick brown fox".getBytes(StandardCharsets.UTF_8);
        ObjectStat written = put("x", body);
        ObjectStat listed =
                store.list(place(), ListOptions.everything()).objects().getFirst();
        try (ObjectRead read = store.read(at("x"), ReadOptions.range(ByteRange.of(3, 2)))) {
            for (ChecksumAlgorithm algorithm :
                    new ChecksumAlgorithm[] {ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.MD5}) {
                assertThat(store.stat(at("x")).checksums().get(algorithm)).contains(Hasher.of(algorithm, body));
                assertThat(listed.checksums().get(algorithm)).contains(Hasher.of(algorithm, body));
                assertThat(read.stat().checksums().get(algorithm)).contains(Hasher.of(algorithm, body));
                assertThat(written.checksums().get(algorithm)).contains(Hasher.of(algorithm, body));
            }
        }
    }

    /** The server checks no signature, but it takes the address apart. */
    @Test
    void a_signed_url_names_the_object() throws IOException {
        byte[] body = "signed".getBytes(StandardCharsets.UTF_8);
        GcsCredentials key = new GcsCredentials.Key(ServiceAccountKey.json(endpoint));
        try (ObjectStore signing = GcsStores.open(new GcsSettings(Optional.of(endpoint), key, Optional.empty()))) {
            for (String name : List.of("plain.jpg", "a b+c é%25#?.jpg", "a//b", "a/../b", "日本語&=;.png")) {
                put(name, body);
                URI url = ((UrlSigner) signing)
                        .sign(at(name), Duration.ofMinutes(5))
                        .orElseThrow();
                try (InputStream answer = url.toURL().openStream()) {
                    assertThat(answer.readAllBytes()).as(name).isEqualTo(body);
                }
            }
        }
    }

    @Test
    void many_are_deleted_with_a_request_for_a_hundred() {
        List<Location> objects = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            objects.add(at("many/" + i));
        }
        put("many/100", new byte[1]);
        long before = store.requests();

        assertThat(store.deleteAll(objects)).allMatch(result -> result.error().isEmpty());

        assertThat(store.requests() - before).isEqualTo(2);
        assertThat(keys(ListOptions.everything())).isEmpty();
    }
}
