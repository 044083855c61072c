package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import io.mediafn.media.video.Rational;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** H.264: the box {@code avcC} and the first sequence parameter set in it (ITU-T H.264, 7.3.2.1). */
final class AvcHeader {
    private static final Set<Integer> WITH_CHROMA_FORMAT =
            Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134);

    private static final int SPS = 7;
    private static final int FIXED = 7;

    private final Details details = new Details();
    private Rational frameRate = Rational.UNKNOWN;

    private AvcHeader() {}

    static CodecHeader read(Bytes bytes, Box box, String tag) {
        return new AvcHeader().of(bytes, box, tag);
    }

    private CodecHeader of(Bytes bytes, Box box, String tag) {
        if (box.length() < FIXED) {
            return CodecHeader.of(details);
        }
        long at = box.content();
        int profile = bytes.u8(at + 1);
        int constraints = bytes.u8(at + 2);
        int level = bytes.u8(at + 3);
        HexFormat hex = HexFormat.of();
        details.put(
                "codec_string",
                tag
                        + '.'
                        + hex.toHexDigits((byte) profile)
                        + hex.toHexDigits((byte) constraints)
                        + hex.toHexDigits((byte) level));
        details.putText("codec_profile", profileName(profile, constraints));
        boolean level1b = level == 9 || (level == 11 && profile < 100 && (constraints & 0x10) != 0);
        details.put("codec_level", level1b ? "1b" : String.format(Locale.ROOT, "%d.%d", level / 10, level % 10));
        if ((bytes.u8(at + 5) & 31) == 0 || box.length() < FIXED + 2) {
            return CodecHeader.of(details); // the parameter sets are among the frames (avc3)
        }
        long length = Math.min(bytes.u16be(at + 6), box.length() - FIXED - 1);
        return sps(BitReader.ofNal(bytes, at + FIXED + 1, length));
    }

    /** Names of ffmpeg. */
    private static String profileName(int profile, int constraints) {
        boolean intra = (constraints & 0x10) != 0;
        return switch (profile) {
            case 66 -> (constraints & 0x40) != 0 ? "Constrained Baseline" : "Baseline";
            case 77 -> "Main";
            case 88 -> "Extended";
            case 100 -> "High";
            case 110 -> intra ? "High 10 Intra" : "High 10";
            case 122 -> intra ? "High 4:2:2 Intra" : "High 4:2:2";
            case 244 -> intra ? "High 4:4:4 Intra" : "High 4:4:4 Predictive";
            case 44 -> "CAVLC 4:4:4";
            case 118 -> "Multiview High";
            case 128 -> "Stereo High";
            default -> "";
        };
    }

    private CodecHeader sps(BitReader bits) {
        if ((bits.small(8) & 31) != SPS) {
            return CodecHeader.of(details);
        }
        int profile = bits.small(8);
        bits.skip(16);
        bits.golomb(); // its number
        int chroma = 1;
        int depth = 8;
        if (WITH_CHROMA_FORMAT.contains(profile)) {
            chroma = (int) bits.golomb();
            if (chroma == 3) {
                bits.skip(1);
            }
            depth = 8 + (int) bits.golomb();
            bits.golomb();
            bits.skip(1);
            if (bits.flag()) {
                scalingLists(bits, chroma == 3 ? 12 : 8);
            }
        }
        bits.golomb();
        pictureOrder(bits);
        bits.golomb();
        bits.skip(1);
        long width = 16 * (bits.golomb() + 1);
        long units = bits.golomb() + 1;
        int fields = bits.flag() ? 1 : 2;
        long height = 16 * units * fields;
        if (fields == 2) {
            bits.skip(1);
        }
        bits.skip(1);
        int stepX = chroma == 1 || chroma == 2 ? 2 : 1;
        int stepY = fields * (chroma == 1 ? 2 : 1);
        long left = 0;
        long right = 0;
        long top = 0;
        long bottom = 0;
        if (bits.flag()) {
            left = stepX * bits.golomb();
            right = stepX * bits.golomb();
            top = stepY * bits.golomb();
            bottom = stepY * bits.golomb();
        }
        boolean sane =
                !bits.failed() && width <= 0xffff && height <= 0xffff && left + right < width && top + bottom < height;
        if (!sane) {
            return CodecHeader.of(details);
        }
        details.put("bit_depth", depth);
        if (bits.flag()) {
            usability(bits);
        }
        return new CodecHeader(
                (int) (width - left - right), (int) (height - top - bottom), left + top > 0, frameRate, details);
    }

    private static void scalingLists(BitReader bits, int lists) {
        for (int i = 0; i < lists; i++) {
            if (bits.flag()) {
                int last = 8;
                int next = 8;
                for (int j = 0; j < (i < 6 ? 16 : 64) && next != 0; j++) {
                    next = last + (int) bits.signedGolomb() & 0xff;
                    last = next == 0 ? last : next;
                }
            }
        }
    }

    private static void pictureOrder(BitReader bits) {
        long type = bits.golomb();
        if (type == 0) {
            bits.golomb();
        } else if (type == 1) {
            bits.skip(1);
            bits.golomb();
            bits.golomb();
            long count = Math.min(bits.golomb(), 255);
            for (int i = 0; i < count; i++) {
                bits.golomb();
            }
        }
    }

    /** Annex E: colour and timing. It is often cut off, or wrong; then there are no such details. */
    private void usability(BitReader bits) {
        Colors.read(bits, details);
        if (bits.flag()) {
            long units = bits.bits(32);
            long scale = bits.bits(32);
            if (units > 0 && scale > 0 && !bits.failed()) {
                frameRate = Ratios.reduce(scale, units * 2);
            }
        }
    }
}
