package io.mediafn.dataset.manifest;

import static io.mediafn.testing.NeedsServer.Server.LOCALSTACK;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.s3.S3Credentials;
import io.mediafn.storage.s3.S3Settings;
import io.mediafn.storage.s3.S3Stores;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServers;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Manifests in a bucket. */
@NeedsServer(LOCALSTACK)
final class S3ManifestIT extends ManifestContract {
    private final S3Server server = TestServers.localStack();
    private final ObjectStore store = S3Stores.open(new S3Settings(
            Optional.of(server.endpoint()),
            Optional.of(server.region()),
            new S3Credentials.Keys(server.accessKey(), server.secretKey(), Optional.empty())));
    private final S3Client vendor = server.client();
    private final String bucket = "manifest-" + UUID.randomUUID();

    @BeforeEach
    void createBucket() {
        vendor.createBucket(request -> request.bucket(bucket));
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
    ObjectStore store() {
        return store;
    }

    @Override
    Location place() {
        return Location.of("s3://" + bucket + "/m/");
    }

    @Test
    void writers_at_once_end_in_exactly_the_merged_set() throws Exception {
        new ConcurrentWriters(store, place(), 100, 20).run(16);
    }
}
