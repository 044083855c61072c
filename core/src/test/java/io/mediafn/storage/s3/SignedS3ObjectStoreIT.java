package io.mediafn.storage.s3;

import static io.mediafn.testing.NeedsServer.Server.VERSITY_GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WritableStoreContract;
import io.mediafn.storage.WriteOptions;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServers;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract against a server that checks signatures, and what it refuses. It keeps objects as files. */
@NeedsServer(VERSITY_GATEWAY)
final class SignedS3ObjectStoreIT extends WritableStoreContract {
    private final S3Server server = TestServers.versityGateway();
    private final ObjectStore store = S3Stores.open(S3Fixtures.settings(server));
    private final S3Client vendor = server.client();
    private final String bucket = "signed-" + UUID.randomUUID();

    @BeforeEach
    void createBucket() {
        vendor.createBucket(request -> request.bucket(bucket));
    }

    @AfterEach
    void close() {
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

    /** The gateway keeps objects as files, and its file system folds them. */
    @Override
    protected OddSegments oddSegments() {
        return OddSegments.FOLDED;
    }

    @Override
    protected boolean takesKeyUnderKey() {
        return false;
    }

    /** The gateway takes no notice of If-None-Match and If-Match on CopyObject. */
    @Override
    protected boolean conditionalCopy() {
        return false;
    }

    @Override
    protected int longestSegment() {
        return 255;
    }

    @Test
    void a_wrong_secret_is_denied_by_every_verb() {
        Location at = Location.of("s3://" + bucket + "/x.jpg");
        store.write(at, Content.of(new byte[] {1}), WriteOptions.replace());
        try (ObjectStore stranger = S3Stores.open(S3Fixtures.settings(server, "a-wrong-secret"))) {
            for (ThrowingCallable verb : List.<ThrowingCallable>of(
                    () -> stranger.stat(at),
                    () -> stranger.read(at, ReadOptions.range(ByteRange.of(0, 10))),
                    () -> stranger.write(at, Content.of(new byte[] {2}), WriteOptions.replace()),
                    () -> stranger.delete(at),
                    () -> stranger.list(at.withKey(""), ListOptions.everything()))) {
                assertThatThrownBy(verb)
                        .isInstanceOfSatisfying(StorageException.class, e -> {
                            assertThat(e.kind()).isEqualTo(Kind.DENIED);
                            assertThat(e.retryable()).isFalse();
                        })
                        .hasMessageContaining("s3://" + bucket)
                        .hasMessageNotContaining("a-wrong-secret");
            }
        }
        assertThat(store.stat(at).size()).isEqualTo(1);
    }

    private S3Extras extras() {
        return new S3Extras(S3Fixtures.settings(server), place());
    }

    /** The gateway gives each copied part the checksum of the whole source, and then finds that they don't fit. */
    @Test
    void copies_in_parts_with_properties_and_tags() {
        extras().copies_in_parts_with_properties_tags_and_proof(false);
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32C", "CRC64NVME"})
    void checks_parts_whose_checksum_comes_behind_them(ChecksumAlgorithm algorithm) {
        extras().checks_parts_whose_checksum_comes_behind_them(algorithm);
    }

    @Test
    void metadata_and_types_of_any_script_come_back() {
        extras().metadata_and_types_of_any_script_come_back();
    }

    @Test
    void a_url_below_the_endpoint_is_the_same_object() {
        extras().a_url_below_the_endpoint_is_the_same_object();
    }

    @Test
    void a_signed_url_reads_one_object_and_nothing_else() throws IOException {
        extras().a_signed_url_reads_one_object_and_nothing_else();
    }

    @Test
    void a_thousand_and_one_go_in_two_requests() {
        extras().a_thousand_and_one_go_in_two_requests();
    }
}
