package io.mediafn.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.testing.NeedsServer.Server;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The proxy before a server that checks signatures and checksums, with a client that makes them. */
@NeedsServer(Server.VERSITY_GATEWAY)
final class WireProxyIT {
    private final S3Server server = TestServers.versityGateway();
    private final WireProxy proxy = WireProxy.before(server.endpoint());
    private final S3Client client =
            new S3Server(proxy.endpoint(), server.region(), server.accessKey(), server.secretKey()).client();
    private final String bucket = "proxy-" + UUID.randomUUID();

    @BeforeEach
    void createBucket() {
        client.createBucket(request -> request.bucket(bucket));
        proxy.clear();
    }

    @AfterEach
    void close() {
        client.close();
        proxy.close();
    }

    @Test
    void signed_requests_pass() {
        byte[] bytes = new byte[20 << 20];
        new Random(1).nextBytes(bytes);
        client.putObject(request -> request.bucket(bucket).key("a b/é+.bin"), RequestBody.fromBytes(bytes));
        assertThat(client.getObjectAsBytes(request -> request.bucket(bucket).key("a b/é+.bin"))
                        .asByteArray())
                .isEqualTo(bytes);
        assertThat(client.headObject(request -> request.bucket(bucket).key("a b/é+.bin"))
                        .contentLength())
                .isEqualTo(bytes.length);
        assertThat(proxy.requests(WireRequest.method("PUT"))).hasSize(1).allSatisfy(request -> {
            assertThat(request.header("Authorization")).isPresent();
            assertThat(request.bodyLength()).isGreaterThanOrEqualTo(bytes.length);
            assertThat(request.status()).hasValue(200);
        });
        assertThat(proxy.requests(WireRequest.method("GET")))
                .hasSize(1)
                .allSatisfy(request -> assertThat(request.answerLength()).isEqualTo(bytes.length));
    }

    @Test
    void the_server_sees_a_flipped_bit() {
        byte[] bytes = new byte[100_000];
        // Behind the framing of the first signed chunk, and before its end.
        proxy.when(WireRequest.method("PUT"), Fault.flipRequestBit(8 * 5_000));
        assertThatThrownBy(() ->
                        client.putObject(request -> request.bucket(bucket).key("k"), RequestBody.fromBytes(bytes)))
                .isInstanceOf(S3Exception.class);
        assertThat(proxy.requests(WireRequest.method("PUT"))).isNotEmpty().allMatch(WireRequest::faulted);
        proxy.heal();
        assertThat(client.listObjectsV2(request -> request.bucket(bucket)).contents())
                .isEmpty();
    }

    @Test
    void work_is_done_though_its_answer_is_lost() {
        proxy.when(1, WireRequest.method("PUT"), Fault.loseAnswer());
        proxy.when(WireRequest.method("PUT"), Fault.resetBeforeAnswer());
        assertThatThrownBy(() ->
                        client.putObject(request -> request.bucket(bucket).key("k"), RequestBody.fromString("kept")))
                .isInstanceOf(SdkException.class);
        assertThat(proxy.requests(WireRequest.method("PUT")).get(0).status()).hasValue(200);
        assertThat(client.getObjectAsBytes(request -> request.bucket(bucket).key("k"))
                        .asUtf8String())
                .isEqualTo("kept");
    }
}
