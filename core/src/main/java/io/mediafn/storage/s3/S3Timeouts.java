package io.mediafn.storage.s3;

import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * How long S3 may take, and how often it is asked; the one place with these numbers.
 *
 * <p>Three attempts (the SDK's standard mode) with a back-off that starts at 50 ms, or at 1 s where S3 throttles. An
 * attempt has 5 s and the whole call 12 s, the reading of short ranges included: a service that stalls, or drips a byte
 * at a time, fails its item and not the function, which has its own limit. A body that is handed out as a stream is
 * bounded by the time between two reads alone. That time is the shortest, since a thread that waits for a silent socket
 * notices no other limit.
 */
final class S3Timeouts {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration BETWEEN_READS = Duration.ofSeconds(4);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(12);
    /** A write has a second more for each of these, in each attempt. */
    private static final long SLOWEST_BYTES_PER_SECOND = 256 << 10;

    private S3Timeouts() {}

    static UrlConnectionHttpClient.Builder httpClient() {
        return UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(BETWEEN_READS);
    }

    static void apply(ClientOverrideConfiguration.Builder override) {
        override.retryStrategy(RetryMode.STANDARD)
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(CALL);
    }

    static Consumer<AwsRequestOverrideConfiguration.Builder> forWrite(long length) {
        Duration sending = Duration.ofSeconds(length / SLOWEST_BYTES_PER_SECOND);
        return override -> override.apiCallAttemptTimeout(ATTEMPT.plus(sending))
                .apiCallTimeout(CALL.plus(sending.multipliedBy(3)));
    }
}
