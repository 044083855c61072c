package io.mediafn.media.video.mp4;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import java.util.HashMap;
import java.util.Map;

/** Adds up samples of fragments. Belongs to one thread. */
final class SampleTally {
    /** A day and a half at 30 frames a second; fragments can claim any number of samples that are all alike. */
    private static final long MOST_SAMPLES = 4_000_000;

    /** To know the usual one, a few are enough. */
    private static final int MOST_DELTAS = 64;

    private static final double COMMON = 0.8;

    private long samples;
    private long ticks;
    private long first;
    private long run;
    private long runLength;
    private boolean changed;
    private boolean varying;
    private final Map<Long, Long> deltas = new HashMap<>();

    void add(long delta) {
        add(delta, 1);
    }

    /** Adds some that last equally long. */
    void add(long delta, long count) {
        if (count > MOST_SAMPLES - samples) {
            throw new MediaException(Reason.CORRUPT, "more than " + MOST_SAMPLES + " samples in fragments");
        }
        if (count <= 0) {
            return;
        }
        varying |= changed; // the last sample may last as long as it likes
        if (samples > 0 && delta != first) {
            changed = true;
            varying |= count > 1;
        } else {
            first = delta;
        }
        samples += count;
        ticks += delta * count;
        if (delta != run) {
            endRun();
            run = delta;
        }
        runLength += count;
    }

    /** Counts whole runs: one by one, samples without end would cost memory without end. */
    private void endRun() {
        if (runLength > 0 && (deltas.size() < MOST_DELTAS || deltas.containsKey(run))) {
            deltas.merge(run, runLength, Long::sum);
        }
        runLength = 0;
    }

    /** Adds samples that were not seen but must be there, taken to be like the others. */
    void addGap(long gap) {
        double delta = usualDelta();
        if (samples > 0 && gap > 0 && delta > 0) {
            samples += Math.round(gap / delta);
            ticks += gap;
        }
    }

    /** Of a sample: the most common one, or the mean where none is common. */
    private double usualDelta() {
        endRun();
        long most = 0;
        long delta = 0;
        for (Map.Entry<Long, Long> entry : deltas.entrySet()) {
            if (entry.getValue() > most) {
                most = entry.getValue();
                delta = entry.getKey();
            }
        }
        return most > samples * COMMON ? delta : (double) ticks / samples;
    }

    long samples() {
        return samples;
    }

    /** What they last together. */
    long ticks() {
        return ticks;
    }

    boolean isVarying() {
        return varying;
    }
}
