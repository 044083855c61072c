package io.mediafn.storage.gcs;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Breaks off requests that take too long as a whole: a socket's own limit knows only how long nothing came, and none at
 * all for a peer that does not take what is sent to it. Thread-safe; its thread ends when there is nothing to watch.
 */
final class GcsWatchdog implements AutoCloseable {
    private static final long IDLE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("gcs-watchdog").factory());

    GcsWatchdog() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Calls {@code breakOff} when the time is over, unless the alarm is ended before. */
    Alarm watch(Duration limit, Runnable breakOff) {
        Alarm alarm = new Alarm(limit, breakOff);
        alarm.future = timer.schedule(alarm::ring, limit.toMillis(), TimeUnit.MILLISECONDS);
        return alarm;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Of one request. */
    static final class Alarm {
        private final Duration limit;
        private final Runnable breakOff;
        private volatile @Nullable Future<?> future;
        private volatile boolean rung;

        private Alarm(Duration limit, Runnable breakOff) {
            this.limit = limit;
            this.breakOff = breakOff;
        }

        private void ring() {
            rung = true;
            // On a thread of its own, since closing a TLS connection can take a moment.
            Thread.ofVirtual().name("gcs-break-off").start(breakOff);
        }

        void end() {
            Future<?> scheduled = future;
            if (scheduled != null) {
                scheduled.cancel(false);
            }
        }

        /** The failure itself, or that the time was over if that was the cause of it. */
        IOException explain(IOException e) {
            if (!rung) {
                return e;
            }
            SocketTimeoutException late =
                    new SocketTimeoutException("no whole answer within " + limit.toSeconds() + " s");
            late.initCause(e);
            return late;
        }
    }
}
