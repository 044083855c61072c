package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import io.mediafn.media.video.Rational;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** H.265: the box {@code hvcC} and the parameter sets in it (ITU-T H.265, 7.3.2). */
final class HevcHeader {
    private static final int FIXED = 23;
    private static final int VPS = 32;
    private static final int SPS = 33;
    private static final int PROFILE_BITS = 88;

    private final Bytes bytes;
    private final Box box;
    private final Details details = new Details();
    private Rational ofVps = Rational.UNKNOWN;
    private Rational ofSps = Rational.UNKNOWN;
    private @Nullable CodecHeader sps;

    private HevcHeader(Bytes bytes, Box box) {
        this.bytes = bytes;
        this.box = box;
    }

    static CodecHeader read(Bytes bytes, Box box, String tag) {
        return new HevcHeader(bytes, box).of(tag);
    }

    private CodecHeader of(String tag) {
        if (box.length() < FIXED) {
            return CodecHeader.of(details);
        }
        describe(tag);
        long position = box.content() + FIXED;
        int arrays = bytes.u8(position - 1);
        for (int i = 0; i < arrays && position + 3 <= box.end(); i++) {
            int type = bytes.u8(position) & 63;
            int count = bytes.u16be(position + 1);
            position += 3;
            for (int j = 0; j < count && position + 2 <= box.end(); j++) {
                long length = Math.min(bytes.u16be(position), box.end() - position - 2);
                nal(type, position + 2, length);
                position += 2 + length;
            }
        }
        if (sps == null) {
            return CodecHeader.of(details);
        }
        Rational rate = ofVps.denominator() > 0 ? ofVps : ofSps;
        return new CodecHeader(sps.width(), sps.height(), false, rate, details);
    }

    private void nal(int type, long position, long length) {
        if (length < 3 || (type != VPS && type != SPS)) {
            return;
        }
        BitReader bits = BitReader.ofNal(bytes, position, length);
        bits.skip(7);
        boolean baseLayer = bits.small(6) == 0;
        bits.skip(3);
        if (type == VPS) {
            ofVps = videoParameters(bits);
        } else if (sps == null && baseLayer) {
            sps = sequenceParameters(bits);
        }
    }

    /** As in ISO/IEC 14496-15, annex E. */
    private void describe(String tag) {
        long at = box.content();
        int first = bytes.u8(at + 1);
        int profile = first & 31;
        int level = bytes.u8(at + 12);
        StringBuilder text = new StringBuilder(tag).append('.');
        if (first >> 6 > 0) {
            text.append((char) ('A' + (first >> 6) - 1));
        }
        text.append(profile).append('.');
        text.append(Integer.toHexString(Integer.reverse(bytes.s32be(at + 2)))).append('.');
        text.append((first & 0x20) == 0 ? 'L' : 'H').append(level);
        int constraints = 6;
        while (constraints > 0 && bytes.u8(at + 5 + constraints) == 0) {
            constraints--;
        }
        for (int i = 1; i <= constraints; i++) {
            text.append('.').append(Integer.toHexString(bytes.u8(at + 5 + i)));
        }
        details.put("codec_string", text.toString());
        details.putText(
                "codec_profile",
                switch (profile) {
                    case 1 -> "Main";
                    case 2 -> "Main 10";
                    case 3 -> "Main Still Picture";
                    case 4 -> "Rext";
                    case 6 -> "Multiview Main";
                    case 9 -> "SCC";
                    default -> "";
                });
        details.put("codec_level", String.format(Locale.ROOT, "%d.%d", level / 30, level % 30 / 3));
    }

    private static void profileTierLevel(BitReader bits, int subLayers) {
        bits.skip(PROFILE_BITS + 8);
        int flags = subLayers > 0 ? bits.small(16) : 0;
        for (int i = 0; i < subLayers; i++) {
            int present = flags >> (14 - 2 * i) & 3;
            bits.skip((present & 2) == 0 ? 0 : PROFILE_BITS);
            bits.skip((present & 1) == 0 ? 0 : 8);
        }
    }

    private static Rational videoParameters(BitReader bits) {
        bits.skip(12);
        int subLayers = bits.small(3);
        bits.skip(17);
        profileTierLevel(bits, subLayers);
        ordering(bits, subLayers);
        int lastLayer = bits.small(6);
        long sets = Math.min(bits.golomb(), 1_023);
        for (long i = 0; i < sets; i++) {
            bits.skip(lastLayer + 1);
        }
        return bits.flag() ? HevcUsability.timing(bits) : Rational.UNKNOWN;
    }

    private static void ordering(BitReader bits, int subLayers) {
        int first = bits.flag() ? 0 : subLayers;
        for (int i = first; i <= subLayers; i++) {
            bits.golomb();
            bits.golomb();
            bits.golomb();
        }
    }

    private CodecHeader sequenceParameters(BitReader bits) {
        bits.skip(4);
        int subLayers = bits.small(3);
        bits.skip(1);
        profileTierLevel(bits, subLayers);
        bits.golomb(); // its number
        int chroma = (int) bits.golomb();
        if (chroma == 3) {
            bits.skip(1);
        }
        long width = bits.golomb();
        long height = bits.golomb();
        long cutX = 0;
        long cutY = 0;
        if (bits.flag()) {
            int stepX = chroma == 1 || chroma == 2 ? 2 : 1;
            int stepY = chroma == 1 ? 2 : 1;
            cutX = stepX * (bits.golomb() + bits.golomb());
            cutY = stepY * (bits.golomb() + bits.golomb());
        }
        int depth = 8 + (int) bits.golomb();
        if (bits.failed() || width <= 0 || height <= 0 || width > 0xffff || height > 0xffff) {
            return CodecHeader.of(details);
        }
        boolean sane = cutX < width && cutY < height; // as in ffmpeg, a window larger than the picture is no window
        details.put("bit_depth", depth);
        bits.golomb();
        long pictureOrderBits = bits.golomb() + 4;
        ordering(bits, subLayers);
        CodecHeader header =
                CodecHeader.of((int) (sane ? width - cutX : width), (int) (sane ? height - cutY : height), details);
        ofSps = HevcUsability.read(bits, chroma, Math.clamp(pictureOrderBits, 4, 16), details);
        return header;
    }
}
