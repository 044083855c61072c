package io.mediafn.storage.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/** Ends what takes too long: a thread that gets a byte now and then notices no time limit of its own. Thread-safe. */
final class Watchdog implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    Watchdog() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "mediafn-http-limits");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(1, TimeUnit.MINUTES);
        timer.allowCoreThreadTimeOut(true);
    }

    Watch watch(Duration limit) {
        return new Watch(limit);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** One attempt, with one request at a time. */
    final class Watch implements AutoCloseable {
        private @Nullable Cancellable current;
        private Future<?> end;
        private Duration limit;
        private boolean over;

        private Watch(Duration limit) {
            this.limit = limit;
            this.end = schedule(limit);
        }

        private Future<?> schedule(Duration in) {
            return timer.schedule(this::expire, in.toNanos(), TimeUnit.NANOSECONDS);
        }

        private synchronized void expire() {
            over = true;
            if (current != null) {
                current.cancel();
            }
        }

        /** From now on this is what ends with the time. */
        synchronized void now(Cancellable request) {
            current = request;
            if (over) {
                request.cancel();
            }
        }

        /** Starts the time anew, with another limit. */
        synchronized void restart(Duration newLimit) {
            end.cancel(false);
            limit = newLimit;
            end = schedule(newLimit);
        }

        synchronized boolean isOver() {
            return over;
        }

        synchronized Duration limit() {
            return limit;
        }

        @Override
        public synchronized void close() {
            end.cancel(false);
            current = null;
        }
    }
}
