package io.mediafn.storage.azure;

import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.RequestRetryCondition;
import com.azure.core.http.policy.RetryStrategy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long Azure may take, and how often it is asked; the one place with these numbers. The SDK's own would wait for 60 s
 * and back off for up to two minutes.
 *
 * <p>Three attempts with a back-off that starts at 100 ms, or at 1 s where Azure throttles; a longer one that the service
 * asks for is cut to 5 s. An attempt has 5 s, the reading of short answers included, and more in proportion to what is
 * sent, or copied inside the service: one that stalls, or drips a byte at a time, fails its item and not the function,
 * which has its own limit. A body that is handed out as a stream is bounded by the time between two reads alone.
 */
final class AzureTimeouts implements RetryStrategy {
    static final Duration CONNECT = Duration.ofSeconds(3);
    static final Duration BETWEEN_READS = Duration.ofSeconds(4);
    static final Duration ATTEMPT = Duration.ofSeconds(5);
    /** The most that a service may make us wait before the next attempt. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final long SLOWEST_SENT_PER_SECOND = 256 << 10;
    private static final long SLOWEST_COPIED_PER_SECOND = 16 << 20;
    private static final int RETRIES = 2;
    private static final long FIRST_WAIT_MILLIS = 100;
    private static final long FIRST_WAIT_THROTTLED_MILLIS = 1_000;
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
    private static final Set<Integer> THROTTLED = Set.of(429, 503);
    /** What the service could not fetch now; a 403 of this kind comes and goes with healthy sources too. */
    private static final Set<Integer> PASSING_OF_SOURCE = Set.of(403, 408, 429, 500, 502, 503, 504);

    /** An attempt that sends so many bytes. */
    static Duration forSending(long bytes) {
        return ATTEMPT.plusSeconds(bytes / SLOWEST_SENT_PER_SECOND);
    }

    /** An attempt in which the service copies so many bytes. */
    static Duration forCopying(long bytes) {
        return ATTEMPT.plusSeconds(bytes / SLOWEST_COPIED_PER_SECOND);
    }

    /** How long to wait before the attempt behind {@code tries} others, where nothing but the state is asked for. */
    static Duration wait(int tries, boolean throttled) {
        long first = throttled ? FIRST_WAIT_THROTTLED_MILLIS : FIRST_WAIT_MILLIS;
        long most = Math.min(first << Math.min(tries, 6), LONGEST_WAIT.toMillis());
        // Half of it is random, so that those who were refused together don't come back together.
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }

    @Override
    public int getMaxRetries() {
        return RETRIES;
    }

    @Override
    public Duration calculateRetryDelay(int tries) {
        return wait(tries, false);
    }

    @Override
    public Duration calculateRetryDelay(RequestRetryCondition condition) {
        HttpResponse answer = condition.getResponse();
        return wait(condition.getTryCount(), answer != null && THROTTLED.contains(answer.getStatusCode()));
    }

    /** Answers alone decide: {@link AzureTransport} makes an answer of a failure too. */
    @Override
    public boolean shouldRetryCondition(RequestRetryCondition condition) {
        if (!(condition.getResponse() instanceof AzureResponse answer)) {
            return false;
        }
        if (answer.failure().isPresent()) {
            return answer.passing();
        }
        return PASSING.contains(answer.getStatusCode())
                || (AzureErrors.isOfCopySource(answer)
                        && PASSING_OF_SOURCE.contains(AzureErrors.statusOfCopySource(answer)));
    }
}
