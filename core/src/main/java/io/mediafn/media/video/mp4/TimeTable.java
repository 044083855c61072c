package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Bytes;

/**
 * How long the samples of a track last, from its box {@code stts}, with the corrections that ffprobe makes to it.
 *
 * @param entries of the table
 * @param samples in all of them
 * @param ticks that they last together
 * @param varying whether samples last differently long, the last one aside
 */
record TimeTable(long entries, long samples, long ticks, boolean varying) {
    static final TimeTable EMPTY = new TimeTable(0, 0, 0, false);

    /** Of a track that was passed over: like nearly every track it has some. */
    static final TimeTable UNREAD = new TimeTable(1, 0, 0, false);

    private static final int HEADER = 8;
    static final int ENTRY = 8;

    /** A delta above this is a negative one, or nonsense: no sample lasts that long. */
    private static final long MAX_DELTA = 0xffff_ffffL - 48_000 * 10;

    /** Takes the entries one by one, with their corrected deltas. */
    @FunctionalInterface
    interface Sink {
        void entry(long samples, long delta);
    }

    /** How many bytes have to be read for it. */
    static long length(Bytes bytes, Box box) {
        return HEADER + entries(bytes, box) * ENTRY;
    }

    /** Never more than the box has room for. */
    private static long entries(Bytes bytes, Box box) {
        if (box.length() < HEADER) {
            return 0;
        }
        return Math.min(bytes.u32be(box.content() + 4), (box.length() - HEADER) / ENTRY);
    }

    static TimeTable read(Bytes bytes, Box box) {
        return read(bytes, box, (samples, delta) -> {});
    }

    static TimeTable read(Bytes bytes, Box box, Sink sink) {
        long entries = entries(bytes, box);
        bytes.prefetch(box.content() + HEADER, entries * ENTRY);
        long ticks = 0;
        long total = 0;
        long written = 0;
        long meant = 0;
        long first = -1;
        boolean varying = false;
        for (long i = 0; i < entries; i++) {
            long samples = bytes.u32be(box.content() + HEADER + i * ENTRY);
            long delta = bytes.u32be(box.content() + HEADER + i * ENTRY + 4);
            if (delta > MAX_DELTA) {
                // Some files step back in time; then the samples before are taken to last shorter.
                int step = (int) delta;
                meant += (step < 0 ? step : 1) * samples;
                delta = 1;
            } else {
                meant += delta * samples;
            }
            written += delta * samples;
            if (written > meant) {
                long drift = subtract(written, meant) / Math.max(samples, 1);
                long correction = delta > drift ? drift : (delta - 1) & 0xffff_ffffL;
                written -= correction * samples;
                delta = (delta - correction) & 0xffff_ffffL;
            }
            ticks += delta * samples;
            total += samples;
            boolean lastSample = i == entries - 1 && samples == 1;
            if (samples > 0 && first < 0) {
                first = delta;
            } else if (samples > 0 && delta != first && !lastSample) {
                varying = true;
            }
            sink.entry(samples, delta);
        }
        return new TimeTable(entries, total, ticks, varying);
    }

    /** Saturating. */
    private static long subtract(long a, long b) {
        long difference = a - b;
        boolean overflow = ((a ^ b) & (a ^ difference)) < 0;
        return overflow ? a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : difference;
    }
}
