package io.mediafn.media.image;

import io.mediafn.media.image.ImageHeader.Animation;
import io.mediafn.media.read.Details;
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
        return described(
                ImageHeader.of(window.u16le(position + 6) & 0x3fff, window.u16le(position + 8) & 0x3fff, 3, 8)
                        .with(Animation.NO),
                "ycbcr");
    }

    private static ImageHeader lossless(Window window, long position) {
        int signature = window.u8(position);
        long bits = window.u32le(position + 1);
        if (signature != 0x2f || bits >> 29 != 0) {
            throw corrupt("not a VP8L frame");
        }
        boolean alpha = (bits >> 28 & 1) == 1;
        return described(
                ImageHeader.of((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, alpha ? 4 : 3, 8)
                        .with(Animation.NO),
                "rgb");
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
        describeProfile(window, next, canvas.details());
        if ((flags & ANIMATION) != 0) {
            canvas.details().put("has_alpha", canvas.channels() == 4);
            return withMetadata(window, next, end, canvas.with(Animation.YES));
        }
        // The alpha that counts is that of the frame, which may stand behind a colour profile.
        while (next < end) {
            if (window.startsWith(next, "ALPH")) {
                // Belongs to a lossy frame and is often larger than all before it: no need to go behind it.
                ImageHeader transparent = ImageHeader.of(width, height, 4, 8).with(Animation.NO);
                return withMetadata(window, next, end, described(transparent.with(canvas.details()), "ycbcr"));
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
                ImageHeader header = ImageHeader.of(width, height, channels, 8)
                        .with(Animation.NO)
                        .with(canvas.details());
                return withMetadata(window, next, end, described(header, lossless ? "rgb" : "ycbcr"));
            }
        }
        throw corrupt("no frame");
    }

    private static ImageHeader described(ImageHeader header, String colorSpace) {
        header.details().put("color_space", colorSpace).put("has_alpha", header.channels() == 4);
        return header;
    }

    private static void describeProfile(Window window, long position, Details details) {
        if (window.fetched(position, 8) && window.startsWith(position, "ICCP")) {
            Pieces profile = new Pieces(new FetchedOnly(window)).add(position + 8, window.u32le(position + 4));
            IccProfile.describe(profile, details);
        }
    }

    /** Adds what Exif, XMP and the list of frames tell, as far as their chunks happen to be read already. */
    private static ImageHeader withMetadata(Window window, long first, long end, ImageHeader header) {
        ImageHeader result = header;
        Details details = header.details();
        long frames = 0;
        long position = first;
        while (position < end && window.fetched(position, 8)) {
            long length = window.u32le(position + 4);
            long content = position + 8;
            boolean here = window.fetched(content, length);
            if (window.startsWith(position, "EXIF") && here) {
                long skip = window.startsWith(content, "Exif\0\0") ? 6 : 0;
                Pieces block = new Pieces(window).add(content + skip, length - skip);
                result = result.with(Math.max(0, Exif.orientation(block)), false);
                ExifDetails.ofBlock(block, details);
            } else if (window.startsWith(position, "XMP ") && here) {
                XmpDetails.of(window.text(content, (int) length), details);
            } else if (window.startsWith(position, "ANMF")) {
                frames++;
            }
            position = content + length + (length & 1);
        }
        if (frames > 0 && position >= end) {
            details.put("frame_count", frames);
        }
        return result;
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken WebP: " + what);
    }
}
