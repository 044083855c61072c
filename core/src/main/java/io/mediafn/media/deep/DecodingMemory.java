package io.mediafn.media.deep;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/** What decoded images may take of the heap, together. Thread-safe. */
public final class DecodingMemory {
    /** An image beside everything else that a process holds. */
    private static final int SHARE_OF_HEAP = 3;

    private static final int UNIT_SHIFT = 20;

    private final int units;
    private final Semaphore free;

    /** A share of the heap of this process. */
    public DecodingMemory() {
        this(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    public DecodingMemory(long bytes) {
        this.units = (int) Math.min(Integer.MAX_VALUE, bytes >> UNIT_SHIFT);
        this.free = new Semaphore(units, true);
    }

    /** A part of it, given back by closing. */
    final class Lease implements AutoCloseable {
        private final int taken;
        private boolean closed;

        private Lease(int taken) {
            this.taken = taken;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                free.release(taken);
            }
        }
    }

    /** In MiB. */
    int total() {
        return units;
    }

    /** Waits until there is enough; empty where there never will be. The thread stays interrupted if it was. */
    Optional<Lease> lease(long bytes) {
        long wanted = (bytes >> UNIT_SHIFT) + 1;
        if (wanted > units) {
            return Optional.empty();
        }
        free.acquireUninterruptibly((int) wanted);
        return Optional.of(new Lease((int) wanted));
    }
}
