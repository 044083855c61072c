package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Bytes;

/** Samples of a fragment that lie side by side: the box {@code trun}. What it does not say, its fragment does. */
final class TrackRun {
    static final int HEADER = 8;

    private static final int DATA_OFFSET = 1;
    private static final int FIRST_FLAGS = 4;
    private static final int DURATION = 0x100;
    private static final int SIZE = 0x200;
    private static final int FLAGS = 0x400;
    private static final int OFFSET = 0x800;

    private static final int NOT_A_KEY = 0x0001_0000;
    private static final int DEPENDS = 0x0100_0000;

    private final Bytes bytes;
    private final Movie.Defaults defaults;
    private final int flags;
    private final long declared;
    private final long first;
    private final long end;
    private final int entry;
    private final long firstFlags;

    /** Takes the samples. */
    @FunctionalInterface
    interface Visitor {
        /**
         * One of them.
         *
         * @param duration in ticks
         * @param size in bytes
         * @param offset from when it is decoded to when it is shown
         */
        void sample(long duration, long size, int offset, boolean key);
    }

    /** Reads the start of a box that has one. */
    TrackRun(Bytes bytes, Box box, Movie.Defaults defaults) {
        this.bytes = bytes;
        this.defaults = defaults;
        this.flags = bytes.u24be(box.content() + 1);
        this.declared = bytes.u32be(box.content() + 4);
        this.end = box.end();
        long at = box.content() + HEADER + (has(DATA_OFFSET) ? 4 : 0);
        this.firstFlags = has(FIRST_FLAGS) && at + 4 <= end ? bytes.u32be(at) : defaults.flags();
        this.first = at + (has(FIRST_FLAGS) ? 4 : 0);
        this.entry = 4 * Integer.bitCount(flags & (DURATION | SIZE | FLAGS | OFFSET));
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Whether its samples are all alike, but for the first one's flags: then they are not listed. */
    boolean isUniform() {
        return entry == 0;
    }

    boolean hasOffsets() {
        return has(OFFSET);
    }

    /** As declared where they are not listed, which is no number to trust; else as many as there are. */
    long count() {
        return isUniform() ? declared : Math.min(declared, Math.max(0, end - first) / entry);
    }

    /** Whether it claims more samples than it lists. */
    boolean isShort() {
        return declared > count();
    }

    static boolean isKey(long sampleFlags) {
        return (sampleFlags & (NOT_A_KEY | DEPENDS)) == 0;
    }

    boolean startsWithKey() {
        return isKey(firstFlags);
    }

    void forEach(Visitor visitor) {
        long count = count();
        bytes.prefetch(first, count * entry);
        long at = first;
        for (long i = 0; i < count; i++) {
            long duration = defaults.duration();
            long size = defaults.size();
            long sampleFlags = i == 0 ? firstFlags : defaults.flags();
            int offset = 0;
            if (has(DURATION)) {
                duration = bytes.u32be(at);
                at += 4;
            }
            if (has(SIZE)) {
                size = bytes.u32be(at);
                at += 4;
            }
            if (has(FLAGS)) {
                sampleFlags = bytes.u32be(at);
                at += 4;
            }
            if (has(OFFSET)) {
                offset = bytes.s32be(at);
                at += 4;
            }
            visitor.sample(duration, size, offset, isKey(sampleFlags));
        }
    }
}
