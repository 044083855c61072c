package io.mediafn.storage.s3;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many retries a store may make in a row, as in the standard mode of the AWS SDKs: a service that is down is not
 * asked several times as often as one that is well. Thread-safe.
 */
final class RetryTokens {
    private static final int CAPACITY = 500;
    private static final int COST = 5;

    private final AtomicInteger left = new AtomicInteger(CAPACITY);

    /** Whether one more retry may be made, which is then paid for. */
    boolean take() {
        return left.getAndUpdate(tokens -> tokens >= COST ? tokens - COST : tokens) >= COST;
    }

    /** An attempt succeeded; after a retry that gives back what it cost. */
    void succeeded(int failures) {
        int back = failures > 0 ? COST : 1;
        if (left.get() < CAPACITY) {
            left.updateAndGet(tokens -> Math.min(CAPACITY, tokens + back));
        }
    }
}
