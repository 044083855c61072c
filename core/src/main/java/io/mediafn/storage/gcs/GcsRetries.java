package io.mediafn.storage.gcs;

import com.google.api.gax.retrying.BasicResultRetryAlgorithm;
import com.google.api.gax.retrying.ResultRetryAlgorithm;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.storage.StorageRetryStrategy;
import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tries again what passes: for the client's verbs as its strategy, and for the requests that we send ourselves. Every
 * request of this store may be repeated. Those with a precondition do nothing the second time; those without one put
 * the same bytes where they may stand, or delete what is to be gone.
 */
final class GcsRetries {
    private static final double DOUBLING = 2;

    private GcsRetries() {}

    /** One try. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException;
    }

    /**
     * Tries until it works, fails for good, or has failed often enough.
     *
     * @param requests how many were sent so far, for the error
     */
    static <T> T run(Location at, AtomicInteger requests, Attempt<T> attempt) {
        for (int failures = 1; ; failures++) {
            try {
                return attempt.run();
            } catch (IOException | RuntimeException e) {
                StorageException failure = GcsErrors.toStorageException(at, e, requests.get());
                if (!failure.retryable() || failures == GcsTimeouts.TRIES) {
                    throw failure;
                }
                pause(failures, failure);
            }
        }
    }

    /** Waits before the next try; an interrupt gives up. */
    static void pause(int failures, StorageException failure) {
        Duration pause = GcsTimeouts.pause(
                failures,
                failure.kind() == Kind.THROTTLED,
                ThreadLocalRandom.current().nextDouble());
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    /** The same for the client. */
    static RetrySettings settings() {
        return RetrySettings.newBuilder()
                .setMaxAttempts(GcsTimeouts.TRIES)
                .setInitialRetryDelayDuration(GcsTimeouts.pause(1, false, 1))
                .setRetryDelayMultiplier(DOUBLING)
                .setMaxRetryDelayDuration(GcsTimeouts.pause(GcsTimeouts.TRIES, true, 1))
                .setTotalTimeoutDuration(GcsTimeouts.LONGEST_CALL)
                .build();
    }

    static StorageRetryStrategy strategy() {
        return new Strategy();
    }

    /** Both handlers are the same one: see above. */
    private static final class Strategy implements StorageRetryStrategy {
        private static final long serialVersionUID = 1L;

        @Override
        public ResultRetryAlgorithm<?> getIdempotentHandler() {
            return new Algorithm();
        }

        @Override
        public ResultRetryAlgorithm<?> getNonidempotentHandler() {
            return new Algorithm();
        }
    }

    private static final class Algorithm extends BasicResultRetryAlgorithm<Object> {
        @Override
        public boolean shouldRetry(@Nullable Throwable failure, @Nullable Object answer) {
            return failure != null && GcsErrors.kind(failure).retryable();
        }
    }
}
