package io.mediafn.storage.s3;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Looks after something a few times a second from a thread of its own, and sleeps while there is nothing to look after.
 * A blocked socket write has no limit of its own: only another thread can end it. Thread-safe.
 */
final class Watchdog implements AutoCloseable {
    private final BooleanSupplier round;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean started;
    private boolean work;
    private boolean closed;

    /**
     * Starts no thread yet.
     *
     * @param round false if there is nothing to look after until {@link #wake}
     */
    Watchdog(BooleanSupplier round) {
        this.round = round;
    }

    /** There is something to look after. */
    void wake() {
        lock.lock();
        try {
            work = true;
            woken.signal();
            if (!started && !closed) {
                started = true;
                Thread.ofPlatform().daemon().name("mediafn-s3-watchdog").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (next()) {
                Thread.sleep(S3Timeouts.WATCH.toMillis());
                if (round.getAsBoolean()) {
                    wake();
                }
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it but whoever wants it to end.
            Thread.currentThread().interrupt();
        }
    }

    private boolean next() throws InterruptedException {
        lock.lock();
        try {
            while (!work && !closed) {
                woken.await();
            }
            work = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }
}
