package io.mediafn.media.video.matroska;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.video.FourCc;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.mp4.CodecConfiguration;
import io.mediafn.media.video.mp4.CodecHeader;

/**
 * What a video track says of its codec.
 *
 * @param name of ffmpeg, empty if it is not known
 * @param tag that ffprobe prints: there is none unless the track was made for another container
 * @param header what the codec itself says in the CodecPrivate
 * @param frameRate what it says of the rate, or unknown
 */
record CodecFacts(String name, String tag, CodecHeader header, Rational frameRate) {
    private static final String NO_TAG = "[0][0][0][0]";
    private static final int BITMAP_HEADER = 40;
    private static final int BITMAP_COMPRESSION = 16;
    private static final int SAMPLE_DESCRIPTION = 21;

    static CodecFacts of(Track track) {
        Bytes data = track.codecPrivate();
        long length = track.codecPrivateLength();
        String tag = NO_TAG;
        long offset = 0;
        switch (track.codecId) {
            case "V_MS/VFW/FOURCC" -> {
                if (length >= BITMAP_HEADER) {
                    tag = FourCc.text(data, BITMAP_COMPRESSION);
                    offset = BITMAP_HEADER;
                }
            }
            case "V_QUICKTIME" -> {
                if (length >= SAMPLE_DESCRIPTION) {
                    tag = FourCc.text(data, data.u32be(0) == length ? 4 : 0);
                    offset = length;
                }
            }
            case "V_PRORES" -> {
                if (length == 4) {
                    tag = FourCc.text(data, 0);
                }
            }
            default -> {}
        }
        if (tag.equals(NO_TAG) && track.video.colourSpace.length() == 4) {
            tag = FourCc.text(track.video.colourSpace);
        }
        boolean foreign = offset > 0;
        String name = (foreign ? FourCc.videoCodec(tag) : CodecNames.video(track.codecId)).orElse("");
        CodecHeader header = CodecConfiguration.read(name, data, 0, foreign ? 0 : length);
        CodecFacts facts = new CodecFacts(name, tag, header, header.frameRate());
        return facts.with(part(data, offset, length), length - offset);
    }

    private static Bytes part(Bytes data, long offset, long length) {
        return offset == 0 ? data : new Pieces(data).add(offset, length - offset);
    }

    private CodecFacts with(Bytes sequence, long length) {
        if (!name.equals("mpeg2video")) {
            return this;
        }
        return FirstFrame.mpeg2(sequence, length)
                .map(first -> new CodecFacts(name, tag, header, first.frameRate()))
                .orElse(this);
    }

    /** With the rate that the first frame states, where the header states none. */
    CodecFacts with(FirstFrame first) {
        boolean known = frameRate.denominator() > 0;
        return known ? this : new CodecFacts(name, tag, header, first.frameRate());
    }

    /** What ffprobe's guess needs to know. */
    FrameRateGuess.Codec forGuess() {
        boolean reorders = name.equals("h264") || name.equals("hevc") || name.equals("vvc");
        boolean fields = name.equals("h264") || name.equals("mpeg2video");
        return new FrameRateGuess.Codec(
                frameRate, fields, reorders, name.equals("h264"), fields || name.equals("hevc") || tag.equals("mp4v"));
    }
}
