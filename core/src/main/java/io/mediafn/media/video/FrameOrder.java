package io.mediafn.media.video;

import io.mediafn.media.video.FrameIndex.KeyFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Numbers frames in the order of their presentation while they come in the order of decoding. No codec lets more than 16
 * frames wait, so what is earlier than 32 others is the next one.
 */
public final class FrameOrder {
    private static final int WAITING = 32;
    private static final double MILLISECOND = 0.001;

    private record Frame(long pts, long decoded, boolean key) implements Comparable<Frame> {
        @Override
        public int compareTo(Frame other) {
            return pts != other.pts ? Long.compare(pts, other.pts) : Long.compare(decoded, other.decoded);
        }
    }

    private final PriorityQueue<Frame> waiting = new PriorityQueue<>();
    private final List<KeyFrame> keyFrames = new ArrayList<>();
    private boolean tooMany;
    private long decoded;
    private long presented;
    private long last;
    private long shortest = Long.MAX_VALUE;
    private long longest = Long.MIN_VALUE;

    /**
     * Takes the next frame.
     *
     * @param pts in ticks
     * @param key whether decoding can start at it
     */
    public void add(long pts, boolean key) {
        waiting.add(new Frame(pts, decoded++, key));
        if (waiting.size() > WAITING) {
            present(waiting.remove());
        }
    }

    private void present(Frame frame) {
        if (presented > 0) {
            long duration = frame.pts - last;
            shortest = Math.min(shortest, duration);
            longest = Math.max(longest, duration);
        }
        last = frame.pts;
        if (frame.key && keyFrames.size() < FrameIndex.MOST_KEY_FRAMES) {
            keyFrames.add(new KeyFrame(presented, frame.pts));
        } else {
            tooMany |= frame.key;
        }
        presented++;
    }

    /** How many there are so far. */
    public long frames() {
        return decoded;
    }

    /**
     * All of them.
     *
     * @param incomplete why some are missing, where it is so
     */
    public FrameIndex finish(Rational timeBase, Optional<String> incomplete) {
        while (!waiting.isEmpty()) {
            present(waiting.remove());
        }
        // Times are rounded to ticks, and before that often to milliseconds.
        double rounding = Math.max(timeBase.value(), MILLISECOND) * 1.001;
        boolean variable = presented > 2 && (longest - shortest) * timeBase.value() > rounding;
        Optional<String> why = tooMany
                ? Optional.of("only the first " + FrameIndex.MOST_KEY_FRAMES + " key frames are kept")
                : incomplete;
        return new FrameIndex(timeBase, decoded, keyFrames, variable, why);
    }
}
