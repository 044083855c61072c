package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;

/**
 * Windows icons. Pillow decodes the largest picture in the file when it opens it, and takes its size, not the one in the
 * list; a picture that is cut off is therefore refused.
 */
final class IcoHeader {
    private static final int ENTRY = 16;
    private static final int LIST = 6;

    /** No depth stated: sorted behind all that state one. */
    private static final int UNKNOWN_DEPTH = 256;

    /** Above it Pillow takes a picture for a decompression bomb; here with its mask, of the same height. */
    private static final long MAX_PIXELS = 178_956_970;

    private static final String PNG = "\u0089PNG\r\n\u001a\n";

    private record Entry(int width, int height, int bits, int depth, long size, long offset) {
        boolean isBefore(Entry other) {
            int area = width * height;
            int otherArea = other.width * other.height;
            return area == otherArea ? depth < other.depth : area > otherArea;
        }
    }

    private IcoHeader() {}

    static ImageHeader read(Window window) {
        int count = window.u16le(4);
        if (count == 0) {
            throw corrupt("no picture in it");
        }
        window.prefetch(LIST, (long) count * ENTRY);
        window.u8(LIST + (long) count * ENTRY - 1);
        Entry largest = entry(window, LIST);
        for (int i = 1; i < count; i++) {
            Entry entry = entry(window, LIST + (long) i * ENTRY);
            if (entry.isBefore(largest)) {
                largest = entry;
            }
        }
        window.lookFor("the largest picture of the icon");
        ImageHeader header = window.startsWith(largest.offset, PNG)
                ? PngHeader.readInside(window, largest.offset)
                : bitmap(window, largest);
        header.details().put("picture_count", count);
        return header;
    }

    private static Entry entry(Window window, long position) {
        int width = window.u8(position);
        int height = window.u8(position + 1);
        int colours = window.u8(position + 2);
        int bits = window.u16le(position + 6);
        int depth = bits > 0 ? bits : colours > 1 ? 32 - Integer.numberOfLeadingZeros(colours - 1) : UNKNOWN_DEPTH;
        return new Entry(
                width == 0 ? 256 : width,
                height == 0 ? 256 : height,
                bits,
                depth,
                window.u32le(position + 8),
                window.u32le(position + 12));
    }

    /** A DIB with a mask of one bit below it, or with an alpha channel; Pillow makes the same of both. */
    private static ImageHeader bitmap(Window window, Entry entry) {
        ImageHeader dib = BmpHeader.readDib(window, entry.offset);
        long width = dib.width();
        long height = dib.height() / 2;
        ImageHeader header = ImageHeader.of(width, height, 4, dib.bitDepth());
        header.details().put("color_space", "rgb").put("has_alpha", true);
        if (width <= 0 || height <= 0) {
            return header;
        }
        if (width > MAX_PIXELS / dib.height()) {
            return header.refusedByFiftyOne("its picture with its mask has more than " + MAX_PIXELS
                    + " pixels, which Pillow takes for a decompression bomb");
        }
        BmpHeader.Pixels pixels = BmpHeader.pixels(window, entry.offset);
        if (pixels.bits() == 4 && BmpHeader.isGrey(window, pixels)) {
            return header.refusedByFiftyOne("Pillow takes its 16 greys for 256 and cannot decode it");
        }
        if (!isWhole(window, entry, pixels, width, height)) {
            return header.refusedByFiftyOne("Pillow decodes an icon when it opens it, and this one is cut off");
        }
        return header;
    }

    private static boolean isWhole(Window window, Entry entry, BmpHeader.Pixels pixels, long width, long height) {
        if (pixels.plain() && !window.contains(0, pixels.start() + pixels.length(width, height))) {
            return false;
        }
        if (entry.bits == 32) {
            return window.contains(pixels.start(), width * height * 4);
        }
        long row = (width + 31) / 32 * 4;
        // Of the last row, what fills it may be missing.
        return window.contains(entry.offset + entry.size - row * height, row * (height - 1) + (width + 7) / 8);
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken icon: " + what);
    }
}
