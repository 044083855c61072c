package io.mediafn.media.video;

import java.util.List;
import java.util.Optional;

/**
 * The frames of a video, from every index that its file has.
 *
 * @param timeBase of every {@code pts}, in seconds
 * @param frames that the file holds
 * @param keyFrames in the order in which they are decoded
 * @param variableFrameRate whether frames last differently long
 * @param incomplete why frames or key frames are missing here, where it is so
 */
public record FrameIndex(
        Rational timeBase,
        long frames,
        List<KeyFrame> keyFrames,
        boolean variableFrameRate,
        Optional<String> incomplete) {
    /** More key frames than this are not kept. */
    public static final int MOST_KEY_FRAMES = 100_000;

    /**
     * A frame that decoding can start at.
     *
     * @param number of the frame in the order of presentation, from 0
     * @param pts when it is presented, in ticks of the time base, as ffprobe prints it; may be negative
     */
    public record KeyFrame(long number, long pts) {}

    public FrameIndex {
        keyFrames = List.copyOf(keyFrames);
    }
}
