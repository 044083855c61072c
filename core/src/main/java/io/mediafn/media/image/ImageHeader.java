package io.mediafn.media.image;

import io.mediafn.media.read.Details;
import java.util.Optional;

/**
 * What the header of an image says, before the rules for orientation.
 *
 * @param width of the stored pixels; as declared, so possibly larger than any image can be
 * @param height likewise
 * @param channels Pillow's number of bands; 0 where neither Pillow nor the header tells it
 * @param bitDepth bits of a channel (of an index for a palette), 0 when unknown
 * @param orientation as in Exif, 1 to 8, or 0 when the file states none
 * @param turned whether FiftyOne swaps width and height for the orientations 5 to 8
 * @param animation whether there are several frames
 * @param refusal why FiftyOne opens no such file, where it is so: what is said here is then more than it knows
 * @param details what else was in the bytes
 */
public record ImageHeader(
        long width,
        long height,
        int channels,
        int bitDepth,
        int orientation,
        boolean turned,
        Animation animation,
        Optional<String> refusal,
        Details details) {
    public enum Animation {
        YES,
        NO,
        UNKNOWN
    }

    static ImageHeader of(long width, long height, int channels, int bitDepth) {
        return new ImageHeader(
                width, height, channels, bitDepth, 0, false, Animation.UNKNOWN, Optional.empty(), new Details());
    }

    ImageHeader with(Animation known) {
        return new ImageHeader(width, height, channels, bitDepth, orientation, turned, known, refusal, details);
    }

    /** With an orientation that FiftyOne does not look at ({@code turns} false) or does. */
    ImageHeader with(int stated, boolean turns) {
        return new ImageHeader(width, height, channels, bitDepth, stated, turns, animation, refusal, details);
    }

    ImageHeader with(Details more) {
        return new ImageHeader(width, height, channels, bitDepth, orientation, turned, animation, refusal, more);
    }

    ImageHeader refusedByFiftyOne(String why) {
        return new ImageHeader(
                width, height, channels, bitDepth, orientation, turned, animation, Optional.of(why), details);
    }
}
