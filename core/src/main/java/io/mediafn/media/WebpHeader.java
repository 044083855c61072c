package io.mediafn.media;

import io.mediafn.media.ImageHeader.Animation;
import io.mediafn.media.MediaException.Reason;

/** WebP: a VP8 or VP8L frame, alone or behind the canvas of a VP8X chunk. */
final class WebpHeader {
    private static final int RIFF_HEADER = 8;
    private static final int FIRST_CHUNK = 12;

    private static final int ANIMATION = 0x02;
    private static final int ALPHA = 0x10;

    private WebpHeader() {}

    static ImageHeader read(Window window) {
        long riff = window.u32le(4);
        if (!window.contains(RIFF_HEADER, riff)) {
            throw corrupt("truncated: it should have " + (RIFF_HEADER + riff) + " bytes");
        }
        long content = FIRST_CHUNK + 8;
        long length = window.u32le(FIRST_CHUNK + 4);
        if (content + length > RIFF_HEADER + riff) {
            throw corrupt("its first chunk is longer than the file");
        }
        if (window.startsWith(FIRST_CHUNK, "VP8 ")) {
            return lossy(window, content, length);
        }
        if (window.startsWith(FIRST_CHUNK, "VP8L")) {
            return lossless(window, content);
        }
        if (window.startsWith(FIRST_CHUNK, "VP8X")) {
            return extended(window, content, length, RIFF_HEADER + riff);
        }
        throw corrupt("no frame");
    }

    private static ImageHeader lossy(Window window, long position, long length) {
        int tag = window.u24le(position);
        boolean keyFrame = (tag & 1) == 0;
        boolean shown = (tag >> 4 & 1) == 1;
        boolean whole = (tag >> 5) < length;
        if (!keyFrame || !shown || !whole || (tag >> 1 & 7) > 3 || !window.startsWith(position + 3, "\u009d\u0001*")) {
            throw corrupt("not a VP8 key frame");
        }
        return ImageHeader.of(window.u16le(position + 6) & 0x3fff, window.u16le(position + 8) & 0x3fff, 3, 8)
                .with(Animation.NO);
    }

    private static ImageHeader lossless(Window window, long position) {
        long bits = window.u32le(position + 1);
        if (window.u8(position) != 0x2f || bits >> 29 != 0) {
            throw corrupt("not a VP8L frame");
        }
        boolean alpha = (bits >> 28 & 1) == 1;
        return ImageHeader.of((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, alpha ? 4 : 3, 8)
                .with(Animation.NO);
    }

    private static ImageHeader extended(Window window, long position, long length, long end) {
        int flags = window.u8(position);
        long width = window.u24le(position + 4) + 1L;
        long height = window.u24le(position + 7) + 1L;
        boolean animated = (flags & ANIMATION) != 0;
        ImageHeader canvas = ImageHeader.of(width, height, (flags & ALPHA) != 0 ? 4 : 3, 8)
                .with(animated ? Animation.YES : Animation.NO);
        return walk(window, position + length + (length & 1), end, canvas, animated);
    }

    /** Looks at the chunks that were read already: for the orientation, and for a frame that is not the canvas. */
    private static ImageHeader walk(Window window, long first, long end, ImageHeader canvas, boolean animated) {
        ImageHeader header = canvas;
        long position = first;
        while (position < end - 8 && window.fetched(position, 18)) {
            long length = window.u32le(position + 4);
            long content = position + 8;
            if (!animated && (window.startsWith(position, "VP8 ") || window.startsWith(position, "VP8L"))) {
                boolean lossy = window.u8(position + 3) == ' ';
                ImageHeader frame = lossy ? lossy(window, content, length) : lossless(window, content);
                if (frame.width() != canvas.width() || frame.height() != canvas.height()) {
                    throw corrupt("the frame does not fill the canvas");
                }
            }
            if (window.startsWith(position, "EXIF") && window.fetched(content, length)) {
                Pieces block = new Pieces(window);
                long skip = window.startsWith(content, "Exif\0\0") ? 6 : 0;
                header = header.with(Math.max(0, Exif.orientation(block.add(content + skip, length - skip))), false);
            }
            position = content + length + (length & 1);
        }
        return header;
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken WebP: " + what);
    }
}
