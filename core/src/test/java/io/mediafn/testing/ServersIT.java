package io.mediafn.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.mediafn.testing.NeedsServer.Server;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

@NeedsServer({Server.LOCALSTACK, Server.VERSITY_GATEWAY})
class ServersIT {
    private static final S3Server LOCALSTACK = TestServers.localStack();
    private static final S3Server VERSITY_GATEWAY = TestServers.versityGateway();

    @Test
    void localStackKeepsWhatItIsGiven() {
        keepsWhatItIsGiven(LOCALSTACK);
    }

    @Test
    void versityGatewayKeepsWhatItIsGiven() {
        keepsWhatItIsGiven(VERSITY_GATEWAY);
    }

    @Test
    void localStackTakesAnySignature() {
        try (S3Client client = withAnotherSecret(LOCALSTACK).client()) {
            assertThat(client.listBuckets().buckets()).isNotNull();
        }
    }

    @Test
    void versityGatewayRefusesAWrongSignature() {
        try (S3Client client = withAnotherSecret(VERSITY_GATEWAY).client()) {
            assertThatThrownBy(client::listBuckets)
                    .asInstanceOf(type(S3Exception.class))
                    .satisfies(e -> {
                        assertThat(e.statusCode()).isEqualTo(403);
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch");
                    });
        }
    }

    @Test
    void aServerIsStartedOnce() {
        assertThat(TestServers.localStack()).isEqualTo(TestServers.localStack());
    }

    private static void keepsWhatItIsGiven(S3Server server) {
        String bucket = "it-" + UUID.randomUUID();
        try (S3Client client = server.client()) {
            client.createBucket(request -> request.bucket(bucket));
            client.putObject(request -> request.bucket(bucket).key("a b/é.txt"), RequestBody.fromString("kept"));
            assertThat(client.getObjectAsBytes(request -> request.bucket(bucket).key("a b/é.txt"))
                            .asUtf8String())
                    .isEqualTo("kept");
        }
    }

    private static S3Server withAnotherSecret(S3Server server) {
        return new S3Server(server.endpoint(), server.region(), server.accessKey(), "another-secret");
    }
}
