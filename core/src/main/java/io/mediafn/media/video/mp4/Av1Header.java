package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import io.mediafn.media.video.Rational;
import java.util.Locale;

/** AV1: the box {@code av1C} and the sequence header in it (AV1 specification, 5.5). */
final class Av1Header {
    private static final int FIXED = 4;
    private static final int SEQUENCE_HEADER = 1;
    private static final String[] PROFILES = {"Main", "High", "Professional"};

    private Av1Header() {}

    static CodecHeader read(Bytes bytes, Box box, String tag) {
        Details details = new Details();
        if (box.length() < FIXED) {
            return CodecHeader.of(details);
        }
        int first = bytes.u8(box.content() + 1);
        int second = bytes.u8(box.content() + 2);
        int profile = first >> 5;
        int level = first & 31;
        int depth = (second & 0x40) == 0 ? 8 : profile == 2 && (second & 0x20) != 0 ? 12 : 10;
        details.put(
                "codec_string",
                String.format(
                        Locale.ROOT,
                        "%s.%d.%02d%s.%02d",
                        tag,
                        profile,
                        level,
                        (second & 0x80) == 0 ? "M" : "H",
                        depth));
        details.putText("codec_profile", profile < PROFILES.length ? PROFILES[profile] : "");
        if (level < 24) {
            details.put("codec_level", String.format(Locale.ROOT, "%d.%d", 2 + (level >> 2), level & 3));
        }
        details.put("bit_depth", depth);
        long position = box.content() + FIXED;
        if (position + 2 >= box.end() || (bytes.u8(position) >> 3 & 15) != SEQUENCE_HEADER) {
            return CodecHeader.of(details);
        }
        BitReader bits = BitReader.of(bytes, position, box.end() - position);
        bits.skip(5);
        boolean extension = bits.flag();
        boolean sized = bits.flag();
        bits.skip(extension ? 9 : 1);
        if (sized) {
            for (int i = 0; i < 8 && bits.flag(); i++) {
                bits.skip(7);
            }
            bits.skip(7);
        }
        return sequence(bits, details);
    }

    private static CodecHeader sequence(BitReader bits, Details details) {
        bits.skip(4);
        Rational rate = Rational.UNKNOWN;
        if (bits.flag()) { // the reduced header of a still picture
            bits.skip(5);
        } else {
            int delayBits = 0;
            if (bits.flag()) {
                long units = bits.bits(32);
                long scale = bits.bits(32);
                long ticks = bits.flag() ? bits.golomb() + 1 : 1; // of a picture, where all last equally long
                if (units > 0 && scale > 0) {
                    rate = Ratios.reduce(scale, units * Math.clamp(ticks, 1, Integer.MAX_VALUE));
                }
                if (bits.flag()) {
                    delayBits = 1 + bits.small(5);
                    bits.skip(42);
                }
            }
            operatingPoints(bits, delayBits);
        }
        int widthBits = bits.small(4) + 1;
        int heightBits = bits.small(4) + 1;
        int width = bits.small(widthBits) + 1;
        int height = bits.small(heightBits) + 1;
        return bits.failed() ? CodecHeader.of(details) : new CodecHeader(width, height, false, rate, details);
    }

    private static void operatingPoints(BitReader bits, int delayBits) {
        boolean displayDelay = bits.flag();
        int points = bits.small(5) + 1;
        for (int i = 0; i < points; i++) {
            bits.skip(12);
            if (bits.small(5) > 7) {
                bits.skip(1);
            }
            if (delayBits > 0 && bits.flag()) {
                bits.skip(2 * delayBits + 1);
            }
            if (displayDelay && bits.flag()) {
                bits.skip(4);
            }
        }
    }
}
