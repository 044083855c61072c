package io.mediafn.storage.s3;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Keys from the AWS SDK, which knows all the places where they can lie, and renews those that end. Thread-safe. */
final class SdkCredentials implements CredentialSource {
    /** The SDK keeps keys itself, but to ask it costs more than to sign. */
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(30);

    private static final String NO_CREDENTIALS =
            "no AWS credentials: neither variables, nor a profile, nor a role gives any";
    private static final String SESSION = "mediafn";

    private record Known(AccessKey key, Instant until) {}

    private final Supplier<AwsCredentialsProvider> open;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable AwsCredentialsProvider provider;
    private volatile @Nullable Known known;

    private SdkCredentials(Supplier<AwsCredentialsProvider> open, Clock clock) {
        this.open = open;
        this.clock = clock;
    }

    /** The SDK's default chain. */
    static SdkCredentials chain(Optional<String> profile, Clock clock) {
        return new SdkCredentials(() -> chainProvider(profile), clock);
    }

    private static AwsCredentialsProvider chainProvider(Optional<String> profile) {
        DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
        profile.ifPresent(chain::profileName);
        return chain.build();
    }

    /**
     * A role, assumed with what the default chain gives.
     *
     * @param endpoint of the token service, absent for Amazon's own in the region
     */
    static SdkCredentials role(String arn, Optional<URI> endpoint, Supplier<String> region, Clock clock) {
        return new SdkCredentials(() -> roleProvider(arn, endpoint, region.get()), clock);
    }

    private static AwsCredentialsProvider roleProvider(String arn, Optional<URI> endpoint, String region) {
        StsClientBuilder sts = StsClient.builder()
                .region(Region.of(region))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(S3Timeouts.CONNECT)
                        .socketTimeout(S3Timeouts.BETWEEN_READS))
                .overrideConfiguration(override -> override.apiCallTimeout(S3Timeouts.SHORT.call()));
        endpoint.ifPresent(sts::endpointOverride);
        StsClient client = sts.build();
        return new ClosingProvider(
                StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(client)
                        .refreshRequest(role -> role.roleArn(arn).roleSessionName(SESSION))
                        .build(),
                client);
    }

    /** Closes the client with the provider, which does not do so itself. */
    private record ClosingProvider(StsAssumeRoleCredentialsProvider provider, StsClient client)
            implements AwsCredentialsProvider, SdkAutoCloseable {
        @Override
        public AwsCredentials resolveCredentials() {
            return provider.resolveCredentials();
        }

        @Override
        public void close() {
            provider.close();
            client.close();
        }
    }

    @Override
    public Optional<AccessKey> key() throws IOException, NoCredentialsException {
        Known last = known;
        if (last == null || !clock.instant().isBefore(last.until())) {
            last = ask();
        }
        return Optional.of(last.key());
    }

    private Known ask() throws IOException, NoCredentialsException {
        lock.lock();
        try {
            Known meanwhile = known;
            if (meanwhile != null && clock.instant().isBefore(meanwhile.until())) {
                return meanwhile;
            }
            if (provider == null) {
                provider = open.get();
            }
            AwsCredentials credentials = provider.resolveCredentials();
            AccessKey key = new AccessKey(
                    credentials.accessKeyId(),
                    credentials.secretAccessKey(),
                    credentials instanceof AwsSessionCredentials session
                            ? Optional.of(session.sessionToken())
                            : Optional.empty());
            Known asked = new Known(key, clock.instant().plus(ASKED_AGAIN));
            known = asked;
            return asked;
        } catch (StsException e) {
            throw new NoCredentialsException("the role can't be assumed: " + reason(e), e);
        } catch (SdkClientException e) {
            if (e.getMessage() != null && e.getMessage().contains("Unable to load credentials")) {
                throw new NoCredentialsException(NO_CREDENTIALS, e);
            }
            throw new IOException("credentials: " + e.getMessage(), e);
        } catch (SdkException e) {
            throw new NoCredentialsException("credentials: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private static String reason(StsException e) {
        return e.awsErrorDetails() == null
                ? "the token service answered " + e.statusCode()
                : e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
    }

    /** A new provider: some of the SDK's have no way to forget what they know. */
    @Override
    public boolean expired(AccessKey key) {
        lock.lock();
        try {
            Known last = known;
            if (last == null || last.key().equals(key)) {
                known = null;
                closeProvider();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void closeProvider() {
        if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
        provider = null;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closeProvider();
        } finally {
            lock.unlock();
        }
    }
}
