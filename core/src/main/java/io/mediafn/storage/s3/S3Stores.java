package io.mediafn.storage.s3;

import io.mediafn.secret.SecretStore;
import io.mediafn.storage.ObjectStore;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens stores over S3. */
public final class S3Stores {
    private S3Stores() {}

    /** Opens a store, which can also sign URLs; nothing is sent before its first use. */
    public static ObjectStore open(S3Settings settings) {
        return new S3ObjectStore(wire(settings, new ConnectionPool(), Clock.systemUTC()));
    }

    /** AWS Secrets Manager, with the credentials of the process. Nothing is asked before a value is. */
    public static SecretStore secrets() {
        return new AwsSecrets(Clock.systemUTC());
    }

    static S3Wire wire(S3Settings settings, ConnectionPool pool, Clock clock) {
        // Lambdas, where a reference to the method would load the SDK's classes now.
        Supplier<String> region = () -> settings.region().orElseGet(() -> SdkRegions.ofProfile());
        S3Routes routes = new S3Routes(settings.endpoint(), region, named -> SdkRegions.domain(named));
        return new S3Wire(routes, credentials(settings.credentials(), region, clock), pool, clock);
    }

    /** No class of the SDK is loaded where a key is given. */
    private static CredentialSource credentials(S3Credentials credentials, Supplier<String> region, Clock clock) {
        return switch (credentials) {
            case S3Credentials.Keys keys ->
                CredentialSource.fixed(
                        Optional.of(new AccessKey(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken())));
            case S3Credentials.Anonymous anonymous -> CredentialSource.fixed(Optional.empty());
            case S3Credentials.Chain chain -> SdkCredentials.chain(chain.profile(), clock);
            case S3Credentials.Role role -> SdkCredentials.role(role.arn(), role.endpoint(), region, clock);
        };
    }
}
