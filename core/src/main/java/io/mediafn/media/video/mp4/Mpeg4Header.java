package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import java.util.Locale;

/** The box {@code esds}: which codec {@code mp4v} or {@code mp4a} stands for, and MPEG-4 Visual's own header. */
final class Mpeg4Header {
    private static final int ES = 3;
    private static final int CONFIGURATION = 4;
    private static final int SPECIFIC = 5;
    private static final int MPEG4_VISUAL = 0x20;
    private static final int EXTENDED_RATIO = 15;
    private static final int RECTANGLE = 0;
    private static final int GRAY = 3;
    private static final int RATE_CONTROL_BITS = 79;

    /** A name of the codec besides its header. */
    record Described(String codec, CodecHeader header) {}

    private final Bytes bytes;
    private final long end;
    private final Details details = new Details();
    private long position;
    private String codec = "";
    private CodecHeader header = CodecHeader.of(details);

    private Mpeg4Header(Bytes bytes, Box box) {
        this.bytes = bytes;
        this.position = box.content() + 4;
        this.end = box.end();
    }

    static Described read(Bytes bytes, Box box, String tag) {
        Mpeg4Header reader = new Mpeg4Header(bytes, box);
        reader.descriptors(tag);
        return new Described(reader.codec, reader.header);
    }

    /** Each lies in the one before it. */
    private void descriptors(String tag) {
        if (open() != ES || position + 3 > end) {
            return;
        }
        int flags = bytes.u8(position + 2);
        position += 3 + ((flags & 0x80) == 0 ? 0 : 2);
        if ((flags & 0x40) != 0 && position < end) {
            position += 1 + bytes.u8(position);
        }
        position += (flags & 0x20) == 0 ? 0 : 2;
        if (open() != CONFIGURATION || position + 13 > end) {
            return;
        }
        int type = bytes.u8(position);
        codec = codecOf(type);
        details.put("codec_string", tag + '.' + String.format(Locale.ROOT, "%02x", type));
        position += 13;
        if (open() == SPECIFIC && type == MPEG4_VISUAL) {
            visual(tag);
        }
    }

    /** Names of ffmpeg. */
    private static String codecOf(int type) {
        return switch (type) {
            case MPEG4_VISUAL -> "mpeg4";
            case 0x21 -> "h264";
            case 0x23 -> "hevc";
            case 0x40, 0x66, 0x67, 0x68 -> "aac";
            case 0x60, 0x61, 0x62, 0x63, 0x64, 0x65 -> "mpeg2video";
            case 0x69, 0x6b -> "mp3";
            case 0x6a -> "mpeg1video";
            case 0x6c -> "mjpeg";
            case 0x6d -> "png";
            case 0x6e -> "jpeg2000";
            case 0xa5 -> "ac3";
            case 0xa6 -> "eac3";
            case 0xa9 -> "dts";
            case 0xad -> "opus";
            case 0xb1 -> "vp9";
            default -> "";
        };
    }

    /** The tag of the next descriptor, and the position behind its length; -1 at the end. */
    private int open() {
        if (position + 2 > end) {
            return -1;
        }
        int tag = bytes.u8(position++);
        for (int i = 0; i < 4 && position < end; i++) {
            if ((bytes.u8(position++) & 0x80) == 0) {
                break;
            }
        }
        return tag;
    }

    /** The start codes of the sequence and of its layer (ISO/IEC 14496-2, 6.2). */
    private void visual(String tag) {
        for (long at = position; at + 5 < end; at++) {
            if (bytes.u24be(at) != 1) {
                continue;
            }
            int code = bytes.u8(at + 3);
            if (code == 0xb0) {
                profile(tag, bytes.u8(at + 4));
            } else if (code >= 0x20 && code <= 0x2f) {
                layer(BitReader.of(bytes, at + 4, end - at - 4));
                return;
            }
        }
    }

    private void profile(String tag, int profileAndLevel) {
        details.put("codec_string", tag + ".20." + profileAndLevel);
        details.putText(
                "codec_profile",
                switch (profileAndLevel >> 4) {
                    case 0 -> "Simple Profile";
                    case 1 -> "Simple Scalable Profile";
                    case 2 -> "Core Profile";
                    case 3 -> "Main Profile";
                    case 15 -> "Advanced Simple Profile";
                    default -> "";
                });
        details.put("codec_level", String.valueOf(profileAndLevel & 15));
    }

    private void layer(BitReader bits) {
        bits.skip(9);
        int version = 1;
        if (bits.flag()) {
            version = bits.small(4);
            bits.skip(3);
        }
        if (bits.small(4) == EXTENDED_RATIO) {
            bits.skip(16);
        }
        if (bits.flag()) {
            bits.skip(3);
            if (bits.flag()) {
                bits.skip(RATE_CONTROL_BITS);
            }
        }
        int shape = bits.small(2);
        if (shape == GRAY && version != 1) {
            bits.skip(4);
        }
        bits.skip(1);
        int resolution = bits.small(16);
        bits.skip(1);
        if (bits.flag()) {
            bits.skip(Math.max(1, 32 - Integer.numberOfLeadingZeros(Math.max(0, resolution - 1))));
        }
        if (shape != RECTANGLE) {
            return;
        }
        bits.skip(1);
        int width = bits.small(13);
        bits.skip(1);
        int height = bits.small(13);
        if (width > 0 && height > 0 && !bits.failed()) {
            details.put("bit_depth", 8);
            header = CodecHeader.of(width, height, details);
        }
    }
}
