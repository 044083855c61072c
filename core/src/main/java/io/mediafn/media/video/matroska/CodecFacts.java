package io.mediafn.media.video.matroska;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.video.FirstFrame;
import io.mediafn.media.video.FourCc;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.mp4.CodecConfiguration;
import io.mediafn.media.video.mp4.CodecHeader;
import java.util.Optional;

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
        Optional<FirstFrame> own = sequence(name, part(data, offset, length), length - offset);
        return new CodecFacts(name, tag, header, own.map(FirstFrame::frameRate).orElse(header.frameRate()));
    }

    private static Bytes part(Bytes data, long offset, long length) {
        return offset == 0 ? data : new Pieces(data).add(offset, length - offset);
    }

    /** Codecs that put into the CodecPrivate what else their first frame has. */
    private static Optional<FirstFrame> sequence(String name, Bytes data, long length) {
        return switch (name) {
            case "mpeg1video", "mpeg2video", "mpeg4" -> FirstFrame.read(name, data, length);
            case "theora" -> FirstFrame.theora(data, length);
            default -> Optional.empty();
        };
    }

    /** With the rate that the first frame states, where the header states none. */
    CodecFacts with(FirstFrame first) {
        boolean known = frameRate.denominator() > 0;
        return known ? this : new CodecFacts(name, tag, header, first.frameRate());
    }

    /** What ffprobe's guess needs to know. */
    FrameRateGuess.Codec forGuess() {
        boolean h264 = name.equals("h264");
        boolean reorders = h264 || name.equals("hevc") || name.equals("vvc");
        boolean fields = h264 || name.equals("mpeg1video") || name.equals("mpeg2video");
        boolean unreliable = h264 || name.equals("hevc") || name.equals("mpeg2video") || tag.equals("mp4v");
        return new FrameRateGuess.Codec(frameRate, fields, reorders, h264, unreliable);
    }

    /** Whether its frames may state a rate that is not read here. */
    boolean mayStateMore() {
        return switch (name) {
            case "h264",
                    "hevc",
                    "av1",
                    "vp8",
                    "vp9",
                    "mpeg1video",
                    "mpeg2video",
                    "mpeg4",
                    "theora",
                    "mjpeg",
                    "ffv1",
                    "huffyuv",
                    "ffvhuff",
                    "prores",
                    "rawvideo",
                    "png",
                    "utvideo",
                    "msmpeg4v1",
                    "msmpeg4v2",
                    "msmpeg4v3",
                    "wmv1",
                    "wmv2" -> false;
            default -> true;
        };
    }

    /** Before a first frame ffprobe does not know what the frames of these codecs would tell it. */
    CodecFacts withoutFrames() {
        boolean told = name.equals("hevc") || name.equals("av1") || name.equals("theora");
        return told ? this : new CodecFacts(name, tag, header, Rational.UNKNOWN);
    }
}
