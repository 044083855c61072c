package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Bytes;
import org.jspecify.annotations.Nullable;

/** The samples that a movie header lists, from the tables of a track that are all here. */
final class SampleTables {
    private static final int HEADER = 8;
    private static final int PAIR = 8;

    /** An offset that no reordering of frames needs. */
    private static final int MAX_OFFSET = 1 << 28;

    private final Bytes bytes;
    private final Track track;
    private final SampleList samples = new SampleList();
    private boolean reordered;

    /** By how much presentation must be late so that no frame is shown before it is decoded. */
    private int shift;

    private SampleTables(Bytes bytes, Track track) {
        this.bytes = bytes;
        this.track = track;
    }

    /**
     * What the tables say.
     *
     * @param samples decoded from {@code -shift} on
     * @param reordered whether there are offsets between decoding and presentation
     * @param shift as above
     */
    record Listed(SampleList samples, boolean reordered, int shift) {}

    /** @param origin when the first sample is decoded, but for the shift */
    static Listed read(Bytes bytes, Track track, long origin) {
        return new SampleTables(bytes, track).read(origin);
    }

    private Listed read(long origin) {
        findShift();
        times(origin - shift);
        offsets();
        keys();
        return new Listed(samples, reordered, shift);
    }

    private @Nullable Box table(String type) {
        Box box = track.tables().get(type);
        return box == null || box.length() < HEADER ? null : box;
    }

    /** Entries of {@code size} bytes that a table has room for, at most as many as it states. */
    private int count(Box box, int size) {
        long stated = bytes.u32be(box.content() + 4);
        return (int) Math.min(Math.min(stated, (box.length() - HEADER) / size), Integer.MAX_VALUE);
    }

    /** As many as have a size, or lie in a chunk, whatever is less. */
    private long number() {
        Box sizes = table("stsz");
        Box compact = table("stz2");
        long number;
        if (sizes != null && sizes.length() >= 12) {
            boolean equal = bytes.u32be(sizes.content() + 4) != 0;
            long stated = bytes.u32be(sizes.content() + HEADER);
            number = equal ? stated : Math.min(stated, (sizes.length() - 12) / 4);
        } else if (compact != null && compact.length() >= 12) {
            int bits = Math.max(4, bytes.u8(compact.content() + 7));
            number = Math.min(bytes.u32be(compact.content() + HEADER), (compact.length() - 12) * 8 / bits);
        } else {
            return 0;
        }
        return Math.min(number, inChunks());
    }

    private long inChunks() {
        Box offsets = table("stco");
        Box wide = table("co64");
        Box runs = table("stsc");
        if (runs == null) {
            return 0;
        }
        long chunks = offsets != null ? count(offsets, 4) : wide != null ? count(wide, 8) : 0;
        int entries = count(runs, 12);
        long sum = 0;
        for (int i = 0; i < entries; i++) {
            long at = runs.content() + HEADER + i * 12L;
            long first = bytes.u32be(at);
            long next = i + 1 < entries ? bytes.u32be(at + 12) : chunks + 1;
            sum += Math.max(0, Math.min(next, chunks + 1) - first) * bytes.u32be(at + 4);
        }
        return sum;
    }

    private void times(long origin) {
        Box stts = table("stts");
        if (stts == null) {
            return;
        }
        long number = number();
        long[] state = {origin, 0}; // when the next one is decoded, how long the last one lasted
        TimeTable.read(bytes, stts, (count, delta) -> {
            for (long i = 0; i < count && samples.size() < number && !samples.isFull(); i++) {
                samples.add(state[0], 0, false, false);
                state[0] += delta;
            }
            state[1] = delta;
        });
        while (samples.size() < number && !samples.isFull()) {
            samples.add(state[0], 0, false, false);
            state[0] += state[1];
        }
    }

    private void findShift() {
        Box ctts = table("ctts");
        if (ctts == null) {
            return;
        }
        int entries = count(ctts, PAIR);
        for (int i = 0; i + 2 < entries; i++) {
            int offset = bytes.s32be(ctts.content() + HEADER + (long) i * PAIR + 4);
            if (Math.abs((long) offset) > MAX_OFFSET) {
                shift = 0;
                return; // as in ffprobe, such a table is no table
            }
            shift = Math.max(shift, -offset);
        }
        reordered = entries > 0;
    }

    private void offsets() {
        Box ctts = table("ctts");
        if (ctts == null || !reordered) {
            return;
        }
        int entries = count(ctts, PAIR);
        int sample = 0;
        for (int i = 0; i < entries && sample < samples.size(); i++) {
            long at = ctts.content() + HEADER + (long) i * PAIR;
            int count = bytes.s32be(at);
            int offset = bytes.s32be(at + 4);
            for (int j = 0; j < count && sample < samples.size(); j++) {
                samples.setOffset(sample++, offset);
            }
        }
    }

    private void keys() {
        Box stss = table("stss");
        Box partial = table("stps");
        if (stss == null) {
            for (int i = 0; i < samples.size(); i++) {
                samples.setKey(i);
            }
        } else {
            mark(stss);
            if (bytes.u32be(stss.content() + 4) == 0 && samples.size() > 0) {
                samples.setKey(0);
            }
        }
        if (partial != null) {
            mark(partial);
        }
    }

    /** They count from 1, but for files that start with 0. */
    private void mark(Box box) {
        int entries = count(box, 4);
        int base = entries > 0 && bytes.u32be(box.content() + HEADER) == 0 ? 0 : 1;
        for (int i = 0; i < entries; i++) {
            long sample = bytes.u32be(box.content() + HEADER + i * 4L) - base;
            if (sample >= 0 && sample < samples.size()) {
                samples.setKey((int) sample);
            }
        }
    }
}
