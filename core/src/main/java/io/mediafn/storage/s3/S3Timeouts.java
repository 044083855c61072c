package io.mediafn.storage.s3;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long S3 may take, and how often it is asked; the one place with these numbers.
 *
 * <p>Four attempts with a back-off that starts at 100 ms, or at 1 s where S3 throttles. An attempt has 5 s and the whole
 * call 12 s, the reading of short ranges included: a service that stalls, or drips a byte at a time, fails its item and
 * not the function, which has its own limit. What moves bytes has more time by their number. A body that is handed out
 * as a stream is bounded by the time between two reads alone.
 */
final class S3Timeouts {
    static final Duration CONNECT = Duration.ofSeconds(3);
    static final Duration BETWEEN_READS = Duration.ofSeconds(4);
    /** S3 closes what is idle for some 20 s; a request that meets the closing is sent again, which takes longer. */
    static final Duration KEPT = Duration.ofSeconds(15);
    /** For each endpoint; virtual-hosted buckets are endpoints of their own. */
    static final int MOST_KEPT = 256;
    /** How often connections are looked at; limits are kept to about this. */
    static final Duration WATCH = Duration.ofMillis(250);

    /** A body from this size on waits for the service's leave where it may be refused for what is there already. */
    static final long WAITS_FOR_LEAVE = 1 << 20;

    static final int MOST_ATTEMPTS = 4;
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(12);
    private static final long SLOWEST_SENT_PER_SECOND = 256 << 10;
    /** A copy of 5 GB may keep the service busy for minutes, more so from another region. */
    private static final long SLOWEST_COPIED_PER_SECOND = 16 << 20;
    /** To put thousands of parts together, or to delete a thousand objects. */
    private static final Duration LONG_ATTEMPT = Duration.ofSeconds(60);

    private static final long FIRST_PAUSE = 100;
    private static final long FIRST_PAUSE_THROTTLED = 1000;
    private static final long LONGEST_PAUSE = 10_000;

    static final Limits SHORT = new Limits(ATTEMPT, CALL, BETWEEN_READS);
    static final Limits LONG = new Limits(LONG_ATTEMPT, LONG_ATTEMPT.multipliedBy(2), LONG_ATTEMPT);

    private S3Timeouts() {}

    /** For a request that sends so many bytes. */
    static Limits forWrite(long length) {
        Duration sending = Duration.ofSeconds(length / SLOWEST_SENT_PER_SECOND);
        return new Limits(ATTEMPT.plus(sending), CALL.plus(sending.multipliedBy(3)), BETWEEN_READS);
    }

    /** For a request that makes the service move so many bytes, and say nothing meanwhile. */
    static Limits forCopy(long length) {
        Duration copying = Duration.ofSeconds(length / SLOWEST_COPIED_PER_SECOND);
        Duration attempt = ATTEMPT.plus(copying);
        return new Limits(attempt, CALL.plus(copying.multipliedBy(3)), attempt);
    }

    /**
     * How long to wait before the next attempt: at random, so that those who failed together don't come back together.
     *
     * @param failures 1 or more so far
     * @return in milliseconds
     */
    static long pause(int failures, boolean throttled) {
        long first = throttled ? FIRST_PAUSE_THROTTLED : FIRST_PAUSE;
        long most = Math.min(LONGEST_PAUSE, first << Math.min(10, failures - 1));
        return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    }

    /** What a service asks for is honoured within the bounds of our own pauses. */
    static long pauseAsked(long seconds) {
        return Math.min(LONGEST_PAUSE, Math.max(0, seconds) * 1000);
    }
}
