package io.mediafn.media.image;

import static io.mediafn.media.image.LowBitsFirst.way;

import io.mediafn.media.image.ImageHeader.Animation;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.read.Window;

/** JPEG XL (ISO/IEC 18181): size and kind of image from the first bits of its codestream. Pillow has no reader for it. */
final class JpegXlHeader {
    private static final int MAX_BOXES = 512;
    private static final int MAX_EXTRA_CHANNELS = 256;
    private static final int MAX_NAME = 2_000;
    private static final int ALPHA = 0;
    private static final int GREY = 1;

    private final LowBitsFirst bits;
    private final Details details = new Details();
    private long width;
    private long height;
    private int channels = 3;
    private int depth = 8;
    private int orientation = 1;
    private boolean animated;

    private JpegXlHeader(Pieces codestream) {
        if (!codestream.startsWith(0, "\u00ff\n")) {
            throw new MediaException(Reason.CORRUPT, "broken JPEG XL: its codestream does not start as one");
        }
        bits = new LowBitsFirst(codestream, 2);
    }

    static ImageHeader read(Window window) {
        Pieces codestream = window.u8(0) == 0xff ? new Pieces(window).add(0, window.size()) : boxes(window);
        return new JpegXlHeader(codestream).read();
    }

    /** The codestream in a file of boxes, which may be in parts. */
    private static Pieces boxes(Window window) {
        window.lookFor("the codestream of the JPEG XL");
        Pieces codestream = new Pieces(window);
        long position = 0;
        for (int i = 0; i < MAX_BOXES && window.contains(position, 8); i++) {
            // Parts may be tiny; the header never fills a few.
            if (codestream.length() > MAX_NAME) {
                break;
            }
            long length = window.u32be(position);
            long content = position + 8;
            if (length == 1) {
                length = window.s64be(content);
                content += 8;
            }
            long end = length == 0 ? window.size() : position + length;
            if (end < content) {
                throw new MediaException(Reason.CORRUPT, "broken JPEG XL: a box of " + length + " bytes");
            }
            end = Math.min(end, window.size());
            if (window.startsWith(position + 4, "jxlc")) {
                return codestream.add(content, end - content);
            }
            if (window.startsWith(position + 4, "jxlp") && end - content >= 4) {
                codestream.add(content + 4, end - content - 4); // behind the number of the part
            }
            position = end;
        }
        return codestream;
    }

    private ImageHeader read() {
        size();
        if (!bits.flag()) {
            metadata();
        }
        details.put("color_space", channels < 3 ? "grayscale" : "rgb").put("has_alpha", channels % 2 == 0);
        ImageHeader header = ImageHeader.of(width, height, channels, depth)
                .with(orientation, false)
                .with(animated ? Animation.YES : Animation.NO)
                .with(details);
        return header.refusedByFiftyOne("Pillow does not read JPEG XL");
    }

    private void size() {
        boolean small = bits.flag();
        height = small ? (bits.bits(5) + 1) * 8 : side();
        int ratio = (int) bits.bits(3);
        if (ratio == 0) {
            width = small ? (bits.bits(5) + 1) * 8 : side();
        } else {
            width = switch (ratio) {
                case 1 -> height;
                case 2 -> height * 12 / 10;
                case 3 -> height * 4 / 3;
                case 4 -> height * 3 / 2;
                case 5 -> height * 16 / 9;
                case 6 -> height * 5 / 4;
                default -> height * 2;
            };
        }
    }

    private long side() {
        return bits.number(way(9, 1), way(13, 1), way(18, 1), way(30, 1));
    }

    private void metadata() {
        if (bits.flag()) {
            orientation = (int) bits.bits(3) + 1;
            if (bits.flag()) {
                intrinsicSize();
            }
            if (bits.flag()) {
                preview();
            }
            animated = bits.flag();
            if (animated) {
                animation();
            }
        }
        depth = depth();
        bits.flag(); // whether 16 bits suffice for its buffers
        boolean alpha = extraChannels();
        bits.flag(); // whether its colours are XYB
        boolean grey = !bits.flag() && isGrey();
        channels = (grey ? 1 : 3) + (alpha ? 1 : 0);
    }

    private void intrinsicSize() {
        long savedWidth = width;
        long savedHeight = height;
        size();
        width = savedWidth;
        height = savedHeight;
    }

    private void preview() {
        boolean eighths = bits.flag();
        previewSide(eighths);
        if (bits.bits(3) == 0) {
            previewSide(eighths);
        }
    }

    private void previewSide(boolean eighths) {
        if (eighths) {
            bits.number(way(0, 16), way(0, 32), way(5, 1), way(9, 33));
        } else {
            bits.number(way(6, 1), way(8, 65), way(10, 321), way(12, 1345));
        }
    }

    private void animation() {
        bits.number(way(0, 100), way(0, 1000), way(10, 1), way(30, 1));
        bits.number(way(0, 1), way(0, 1001), way(8, 1), way(10, 1));
        bits.number(way(0, 0), way(3, 0), way(16, 0), way(32 - 1, 0));
        bits.flag();
    }

    private int depth() {
        if (!bits.flag()) {
            return (int) bits.number(way(0, 8), way(0, 10), way(0, 12), way(6, 1));
        }
        int value = (int) bits.number(way(0, 32), way(0, 16), way(0, 24), way(6, 1));
        bits.bits(4);
        return value;
    }

    /** Whether one of them is alpha. */
    private boolean extraChannels() {
        long count = bits.number(way(0, 0), way(0, 1), way(4, 2), way(12, 1));
        boolean alpha = false;
        if (count > MAX_EXTRA_CHANNELS) {
            throw new MediaException(Reason.CORRUPT, "broken JPEG XL: " + count + " extra channels");
        }
        for (long i = 0; i < count; i++) {
            alpha |= extraChannel() == ALPHA;
        }
        return alpha;
    }

    private long extraChannel() {
        if (bits.flag()) {
            return ALPHA; // all as usual: alpha of 8 bits
        }
        long type = bits.enumeration();
        depth();
        bits.number(way(0, 0), way(0, 3), way(0, 4), way(3, 1));
        long name = bits.number(way(0, 0), way(4, 0), way(5, 16), way(10, 48));
        for (long i = 0; i < name; i++) {
            bits.bits(8);
        }
        if (type == ALPHA) {
            bits.flag();
        } else if (type == 2) {
            bits.bits(32);
            bits.bits(32);
        } else if (type == 5) {
            bits.number(way(0, 1), way(2, 0), way(4, 3), way(8, 19));
        }
        return type;
    }

    /** Of a colour encoding that is not the usual one. */
    private boolean isGrey() {
        bits.flag(); // whether there is an ICC profile
        return bits.enumeration() == GREY;
    }
}
