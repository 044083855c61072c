package io.mediafn.media.image;

import io.mediafn.media.image.ImageHeader.Animation;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.read.Window;

/** WebP: a VP8 or VP8L frame, alone or behind the canvas of a VP8X chunk. */
final class WebpHeader {
    private static final int RIFF_HEADER = 8;
    private static final int FIRST_CHUNK = 12;

    private static final int VP8X_SIZE = 10;

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
        int signature = window.u8(position);
        long bits = window.u32le(position + 1);
        if (signature != 0x2f || bits >> 29 != 0) {
            throw corrupt("not a VP8L frame");
        }
        boolean alpha = (bits >> 28 & 1) == 1;
        return ImageHeader.of((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, alpha ? 4 : 3, 8)
                .with(Animation.NO);
    }

    private static ImageHeader extended(Window window, long position, long length, long end) {
        if (length < VP8X_SIZE) {
            throw corrupt("a canvas of " + length + " bytes");
        }
        int flags = window.u8(position);
        long width = window.u24le(position + 4) + 1L;
        long height = window.u24le(position + 7) + 1L;
        ImageHeader canvas = ImageHeader.of(width, height, (flags & ALPHA) != 0 ? 4 : 3, 8);
        long next = position + length + (length & 1);
        if ((flags & ANIMATION) != 0) {
            return withExif(window, next, end, canvas.with(Animation.YES));
        }
        // The alpha that counts is that of the frame, which may stand behind a colour profile.
        while (next < end) {
            if (window.startsWith(next, "ALPH")) {
                // Belongs to a lossy frame and is often larger than all before it: no need to go behind it.
                return ImageHeader.of(width, height, 4, 8).with(Animation.NO);
            }
            boolean lossless = window.startsWith(next, "VP8L");
            boolean lossy = window.startsWith(next, "VP8 ");
            long content = next + 8;
            long size = window.u32le(next + 4);
            next = content + size + (size & 1);
            if (lossless || lossy) {
                ImageHeader frame = lossless ? lossless(window, content) : lossy(window, content, size);
                if (frame.width() != width || frame.height() != height) {
                    throw corrupt("the frame does not fill the canvas");
                }
                int channels = lossless ? frame.channels() : canvas.channels();
                return withExif(
                        window,
                        next,
                        end,
                        ImageHeader.of(width, height, channels, 8).with(Animation.NO));
            }
        }
        throw corrupt("no frame");
    }

    /** Adds the orientation, if its chunk happens to be read already. */
    private static ImageHeader withExif(Window window, long first, long end, ImageHeader header) {
        long position = first;
        while (position < end && window.fetched(position, 8)) {
            long length = window.u32le(position + 4);
            long content = position + 8;
            if (window.startsWith(position, "EXIF") && window.fetched(content, length)) {
                long skip = window.startsWith(content, "Exif\0\0") ? 6 : 0;
                Pieces block = new Pieces(window).add(content + skip, length - skip);
                return header.with(Math.max(0, Exif.orientation(block)), false);
            }
            position = content + length + (length & 1);
        }
        return header;
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken WebP: " + what);
    }
}
