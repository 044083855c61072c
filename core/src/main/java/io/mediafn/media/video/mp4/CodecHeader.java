package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Details;
import io.mediafn.media.video.Rational;

/**
 * What the header of a codec says, as it is kept beside the description of the samples.
 *
 * @param width that a decoder shows, 0 when it is not told
 * @param height likewise
 * @param cropped whether something is cut off on the left or at the top
 * @param frameRate as the bit stream states it, or unknown
 * @param details profile, level, depth, colour
 */
public record CodecHeader(int width, int height, boolean cropped, Rational frameRate, Details details) {
    public static CodecHeader of(Details details) {
        return new CodecHeader(0, 0, false, Rational.UNKNOWN, details);
    }

    static CodecHeader of(int width, int height, Details details) {
        return new CodecHeader(width, height, false, Rational.UNKNOWN, details);
    }
}
