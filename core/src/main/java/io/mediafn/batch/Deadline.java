package io.mediafn.batch;

import java.time.Duration;

/** The moment after which no new work is started. Immutable, hence thread-safe. */
public final class Deadline {
    private static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    public static Deadline never() {
        return NEVER;
    }

    /** Measured by the monotonic clock: a clock that is set meanwhile changes nothing. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    public boolean isOver() {
        return this != NEVER && System.nanoTime() - nanoTime >= 0;
    }
}
