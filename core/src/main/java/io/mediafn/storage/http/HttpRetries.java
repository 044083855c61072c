package io.mediafn.storage.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a web server is asked, and how long to wait between: three times, after 100 to 200 ms and 200 to 400 ms, or
 * after what {@code Retry-After} says up to five seconds. A server that wants to be left alone for longer is: the item
 * fails then. The one place with these numbers.
 */
final class HttpRetries {
    private static final int ATTEMPTS = 3;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private HttpRetries() {}

    /** Whether to try again after the {@code attempt}th attempt, counted from 1. */
    static boolean allows(int attempt, HttpFailure failure) {
        return failure.again() && attempt < ATTEMPTS && failure.notBefore().compareTo(LONGEST_PAUSE) <= 0;
    }

    /** How long to wait after the {@code attempt}th attempt. */
    static Duration pause(int attempt, HttpFailure failure) {
        long least = FIRST_PAUSE_MILLIS << (attempt - 1);
        // Between once and twice as long, so that those who failed together don't come again together.
        Duration ours = Duration.ofMillis(ThreadLocalRandom.current().nextLong(least, 2 * least + 1));
        return ours.compareTo(failure.notBefore()) >= 0 ? ours : failure.notBefore();
    }
}
