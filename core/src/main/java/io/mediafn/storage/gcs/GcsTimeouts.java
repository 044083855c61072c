package io.mediafn.storage.gcs;

import java.time.Duration;

/**
 * How long Cloud Storage may take, and how often it is asked; the one place with these numbers.
 *
 * <p>Three attempts with a back-off that starts at 100 ms, or at 1 s where the service throttles. An attempt at reading
 * a short range, or at the properties of an object, has 5 s, the reading of the answer included: a service that stalls,
 * or drips a byte at a time, fails its item and not the function, which has its own limit. What the service does much
 * for has more. A body that is handed out as a stream is bounded by the time between two reads alone.
 */
final class GcsTimeouts {
    /** How often a call is sent at most. */
    static final int TRIES = 3;

    static final Duration CONNECT = Duration.ofSeconds(3);
    /** How long a socket that is closed may wait for whoever is writing to it, in whole seconds. */
    static final int LINGER_SECONDS = 1;

    /** How much a step of a copy between places may move; a step is to end well within its limit. */
    static final long COPY_STEP_MIB = 128;

    /** All tries of the longest attempts: each is bounded by itself. */
    static final Duration LONGEST_CALL = Duration.ofMinutes(2);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE_WHEN_THROTTLED = Duration.ofSeconds(1);
    /** A body that is sent has a second more for each of these, in each attempt. */
    private static final long SLOWEST_BYTES_PER_SECOND = 256 << 10;

    private static final Limits ONE_OBJECT = new Limits(Duration.ofSeconds(4), Duration.ofSeconds(5));
    private static final Limits MANY_OBJECTS = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(12));
    private static final Limits COPY = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(32));

    private GcsTimeouts() {}

    /**
     * Of one attempt.
     *
     * @param silence how long nothing may come while an answer is waited for, or read
     * @param attempt from the connection to the last byte of the answer
     */
    record Limits(Duration silence, Duration attempt) {}

    /**
     * The limits of a request, by what it asks for: the client's own requests pass here too.
     *
     * @param sending how many bytes its body has, 0 or more
     */
    static Limits of(String url, long sending) {
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        if (path.contains("/rewriteTo/")) {
            return COPY;
        }
        boolean many = path.endsWith("/batch/storage/v1") || path.endsWith("/o") || path.contains("/upload/");
        Limits limits = many ? MANY_OBJECTS : ONE_OBJECT;
        return new Limits(limits.silence(), limits.attempt().plusSeconds(sending / SLOWEST_BYTES_PER_SECOND));
    }

    /**
     * How long to wait before a call is sent again.
     *
     * @param failures of this call so far, 1 or more
     * @param share of the pause, 0 to 1, so that many who failed together don't come back together
     */
    static Duration pause(int failures, boolean throttled, double share) {
        long longest = (throttled ? FIRST_PAUSE_WHEN_THROTTLED : FIRST_PAUSE).toMillis() << (failures - 1);
        return Duration.ofMillis(longest / 2 + (long) (longest * share / 2));
    }
}
