package io.mediafn.storage.s3;

import static io.mediafn.testing.NeedsServer.Server.LOCALSTACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UnfinishedUpload;
import io.mediafn.storage.WritableStoreContract;
import io.mediafn.storage.WriteOptions;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract against LocalStack, and both directions between our client and the vendor's. */
@NeedsServer(LOCALSTACK)
final class S3ObjectStoreIT extends WritableStoreContract {
    private final S3Server server = TestServers.localStack();
    private final ObjectStore store = S3Stores.open(S3Fixtures.settings(server));
    private final S3Client vendor = server.client();
    private final String bucket = "contract-" + UUID.randomUUID();

    @BeforeEach
    void createBucket() {
        vendor.createBucket(request -> request.bucket(bucket));
        assertThat(vendor.listObjectsV2(request -> request.bucket(bucket)).contents())
                .isEmpty();
    }

    @AfterEach
    void removeBucket() {
        vendor.listObjectsV2Paginator(request -> request.bucket(bucket))
                .contents()
                .forEach(object ->
                        vendor.deleteObject(request -> request.bucket(bucket).key(object.key())));
        vendor.deleteBucket(request -> request.bucket(bucket));
        vendor.close();
        store.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected Location place() {
        return Location.of("s3://" + bucket + "/place/");
    }

    /** LocalStack 4.14.0 reads its own continuation token as ASCII and answers 500 where the next key is not. */
    @Override
    protected boolean continuesBehindAnyKey() {
        return false;
    }

    /** LocalStack 4.14.0 answers 412, but has copied the bytes over the object by then. */
    @Override
    protected boolean conditionalCopy() {
        return false;
    }

    /** LocalStack 4.14.0 answers 501. */
    @Override
    protected boolean conditionalDelete() {
        return false;
    }

    @Test
    void a_role_of_the_token_service_is_assumed() {
        System.setProperty("aws.accessKeyId", server.accessKey());
        System.setProperty("aws.secretAccessKey", server.secretKey());
        S3Settings settings = new S3Settings(
                Optional.of(server.endpoint()),
                Optional.of(server.region()),
                new S3Credentials.Role("arn:aws:iam::000000000000:role/reader", Optional.of(server.endpoint())));
        try (ObjectStore byRole = S3Stores.open(settings)) {
            Location at = Location.of(place() + "by-role");
            byRole.write(at, Content.of(new byte[] {1}), WriteOptions.createOnly());
            assertThat(store.stat(at).size()).isEqualTo(1);
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    @Test
    void an_upload_of_somebody_else_is_listed_and_not_called_our_own() {
        vendor.createMultipartUpload(request -> request.bucket(bucket).key("place/theirs é"));

        List<UnfinishedUpload> left = store.uploads(place());
        assertThat(left).singleElement().satisfies(upload -> {
            assertThat(upload.location()).isEqualTo(Location.of(place() + "theirs é"));
            assertThat(upload.own()).isFalse();
            assertThat(upload.started()).isPresent();
        });
        store.abort(left.getFirst());
        assertThat(store.uploads(place())).isEmpty();
    }

    @Test
    void a_copys_conditions_reach_the_server() {
        Location source = Location.of(place() + "x");
        Location taken = Location.of(place() + "taken");
        store.write(source, Content.of(new byte[] {1}), WriteOptions.replace());
        store.write(taken, Content.of(new byte[] {2}), WriteOptions.replace());
        ObjectStat from = store.stat(source);

        assertThatThrownBy(() -> store.copy(from, taken, CopyOptions.createOnly()))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ALREADY_EXISTS));
        assertThatThrownBy(() -> store.copy(from, taken, CopyOptions.ifMatch("\"another\"")))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PRECONDITION_FAILED));
    }

    @Test
    void reads_what_the_vendors_client_wrote_and_the_other_way_round() {
        String key = "a b+c é%25#?.jpg";
        vendor.putObject(
                request -> request.bucket(bucket).key(key).contentType("image/jpeg"), RequestBody.fromString("vendor"));
        Location at = Location.of("s3://" + bucket + "/" + key);
        try (ObjectRead read = store.read(at, ReadOptions.all())) {
            assertThat(read.readAllBytes()).isEqualTo("vendor".getBytes(StandardCharsets.UTF_8));
            assertThat(read.stat().contentType()).contains("image/jpeg");
        }
        store.write(at, Content.of("ours".getBytes(StandardCharsets.UTF_8)), WriteOptions.replace());

        assertThat(vendor.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                        .asUtf8String())
                .isEqualTo("ours");
    }

    @Test
    void a_bucket_that_is_not_there_is_not_found() {
        Location nowhere = Location.of("s3://no-such-bucket-" + UUID.randomUUID() + "/key");

        assertThatThrownBy(() -> store.read(nowhere, ReadOptions.range(ByteRange.of(0, 1))))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
                .hasMessageContaining("NoSuchBucket");
        assertThatThrownBy(() -> store.write(nowhere, Content.of(new byte[1]), WriteOptions.replace()))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    private S3Extras extras() {
        return new S3Extras(S3Fixtures.settings(server), place());
    }

    @Test
    void copies_in_parts_with_properties_tags_and_proof() {
        extras().copies_in_parts_with_properties_tags_and_proof(true);
    }

    /** LocalStack 4.14.0 finds crc32 in a trailer named crc32c, and refuses two checksums. */
    @Test
    void checks_parts_whose_checksum_comes_behind_them() {
        extras().checks_parts_whose_checksum_comes_behind_them(ChecksumAlgorithm.CRC64NVME);
    }

    @Test
    void metadata_and_types_of_any_script_come_back() {
        extras().metadata_and_types_of_any_script_come_back();
    }

    @Test
    void a_url_below_the_endpoint_is_the_same_object() {
        extras().a_url_below_the_endpoint_is_the_same_object();
    }
}
