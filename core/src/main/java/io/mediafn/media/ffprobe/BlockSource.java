package io.mediafn.media.ffprobe;

import io.mediafn.media.read.RangeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An object in blocks, of which the last few are kept: ffprobe goes back to the start after it looked at the end.
 * Within a budget. Thread-safe, though only one thread reads at a time.
 */
final class BlockSource {
    /** A read costs a request, whatever its length, and ffprobe mostly goes on where it was. */
    static final int BLOCK = 256 << 10;

    private static final int KEPT = 4;

    /** No more is read: because it cost too much, because the store failed, or because nobody wants it any more. */
    static final class StoppedException extends Exception {
        private static final long serialVersionUID = 1L;

        StoppedException(String message) {
            super(message);
        }
    }

    private final RangeSource source;
    private final long size;
    private final FfprobeReader.Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > KEPT;
        }
    };
    private int requests;
    private long bytes;
    private Optional<String> overBudget = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();
    private boolean closed;

    BlockSource(RangeSource source, long size, FfprobeReader.Limits limits) {
        this.source = source;
        this.size = size;
        this.limits = limits;
    }

    long size() {
        return size;
    }

    /**
     * The bytes from an offset to the end of its block.
     *
     * @param offset below the size
     */
    Piece read(long offset) throws StoppedException {
        lock.lock();
        try {
            long number = offset / BLOCK;
            byte[] block = blocks.get(number);
            if (block == null) {
                block = fetch(number * BLOCK);
                blocks.put(number, block);
            }
            int start = (int) (offset - number * BLOCK);
            if (start >= block.length) {
                throw new StoppedException("the object ends before its size");
            }
            return new Piece(block, start);
        } finally {
            lock.unlock();
        }
    }

    /** The bytes of a block from a place in it; the block is not changed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Piece(byte[] block, int start) {
        int length() {
            return block.length - start;
        }
    }

    private byte[] fetch(long offset) throws StoppedException {
        int length = (int) Math.min(BLOCK, size - offset);
        if (closed || overBudget.isPresent() || failure.isPresent()) {
            throw new StoppedException("no more is read");
        }
        if (requests == limits.requests() || bytes + length > limits.bytes()) {
            String limit = requests == limits.requests() ? requests + " requests" : limits.bytes() + " bytes";
            overBudget = Optional.of("ffprobe wants more than " + limit + " of it (the limit)");
            throw new StoppedException(overBudget.get());
        }
        requests++;
        bytes += length;
        try {
            return source.read(offset, length, "what ffprobe asks for").bytes();
        } catch (RuntimeException e) {
            failure = Optional.of(e); // for the thread that waits for ffprobe: it knows what to make of it
            throw new StoppedException("the store failed");
        }
    }

    /** Waits for a read that is under way, and makes none any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Why it reads no further, where it cost too much. */
    Optional<String> overBudget() {
        lock.lock();
        try {
            return overBudget;
        } finally {
            lock.unlock();
        }
    }

    /** What the store threw. */
    Optional<RuntimeException> failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }
}
