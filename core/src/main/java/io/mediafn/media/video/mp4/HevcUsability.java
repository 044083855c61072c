package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Details;
import io.mediafn.media.video.Rational;

/** The rest of a sequence parameter set of H.265: what must be passed over, then colour and timing (annex E). */
final class HevcUsability {
    private static final int MOST_SETS = 64;
    private static final int MOST_PICTURES = 16;

    private HevcUsability() {}

    /** The frame rate that it states, or unknown; the colour goes into the details. */
    static Rational read(BitReader bits, int chroma, int pictureOrderBits, Details details) {
        for (int i = 0; i < 6; i++) {
            bits.golomb();
        }
        boolean scaled = bits.flag();
        if (scaled && bits.flag()) {
            scalingLists(bits, chroma);
        }
        bits.skip(2);
        if (bits.flag()) {
            bits.skip(8);
            bits.golomb();
            bits.golomb();
            bits.skip(1);
        }
        referenceSets(bits);
        if (bits.flag()) {
            long count = Math.min(bits.golomb(), 32);
            for (int i = 0; i < count; i++) {
                bits.skip(pictureOrderBits + 1);
            }
        }
        bits.skip(2);
        return bits.flag() ? usability(bits, details) : Rational.UNKNOWN;
    }

    private static void scalingLists(BitReader bits, int chroma) {
        for (int size = 0; size < 4; size++) {
            int step = size == 3 && chroma != 3 ? 3 : 1;
            for (int matrix = 0; matrix < 6; matrix += step) {
                if (!bits.flag()) {
                    bits.golomb();
                    continue;
                }
                int coefficients = Math.min(64, 1 << (4 + (size << 1)));
                if (size > 1) {
                    bits.signedGolomb();
                }
                for (int i = 0; i < coefficients; i++) {
                    bits.signedGolomb();
                }
            }
        }
    }

    private static void referenceSets(BitReader bits) {
        long sets = bits.golomb();
        if (sets > MOST_SETS) {
            bits.fail();
            return;
        }
        int pictures = 0;
        for (int set = 0; set < sets; set++) {
            if (set > 0 && bits.flag()) {
                pictures = predicted(bits, pictures);
            } else {
                long negative = bits.golomb();
                long positive = bits.golomb();
                if (negative + positive > MOST_PICTURES) {
                    bits.fail();
                    return;
                }
                pictures = (int) (negative + positive);
                for (int i = 0; i < pictures; i++) {
                    bits.golomb();
                    bits.skip(1);
                }
            }
        }
    }

    /** A set that is told as the difference to the one before it; returns how many pictures it has. */
    private static int predicted(BitReader bits, int before) {
        bits.skip(1);
        bits.golomb();
        int pictures = 0;
        for (int i = 0; i <= before; i++) {
            boolean used = bits.flag();
            pictures += used || bits.flag() ? 1 : 0;
        }
        return Math.min(pictures, MOST_PICTURES);
    }

    private static Rational usability(BitReader bits, Details details) {
        Colors.read(bits, details);
        bits.skip(3);
        if (bits.flag()) {
            for (int i = 0; i < 4; i++) {
                bits.golomb();
            }
        }
        return bits.flag() ? timing(bits) : Rational.UNKNOWN;
    }

    static Rational timing(BitReader bits) {
        long units = bits.bits(32);
        long scale = bits.bits(32);
        return units > 0 && scale > 0 && !bits.failed() ? Ratios.reduce(scale, units) : Rational.UNKNOWN;
    }
}
