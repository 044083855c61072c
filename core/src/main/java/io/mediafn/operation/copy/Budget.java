package io.mediafn.operation.copy;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * The memory for bytes on their way, shared by all objects of a process: an object of 1 TB and ten thousand small ones
 * go through the same number of bytes. A lease is taken before the source is opened, so that a slow target never keeps
 * idle sources open. Thread-safe; first come, first served.
 */
final class Budget {
    private static final int UNIT = 1024;

    private final int partSize;
    private final int units;
    private final Semaphore free;
    /** Arrays of the usual size are used again: a large allocation for each part would keep the collector busy. */
    private final ConcurrentLinkedDeque<byte[]> pool = new ConcurrentLinkedDeque<>();

    Budget(CopySettings settings) {
        this.partSize = settings.partSize();
        this.units = Math.toIntExact(settings.bufferBytes() / UNIT);
        this.free = new Semaphore(units, true);
    }

    /** Whether a buffer of that size can be had at all. */
    boolean canHold(long size) {
        return units(size) <= units;
    }

    /**
     * Waits for a buffer.
     *
     * @param size in bytes, for which {@link #canHold} holds
     * @throws IllegalArgumentException if it doesn't: it would wait for ever
     * @throws InterruptedException if the run is ended meanwhile
     */
    Lease lease(int size) throws InterruptedException {
        int needed = units(size);
        if (needed > units) {
            throw new IllegalArgumentException(size + " bytes are more than all buffers together");
        }
        free.acquire(needed);
        return take(size, needed);
    }

    /** A buffer, if there is one at once: for whoever holds buffers already, and must not wait for those who wait too. */
    Optional<Lease> tryLease(int size) {
        int needed = units(size);
        return free.tryAcquire(needed) ? Optional.of(take(size, needed)) : Optional.empty();
    }

    private Lease take(int size, int needed) {
        byte[] pooled = size > partSize / 2 && size <= partSize ? pool.pollFirst() : null;
        if (pooled != null) {
            return new Lease(pooled, needed);
        }
        try {
            return new Lease(new byte[size > partSize / 2 && size <= partSize ? partSize : size], needed);
        } catch (Error e) {
            free.release(needed);
            throw e;
        }
    }

    /** A buffer of the usual size counts whole, since its array is. */
    private int units(long size) {
        long held = size > partSize / 2 && size <= partSize ? partSize : size;
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, (held + UNIT - 1) / UNIT));
    }

    /** A buffer; closing gives it back. Belongs to one thread at a time. */
    final class Lease implements AutoCloseable {
        private final byte[] bytes;
        private final int held;

        private Lease(byte[] bytes, int held) {
            this.bytes = bytes;
            this.held = held;
        }

        /** At least as many bytes as were asked for, with anything in them. */
        byte[] bytes() {
            return bytes;
        }

        @Override
        public void close() {
            if (bytes.length == partSize) {
                pool.addFirst(bytes);
            }
            free.release(held);
        }
    }
}
