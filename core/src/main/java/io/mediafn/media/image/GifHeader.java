package io.mediafn.media.image;

import io.mediafn.media.image.ImageHeader.Animation;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;

/**
 * GIF. The size is that of the screen, enlarged to hold the first frame, so everything before the first frame is walked,
 * with Pillow's way to skip what it does not know.
 */
final class GifHeader {
    private static final int SCREEN = 13;
    private static final int EXTENSION = '!';
    private static final int FRAME = ',';
    private static final int TRAILER = ';';
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int COMMENT = 0xfe;
    private static final int APPLICATION = 0xff;

    /** Comments and XMP before the first frame are real, megabytes of them are not. */
    private static final int MAX_BEFORE_FRAME = 512 << 10;

    private final Window window;
    private long position;
    private boolean transparent;

    private GifHeader(Window window) {
        this.window = window;
    }

    static ImageHeader read(Window window) {
        return new GifHeader(window).read();
    }

    private ImageHeader read() {
        int depth = (window.u8(10) & 7) + 1;
        position = palette(window.u8(10)) + SCREEN;
        long start = position;
        int block = window.u8(position++);
        while (block != FRAME) {
            if (block == TRAILER) {
                throw corrupt("no frame");
            }
            if (block == EXTENSION) {
                skipExtension();
            }
            if (position - start > MAX_BEFORE_FRAME) {
                throw corrupt("no frame within " + MAX_BEFORE_FRAME + " bytes");
            }
            block = window.u8(position++);
        }
        long right = (long) window.u16le(position) + window.u16le(position + 4);
        long bottom = (long) window.u16le(position + 2) + window.u16le(position + 6);
        int flags = window.u8(position + 8);
        position += 9 + palette(flags);
        window.u8(position++); // the code size: a frame that ends before its pixels is none
        if ((flags & 0x80) != 0) {
            depth = (flags & 7) + 1;
        }
        ImageHeader header =
                ImageHeader.of(Math.max(window.u16le(6), right), Math.max(window.u16le(8), bottom), 1, depth);
        header.details().put("color_space", "palette").put("has_alpha", transparent);
        return header.with(animation(header.details()));
    }

    /** The length of a palette. */
    private static long palette(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
    }

    private void skipExtension() {
        int label = window.u8(position++);
        long content = position + 1;
        int length = block();
        if (label == GRAPHIC_CONTROL && length > 0 && length < ((window.u8(content) & 1) == 0 ? 3 : 4)) {
            throw corrupt("a graphic control of " + length + " bytes");
        }
        if (label == GRAPHIC_CONTROL && length > 0) {
            transparent = (window.u8(content) & 1) != 0;
        }
        if (label == COMMENT) {
            while (length > 0) {
                length = block();
            }
            return;
        }
        if (label == APPLICATION && length > 0 && window.startsWith(content, "NETSCAPE2.0")) {
            block();
        }
        // Pillow goes on to the next terminator even where the first block was one already.
        do {
            length = block();
        } while (length > 0);
    }

    /** Skips a block of an extension; returns its length, 0 for the terminator. */
    private int block() {
        int length = window.u8(position);
        position += 1 + length;
        return length;
    }

    /** Counts the frames as far as they were read already; the number is known if the trailer is among it. */
    private Animation animation(Details details) {
        boolean blocks = true; // of pixels first, of an extension later
        int frames = 1;
        while (window.fetched(position, 1)) {
            int value = window.u8(position++);
            if (blocks) {
                position += value;
                blocks = value != 0;
            } else if (value == FRAME) {
                frames++;
                if (!window.fetched(position, 9)) {
                    break;
                }
                position += 9 + palette(window.u8(position + 8)) + 1; // its place, its colours, the code size
                blocks = true;
            } else if (value == TRAILER) {
                details.put("frame_count", frames);
                return frames > 1 ? Animation.YES : Animation.NO;
            } else if (value == EXTENSION) {
                position++; // its label
                blocks = true;
            }
        }
        return frames > 1 ? Animation.YES : Animation.UNKNOWN;
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken GIF: " + what);
    }
}
