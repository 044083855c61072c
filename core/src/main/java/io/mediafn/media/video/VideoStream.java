package io.mediafn.media.video;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What ffprobe 6 to 8 prints of the video that FiftyOne takes from a file (the first stream of video), whoever found it
 * out; FiftyOne's own rules come on top of it. Seconds are what ffprobe prints: rounded to six decimals.
 *
 * @param width of the stored picture, 0 where ffprobe prints none
 * @param height likewise
 * @param rotation how far a player turns the picture, clockwise: 0, 90, 180 or 270 degrees
 * @param averageFrameRate {@code avg_frame_rate}
 * @param realFrameRate {@code r_frame_rate}
 * @param frames {@code nb_frames}
 * @param duration {@code duration} of the stream
 * @param durationTicks {@code duration_ts}
 * @param timeBase of the ticks, in seconds
 * @param containerDuration {@code duration} of the format
 * @param codecTag {@code codec_tag_string}: {@code avc1}, {@code [0][0][0][0]}
 * @param countMethod where the number of frames comes from
 * @param exact whether ffprobe would print the same; false where a limit made an estimate of it
 * @param refusal why FiftyOne stores nothing for such a file, where it is so
 * @param details what else was in the bytes
 * @param problems what is not what it seems
 */
public record VideoStream(
        int width,
        int height,
        int rotation,
        Rational averageFrameRate,
        Rational realFrameRate,
        OptionalLong frames,
        OptionalDouble duration,
        OptionalLong durationTicks,
        Rational timeBase,
        OptionalDouble containerDuration,
        String codecTag,
        CountMethod countMethod,
        boolean exact,
        Optional<String> refusal,
        Details details,
        List<Problem> problems) {
    /** How a number of frames was got. */
    public enum CountMethod {
        /** Counted in the index of the file: every frame has its entry. */
        SAMPLE_TABLE,
        /** Counted in all fragments. */
        FRAGMENTS,
        /** A number that the header states. */
        HEADER,
        /** The product of duration and frame rate. */
        DURATION_TIMES_RATE,
        /** Every frame was read. */
        ALL_FRAMES
    }

    public VideoStream {
        problems = List.copyOf(problems);
    }
}
