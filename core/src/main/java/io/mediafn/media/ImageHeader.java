package io.mediafn.media;

/**
 * What the header of an image says, before the rules for orientation.
 *
 * @param width of the stored pixels; as declared, so possibly larger than any image can be
 * @param height likewise
 * @param channels Pillow's number of bands
 * @param bitDepth bits of a channel (of an index for a palette), 0 when unknown
 * @param orientation as in Exif, 1 to 8, or 0 when the file states none
 * @param turned whether FiftyOne swaps width and height for the orientations 5 to 8
 * @param animation whether there are several frames
 */
record ImageHeader(
        long width, long height, int channels, int bitDepth, int orientation, boolean turned, Animation animation) {
    enum Animation {
        YES,
        NO,
        UNKNOWN
    }

    static ImageHeader of(long width, long height, int channels, int bitDepth) {
        return new ImageHeader(width, height, channels, bitDepth, 0, false, Animation.UNKNOWN);
    }

    ImageHeader with(Animation known) {
        return new ImageHeader(width, height, channels, bitDepth, orientation, turned, known);
    }

    /** With an orientation that FiftyOne does not look at ({@code turns} false) or does. */
    ImageHeader with(int stated, boolean turns) {
        return new ImageHeader(width, height, channels, bitDepth, stated, turns, animation);
    }
}
