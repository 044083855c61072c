package io.mediafn.media.video.mp4;

import io.mediafn.media.video.FrameIndex;
import io.mediafn.media.video.FrameIndex.KeyFrame;
import io.mediafn.media.video.Rational;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Puts the samples of the movie header and of the fragments in the order in which they are shown. For one file. */
final class FrameCollector implements Fragments.Sink {
    private final SampleList samples;
    private final long timeOffset;
    private boolean reordered;
    private int shift;

    /** When the last sample before a run is decoded. */
    private long before = Long.MIN_VALUE;

    FrameCollector(SampleList samples, SampleTables.Listed listed, long timeOffset) {
        this.samples = samples;
        this.timeOffset = timeOffset;
        this.reordered = listed.reordered();
        this.shift = listed.shift();
    }

    @Override
    public boolean wants() {
        return !samples.isFull();
    }

    @Override
    public void run() {
        before = samples.size() > 0 ? samples.start(samples.size() - 1) : Long.MIN_VALUE;
    }

    /** One that is decoded no later than what came before its run is not shown: fragments may overlap. */
    @Override
    public void sample(long start, int offset, boolean hasOffset, boolean key) {
        reordered |= hasOffset;
        shift = Math.max(shift, offset == Integer.MIN_VALUE ? Integer.MAX_VALUE : -offset);
        long time = start - timeOffset;
        samples.add(time, offset, key, before >= time);
    }

    private long shownAt(int sample) {
        return reordered ? samples.start(sample) + shift + samples.offset(sample) : samples.start(sample);
    }

    FrameIndex index(Rational timeBase, boolean varying, Optional<String> reason) {
        Optional<String> incomplete =
                samples.isFull() ? Optional.of("more than " + SampleList.MOST + " frames") : reason;
        int keys = 0;
        long frames = 0;
        for (int i = 0; i < samples.size(); i++) {
            frames += samples.isHidden(i) ? 0 : 1;
            keys += isKeyFrame(i) ? 1 : 0;
        }
        if (keys > FrameIndex.MOST_KEY_FRAMES) {
            incomplete = Optional.of("only the first " + FrameIndex.MOST_KEY_FRAMES + " of " + keys + " key frames");
            keys = FrameIndex.MOST_KEY_FRAMES;
        }
        return new FrameIndex(timeBase, frames, keyFrames(keys), varying, incomplete);
    }

    private boolean isKeyFrame(int sample) {
        return samples.isKey(sample) && !samples.isHidden(sample);
    }

    private List<KeyFrame> keyFrames(int count) {
        long[] shown = new long[count];
        for (int i = 0, key = 0; key < count; i++) {
            if (isKeyFrame(i)) {
                shown[key++] = shownAt(i);
            }
        }
        long[] before = numbers(shown);
        List<KeyFrame> keyFrames = new ArrayList<>(count);
        for (int key = 0; key < count; key++) {
            keyFrames.add(new KeyFrame(before[key], shown[key]));
        }
        return keyFrames;
    }

    /** How many frames are shown before each of these times; every frame is counted once, whatever their number. */
    private long[] numbers(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        long[] counts = new long[sorted.length + 1];
        for (int i = 0; i < samples.size(); i++) {
            if (!samples.isHidden(i)) {
                counts[firstAfter(sorted, shownAt(i))]++;
            }
        }
        for (int i = 1; i < counts.length; i++) {
            counts[i] += counts[i - 1];
        }
        long[] numbers = new long[times.length];
        for (int i = 0; i < times.length; i++) {
            int place = firstAfter(sorted, times[i] - 1); // the first of equal ones
            numbers[i] = counts[place];
        }
        return numbers;
    }

    /** The place of the first number greater than this one. */
    private static int firstAfter(long[] sorted, long number) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] > number) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
