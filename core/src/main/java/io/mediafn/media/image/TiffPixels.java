package io.mediafn.media.image;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a TIFF lays out a pixel. TIFF allows any combination; Pillow knows some, and gives each its mode.
 *
 * @param format of all samples: 1 unsigned, 2 signed, 3 floating point
 * @param fill 1 when the first pixel is in the high bits of a byte, 2 when in the low ones
 * @param bits of each sample, one or more
 * @param extra what each sample past the colours means: 0 nothing, 1 and 2 alpha
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TiffPixels(boolean bigEndian, long photometric, long format, long fill, long[] bits, long[] extra) {
    static final int YCBCR = 6;

    private static final int MOST_SHOWN = 8;

    private static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int CMYK = 5;
    private static final int LAB = 8;

    /** What Corel Draw 10 writes for alpha. */
    private static final int COREL_ALPHA = 999;

    /**
     * A mode of Pillow.
     *
     * @param planes how many separate planes it can take apart
     */
    record Mode(int channels, int planes, boolean palette) {}

    /** The mode, or null if Pillow has none. */
    @Nullable
    Mode mode() {
        int channels = channels();
        if (channels == 0) {
            return null;
        }
        // Pillow addresses planes by the letters of a name such as "L", "L;2R", "RGB" or "RGBX;16L", suffix included.
        boolean bare = fill == 1 && photometric != WHITE_IS_ZERO && (bits[0] == 8 || (bits[0] == 1 && !isPalette()));
        int suffix = bits[0] == 16 ? 4 : bare || (bits.length > 1 && fill == 1) ? 0 : 2;
        return new Mode(channels, bits.length + suffix, isPalette());
    }

    /** The name that details have for its colours, empty for those without one. */
    String colorSpace() {
        return switch ((int) photometric) { // one that Pillow knows, or this is not asked
            case WHITE_IS_ZERO, BLACK_IS_ZERO -> "grayscale";
            case RGB -> "rgb";
            case PALETTE -> "palette";
            case CMYK -> "cmyk";
            case YCBCR -> "ycbcr";
            case LAB -> "lab";
            default -> "";
        };
    }

    private boolean isPalette() {
        return photometric == PALETTE;
    }

    /** Bits of a sample; 0 if they differ, which no mode allows. */
    int bitDepth() {
        for (long each : bits) {
            if (each != bits[0]) {
                return 0;
            }
        }
        return Math.clamp(bits[0], 0, 64);
    }

    private int channels() {
        if (photometric < 0 || photometric > LAB || (fill != 1 && fill != 2)) {
            return 0;
        }
        boolean plain = format == 1 && fill == 1;
        return switch ((int) photometric) {
            case WHITE_IS_ZERO, BLACK_IS_ZERO -> grey();
            case RGB -> format == 1 ? rgb() : 0;
            case PALETTE -> format == 1 ? palette() : 0;
            case CMYK -> plain ? cmyk() : 0;
            case YCBCR -> plain && bitDepth() == 8 && extra.length == 0 ? (bits.length == 1 ? 1 : exactly(3)) : 0;
            case LAB -> plain && bitDepth() == 8 && extra.length == 0 ? exactly(3) : 0;
            default -> 0;
        };
    }

    private int exactly(int samples) {
        return bits.length == samples ? samples : 0;
    }

    private int grey() {
        boolean blackIsZero = photometric == BLACK_IS_ZERO;
        if (bits.length == 2) {
            boolean alpha = blackIsZero && format == 1 && fill == 1 && bitDepth() == 8 && extraIs(2);
            return alpha ? 2 : 0;
        }
        if (bits.length != 1 || extra.length > 0) {
            return 0;
        }
        boolean known = switch (bitDepth()) {
            case 1, 2, 4 -> format == 1;
            case 8 -> format == 1 || (format == 2 && blackIsZero && fill == 1);
            case 12 -> format == 1 && blackIsZero && fill == 1 && !bigEndian;
            case 16 -> grey16(blackIsZero);
            case 32 -> fill == 1 && grey32(blackIsZero);
            default -> false;
        };
        return known ? 1 : 0;
    }

    private boolean grey16(boolean blackIsZero) {
        if (format == 2) {
            return blackIsZero && fill == 1;
        }
        return format == 1 && (fill == 1 ? blackIsZero || !bigEndian : blackIsZero && !bigEndian);
    }

    private boolean grey32(boolean blackIsZero) {
        return format == 3 || (format == 2 && blackIsZero) || (format == 1 && blackIsZero && !bigEndian);
    }

    private int rgb() {
        int depth = bitDepth();
        if (bits.length == 3) {
            boolean known = extra.length == 0 && (depth == 8 || (depth == 16 && fill == 1));
            return known ? 3 : 0;
        }
        if (fill != 1 || (depth != 8 && !(depth == 16 && bits.length == 4))) {
            return 0;
        }
        if (bits.length == 4 && extra.length == 0) {
            return 4; // writers forget to say what the fourth sample is
        }
        if (bits.length == 4 && depth == 8 && extraIs(COREL_ALPHA)) {
            return 4;
        }
        boolean known = bits.length > 3 && extra.length == bits.length - 3 && extra[0] <= 2 && zeroFrom(1);
        if (!known || extra[0] < 0) {
            return 0;
        }
        return extra[0] == 0 ? 3 : 4;
    }

    private int palette() {
        if (bits.length == 1 && extra.length == 0) {
            return bitDepth() == 1 || bitDepth() == 2 || bitDepth() == 4 || bitDepth() == 8 ? 1 : 0;
        }
        if (bits.length != 2 || bitDepth() != 8 || fill != 1) {
            return 0;
        }
        return extraIs(0) ? 1 : extraIs(2) ? 2 : 0;
    }

    private int cmyk() {
        int depth = bitDepth();
        if (bits.length == 4) {
            return extra.length == 0 && (depth == 8 || depth == 16) ? 4 : 0;
        }
        boolean known = depth == 8 && bits.length > 4 && extra.length == bits.length - 4 && zeroFrom(0);
        return known ? 4 : 0;
    }

    private boolean extraIs(long meaning) {
        return extra.length == 1 && extra[0] == meaning;
    }

    private boolean zeroFrom(int first) {
        for (int i = first; i < extra.length; i++) {
            if (extra[i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "photometric interpretation " + photometric + ", sample format " + format + ", bits "
                + first(bits) + ", extra samples " + first(extra) + ", fill order " + fill
                + (bigEndian ? ", big-endian" : ", little-endian");
    }

    /** A broken file can have a thousand, and nobody reads them. */
    private static String first(long[] values) {
        String shown = Arrays.toString(Arrays.copyOf(values, Math.min(values.length, MOST_SHOWN)));
        return values.length <= MOST_SHOWN ? shown : shown + " and " + (values.length - MOST_SHOWN) + " more";
    }
}
