package io.mediafn.media.video.mp4;

import java.util.Arrays;
import java.util.BitSet;

/** The samples of a track in the order in which they are decoded. Grows with what was read; belongs to one thread. */
final class SampleList {
    /** A day and a half at 30 frames a second, and some 50 MiB. */
    static final int MOST = 4_000_000;

    private long[] starts = new long[1_024];
    private int[] offsets = new int[1_024];
    private final BitSet keys = new BitSet();
    private final BitSet hidden = new BitSet();
    private int size;
    private boolean full;

    /**
     * Adds one; more than {@link #MOST} are left out.
     *
     * @param start when it is decoded
     * @param offset from there to when it is shown
     * @param isHidden whether it is decoded only because others need it
     */
    void add(long start, int offset, boolean key, boolean isHidden) {
        if (size == MOST) {
            full = true;
            return;
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            offsets = Arrays.copyOf(offsets, size * 2);
        }
        starts[size] = start;
        offsets[size] = offset;
        keys.set(size, key);
        hidden.set(size, isHidden);
        size++;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return full;
    }

    long start(int index) {
        return starts[index];
    }

    void setStart(int index, long start) {
        starts[index] = start;
    }

    void setOffset(int index, int offset) {
        offsets[index] = offset;
    }

    int offset(int index) {
        return offsets[index];
    }

    boolean isKey(int index) {
        return keys.get(index);
    }

    void setKey(int index) {
        keys.set(index);
    }

    boolean isHidden(int index) {
        return hidden.get(index);
    }
}
