package io.mediafn.storage.s3;

import static io.mediafn.testing.NeedsServer.Server.LOCALSTACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.secret.SecretArn;
import io.mediafn.secret.SecretException;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Against LocalStack's Secrets Manager. */
@NeedsServer(LOCALSTACK)
final class AwsSecretsIT {
    private final S3Server server = TestServers.localStack();
    private final AwsCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(server.accessKey(), server.secretKey()));
    private final AwsSecrets secrets =
            new AwsSecrets(Optional.of(server.endpoint()), Optional.of(credentials), Clock.systemUTC());

    private Map<String, Object> call(String action, Map<String, ?> request) {
        return secrets.call(server.region(), action, request, "of this test");
    }

    @Test
    void the_value_of_a_secret_is_asked_for_by_its_arn() {
        String name = "uri-" + UUID.randomUUID();
        String arn = String.valueOf(call(
                        "CreateSecret",
                        Map.of("Name", name, "SecretString", "mongodb://u:p@db/\n", "ClientRequestToken", name))
                .get("ARN"));

        assertThat(SecretArn.is(arn)).isTrue();
        assertThat(secrets.value(arn)).isEqualTo("mongodb://u:p@db/");

        call(
                "PutSecretValue",
                Map.of(
                        "SecretId",
                        arn,
                        "SecretString",
                        "mongodb://u:new@db/",
                        "ClientRequestToken",
                        UUID.randomUUID().toString()));
        assertThat(secrets.value(arn)).as("kept for a while").isEqualTo("mongodb://u:p@db/");
        Instant later = Instant.now().plus(Duration.ofMinutes(6));
        AwsSecrets another = new AwsSecrets(
                Optional.of(server.endpoint()), Optional.of(credentials), Clock.fixed(later, ZoneOffset.UTC));
        assertThat(another.value(arn)).isEqualTo("mongodb://u:new@db/");
    }

    @Test
    void a_secret_that_is_not_there_is_named_and_nothing_else() {
        String arn = "arn:aws:secretsmanager:" + server.region() + ":000000000000:secret:nothing-AbCdEf";
        assertThatThrownBy(() -> secrets.value(arn))
                .isInstanceOfSatisfying(
                        SecretException.class, e -> assertThat(e.retryable()).isFalse())
                .hasMessageContaining(arn)
                .hasMessageContaining("ResourceNotFoundException");
    }
}
