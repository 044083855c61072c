package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Details;
import io.mediafn.media.video.Rational;

/**
 * How the samples of a video track are coded: the descriptions in its box {@code stsd} taken together as ffprobe does.
 *
 * @param tag four characters, of the original format where the samples are encrypted
 * @param width as the container states it
 * @param height likewise
 * @param codec ffmpeg's name, empty when it is not known
 * @param header what the codec's own header says
 * @param single whether there is one description only; samples in fragments that name another are passed over
 * @param encrypted whether it needs a key
 * @param pixelRatio width to height of a pixel, or unknown
 * @param color from the container, empty details when it says nothing
 */
record SampleEntry(
        String tag,
        int width,
        int height,
        String codec,
        CodecHeader header,
        boolean single,
        boolean encrypted,
        Rational pixelRatio,
        Details color) {
    static final SampleEntry UNKNOWN =
            new SampleEntry("", 0, 0, "", CodecHeader.of(new Details()), true, false, Rational.UNKNOWN, new Details());
}
