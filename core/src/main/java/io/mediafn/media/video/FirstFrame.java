package io.mediafn.media.video;

import io.mediafn.media.read.Bytes;
import java.util.Optional;

/**
 * What the first key frame says of itself: where it contradicts the container, ffprobe believes the frame.
 *
 * @param width of the picture, 0 if it is not told there
 * @param height likewise
 * @param bitDepth 0 if it is not told there
 * @param frameRate unknown if it is not told there
 */
public record FirstFrame(int width, int height, int bitDepth, Rational frameRate) {
    private static final int VP8_START = 0x9d012a;
    private static final int VP9_SYNC = 0x498342;
    private static final int VP9_SRGB = 7;
    private static final long MPEG2_SEQUENCE = 0x1b3;
    private static final long MPEG2_EXTENSION = 0x1b5;
    private static final int MPEG2_SCAN = 256;
    private static final long MPEG4_LAYER = 0x12;
    private static final int MPEG4_SCAN = 200;
    private static final int MPEG4_EXTENDED_RATIO = 15;
    private static final int MPEG4_RATE_CONTROL = 79;
    private static final int THEORA_SCAN = 16;

    /**
     * Reads the start of a frame.
     *
     * @param codec ffmpeg's name
     * @param length of the frame
     * @return empty for a codec whose frames do not say it like this, and for a frame that is no key frame
     */
    public static Optional<FirstFrame> read(String codec, Bytes frame, long length) {
        return switch (codec) {
            case "vp8" -> vp8(frame, length);
            case "vp9" -> vp9(frame, length);
            case "mpeg1video", "mpeg2video" -> mpeg2(frame, length);
            case "mpeg4" -> mpeg4(frame, length);
            default -> Optional.empty();
        };
    }

    /** RFC 6386, 9.1. */
    private static Optional<FirstFrame> vp8(Bytes frame, long length) {
        if (length < 10 || (frame.u8(0) & 1) != 0 || frame.u24be(3) != VP8_START) {
            return Optional.empty();
        }
        return Optional.of(new FirstFrame(frame.u16le(6) & 0x3fff, frame.u16le(8) & 0x3fff, 8, Rational.UNKNOWN));
    }

    /** The uncompressed header of VP9 (bitstream specification, 6.2). */
    private static Optional<FirstFrame> vp9(Bytes frame, long length) {
        if (length < 12) {
            return Optional.empty();
        }
        long bits = frame.s64be(0);
        int profile = (int) ((bits >>> 61 & 1) | (bits >>> 59 & 2));
        int at = profile == 3 ? 5 : 4;
        boolean key = bits >>> 62 == 2 && bit(frame, at) == 0 && bit(frame, at + 1) == 0;
        at += 4;
        if (!key || bits(frame, at, 24) != VP9_SYNC) {
            return Optional.empty();
        }
        at += 24;
        int depth = 8;
        if (profile >= 2) {
            depth = bit(frame, at++) == 0 ? 10 : 12;
        }
        int space = bits(frame, at, 3);
        at += 3;
        if (space != VP9_SRGB) {
            at += (profile & 1) == 1 ? 4 : 1;
        } else {
            at += (profile & 1) == 1 ? 1 : 0;
        }
        return Optional.of(
                new FirstFrame(bits(frame, at, 16) + 1, bits(frame, at + 16, 16) + 1, depth, Rational.UNKNOWN));
    }

    private static int bit(Bytes frame, int at) {
        return frame.u8(at >> 3) >> (7 - (at & 7)) & 1;
    }

    private static int bits(Bytes frame, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit(frame, at + i);
        }
        return value;
    }

    /** ISO/IEC 13818-2, 6.2.2.1 and 6.2.2.3: the sides and the rate, and the extension of both. */
    private static Optional<FirstFrame> mpeg2(Bytes frame, long length) {
        long end = Math.min(length - 9, MPEG2_SCAN);
        for (long at = 0; at < end; at++) {
            if (frame.u32be(at) == MPEG2_SEQUENCE) {
                int sides = frame.u24be(at + 4);
                return Optional.of(
                        extended(sides >> 12, sides & 0xfff, mpeg2Rate(frame.u8(at + 7) & 15), frame, at + 8, end));
            }
        }
        return Optional.empty();
    }

    private static FirstFrame extended(int width, int height, Rational rate, Bytes frame, long from, long end) {
        for (long at = from; at < end; at++) {
            if (frame.u32be(at) == MPEG2_EXTENSION && frame.u8(at + 4) >> 4 == 1) {
                int highBits = frame.u16be(at + 5);
                int factor = frame.u8(at + 9);
                return new FirstFrame(
                        width | (highBits >> 7 & 3) << 12,
                        height | (highBits >> 5 & 3) << 12,
                        8,
                        new Rational(
                                rate.numerator() * ((factor >> 5 & 3) + 1), rate.denominator() * ((factor & 31) + 1)));
            }
        }
        return new FirstFrame(width, height, 8, rate);
    }

    /** The video object layer of ISO/IEC 14496-2, 6.2.3: how many ticks a second has, and perhaps a frame. */
    private static Optional<FirstFrame> mpeg4(Bytes frame, long length) {
        for (long at = 0; at < Math.min(length - 24, MPEG4_SCAN); at++) {
            if (frame.u32be(at) >>> 4 == MPEG4_LAYER) {
                return mpeg4Layer(frame, (int) at + 4, (int) Math.min(length, Integer.MAX_VALUE));
            }
        }
        return Optional.empty();
    }

    private static Optional<FirstFrame> mpeg4Layer(Bytes frame, int start, int length) {
        int at = start * 8 + 9;
        if (bit(frame, at++) == 1) {
            at += 7;
        }
        at += bits(frame, at, 4) == MPEG4_EXTENDED_RATIO ? 20 : 4;
        if (bit(frame, at++) == 1) {
            at += 3;
            at += bit(frame, at) == 1 ? 1 + MPEG4_RATE_CONTROL : 1;
        }
        boolean rectangle = bits(frame, at, 2) == 0;
        at += 3;
        if (!rectangle || at / 8 + 12 > length) {
            return Optional.empty();
        }
        int ticks = bits(frame, at, 16);
        at += 17;
        int ticksOfFrame = 1;
        if (bit(frame, at++) == 1) {
            int count = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, ticks - 1)));
            ticksOfFrame = bits(frame, at, count);
            at += count;
        }
        return Optional.of(new FirstFrame(
                bits(frame, at + 1, 13), bits(frame, at + 15, 13), 8, new Rational(ticks, ticksOfFrame)));
    }

    /** Theora's identification header (its specification, 6.2), behind the lengths of the headers in a CodecPrivate. */
    public static Optional<FirstFrame> theora(Bytes data, long length) {
        for (long at = 1; at < Math.min(length - 30, THEORA_SCAN); at++) {
            if (data.startsWith(at, "\u0080theora")) {
                return Optional.of(new FirstFrame(
                        data.u24be(at + 14),
                        data.u24be(at + 17),
                        8,
                        new Rational(data.u32be(at + 22), data.u32be(at + 26))));
            }
        }
        return Optional.empty();
    }

    private static Rational mpeg2Rate(int code) {
        return switch (code) {
            case 1 -> new Rational(24_000, 1001);
            case 2 -> new Rational(24, 1);
            case 3 -> new Rational(25, 1);
            case 4 -> new Rational(30_000, 1001);
            case 5 -> new Rational(30, 1);
            case 6 -> new Rational(50, 1);
            case 7 -> new Rational(60_000, 1001);
            case 8 -> new Rational(60, 1);
            default -> Rational.UNKNOWN;
        };
    }
}
