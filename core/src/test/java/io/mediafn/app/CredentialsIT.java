package io.mediafn.app;

import static io.mediafn.testing.NeedsServer.Server.LOCALSTACK;
import static io.mediafn.testing.NeedsServer.Server.VERSITY_GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.config.Settings;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Two services side by side. {@code s3://} is a LocalStack, which takes any credential; the other one checks signatures
 * and has other buckets: what it answers was asked of it, with the right key.
 */
@NeedsServer({LOCALSTACK, VERSITY_GATEWAY})
final class CredentialsIT {
    private static final String KEY = "in/a b%2F#?.jpg";

    private final S3Server amazon = TestServers.localStack();
    private final S3Server gateway = TestServers.versityGateway();
    private final String bucket = "conf-" + UUID.randomUUID();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    /** In both: what is read is told apart by what was written, not by a bucket that is missing. */
    @BeforeEach
    void createBuckets() {
        for (S3Server server : List.of(amazon, gateway)) {
            try (S3Client client = server.client()) {
                client.createBucket(request -> request.bucket(bucket));
            }
        }
        environment.putAll(Map.of(
                "AWS_ENDPOINT_URL_S3", amazon.endpoint().toString(),
                "AWS_REGION", amazon.region(),
                "AWS_ACCESS_KEY_ID", amazon.accessKey(),
                "AWS_SECRET_ACCESS_KEY", amazon.secretKey()));
    }

    @AfterEach
    void removeBuckets() {
        for (S3Server server : List.of(amazon, gateway)) {
            try (S3Client client = server.client()) {
                client.listObjectsV2(request -> request.bucket(bucket))
                        .contents()
                        .forEach(object -> client.deleteObject(
                                request -> request.bucket(bucket).key(object.key())));
                client.deleteBucket(request -> request.bucket(bucket));
            }
        }
    }

    private void write(String location, String text) {
        try (MediaApp app = app()) {
            Location at = app.policy().check(Location.of(location));
            app.stores()
                    .forLocation(at)
                    .write(at, Content.of(text.getBytes(StandardCharsets.UTF_8)), WriteOptions.replace());
        }
    }

    private String read(String location) {
        try (MediaApp app = app()) {
            Location at = app.policy().check(Location.of(location));
            try (ObjectRead read = app.stores().forLocation(at).read(at, ReadOptions.all())) {
                return new String(read.body().readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private MediaApp app() {
        return MediaApp.forFunction(Settings.from(environment));
    }

    private void assertDenied(String location) {
        assertThatThrownBy(() -> read(location))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED));
    }

    private Path file(String name, String content) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void useMinio(String secretFile) {
        environment.putAll(Map.of(
                "MINIO_ENDPOINT_URL", gateway.endpoint().toString(),
                "MINIO_ACCESS_KEY", gateway.accessKey(),
                "MINIO_SECRET_ACCESS_KEY_FILE", secretFile,
                "MINIO_ALIAS", "minio",
                "MINIO_REGION", gateway.region()));
    }

    @Test
    void an_alias_a_url_and_a_secret_in_a_file() {
        useMinio(file("secret", gateway.secretKey() + "\n").toString());
        write("minio://" + bucket + "/" + KEY, "by alias");

        String url = gateway.endpoint() + "/" + bucket + "/";
        assertThat(read(url + KEY)).isEqualTo("by alias");
        write(url + "in/b.jpg", "by URL");
        assertThat(read("minio://" + bucket + "/in/b.jpg")).isEqualTo("by URL");
        try (MediaApp app = app()) {
            for (String root : new String[] {"minio://" + bucket + "/", url}) {
                Location prefix = Location.of(root + "in/");
                assertThat(app.stores()
                                .forLocation(prefix)
                                .list(prefix, ListOptions.everything())
                                .objects())
                        .extracting(ObjectStat::location)
                        .containsExactly(Location.of(root + KEY), Location.of(root + "in/b.jpg"));
            }
        }
        write("s3://" + bucket + "/in/b.jpg", "elsewhere");
        assertThat(read("s3://" + bucket + "/in/b.jpg")).isEqualTo("elsewhere");
        assertThat(read("minio://" + bucket + "/in/b.jpg")).isEqualTo("by URL");

        useMinio(file("wrong", "another").toString());
        assertDenied("minio://" + bucket + "/in/b.jpg");
        assertDenied(url + "in/b.jpg");
    }

    @Test
    void a_bucket_of_remote_links() {
        String right = links(gateway.secretKey());
        environment.put("MEDIAFN_REMOTE_LINKS", file("right.yml", right).toString());
        write("s3://" + bucket + "/a.jpg", "by links");
        assertThat(read("minio://" + bucket + "/a.jpg")).isEqualTo("by links");

        environment.put(
                "MEDIAFN_REMOTE_LINKS", file("wrong.yml", links("another")).toString());
        assertDenied("s3://" + bucket + "/a.jpg");
    }

    private String links(String secret) {
        return """
                gateway:
                  provider: minio
                  endpoint: %s
                  access_key: %s
                  secret_key: %s
                  region: %s
                  buckets: [%s]
                """.formatted(gateway.endpoint(), gateway.accessKey(), secret, gateway.region(), bucket);
    }

    @Test
    void a_bucket_with_a_file_of_its_own() {
        environment.put("MEDIAFN_SECRETS_DIR", folder.toString());
        file(bucket + "-aws-secret.json", secretFile(gateway.secretKey()));
        file("lab-secret.json", secretFile(gateway.secretKey()));
        write("s3://" + bucket + "/a.jpg", "by file");
        assertThat(read("lab://" + bucket + "/a.jpg")).isEqualTo("by file");

        file(bucket + "-aws-secret.json", secretFile("another"));
        assertDenied("s3://" + bucket + "/a.jpg");
        assertThat(read("lab://" + bucket + "/a.jpg")).isEqualTo("by file");
    }

    private String secretFile(String secret) {
        return """
                {"AWS_ACCESS_KEY_ID":"%s","AWS_SECRET_ACCESS_KEY":"%s","endpoint":"%s","region":"%s"}""".formatted(gateway.accessKey(), secret, gateway.endpoint(), gateway.region());
    }

    @Test
    void what_is_anonymous_is_not_signed() {
        useMinio(file("secret", gateway.secretKey()).toString());
        write("minio://" + bucket + "/closed/a.jpg", "closed");
        write("minio://" + bucket + "/open/a.jpg", "open");
        environment.put("MEDIAFN_ANONYMOUS", "minio://" + bucket + "/open/");

        assertThat(read("minio://" + bucket + "/closed/a.jpg")).isEqualTo("closed");
        assertDenied("minio://" + bucket + "/open/a.jpg");
        try (S3Client client = gateway.client()) {
            client.putBucketPolicy(request -> request.bucket(bucket).policy("""
                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
                             "Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/open/*"}]}""".formatted(bucket)));
        }
        assertThat(read("minio://" + bucket + "/open/a.jpg")).isEqualTo("open");
    }

    @Test
    void the_key_of_everything_may_lie_in_a_file() {
        environment.remove("AWS_SECRET_ACCESS_KEY");
        environment.put("AWS_ENDPOINT_URL_S3", gateway.endpoint().toString());
        environment.put("AWS_REGION", gateway.region());
        environment.put("AWS_ACCESS_KEY_ID", gateway.accessKey());
        environment.put(
                "AWS_SECRET_ACCESS_KEY_FILE",
                file("right", gateway.secretKey() + "\r\n").toString());
        write("s3://" + bucket + "/a.jpg", "x");
        assertThat(read(gateway.endpoint() + "/" + bucket + "/a.jpg")).isEqualTo("x");

        environment.put("AWS_SECRET_ACCESS_KEY_FILE", file("wrong", "another").toString());
        assertDenied("s3://" + bucket + "/a.jpg");
    }
}
