package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;
import java.util.Map;
import java.util.Set;

/** BMP, and DIB, which is a BMP without its first 14 bytes. */
final class BmpHeader {
    private static final int FILE_HEADER = 14;
    private static final int CORE = 12;
    private static final int MAX_PALETTE = 65_536;

    private static final int RAW = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BITFIELDS = 3;

    private record Masks(long red, long green, long blue, long alpha) {}

    /** The layouts that Pillow takes, with the channels that it makes of them. */
    private static final Map<Masks, Integer> MASKS_32 = Map.of(
            new Masks(0xff0000, 0xff00, 0xff, 0), 3,
            new Masks(0xff000000L, 0xff0000, 0xff00, 0), 3,
            new Masks(0xff000000L, 0xff00, 0xff, 0), 3,
            new Masks(0xff000000L, 0xff0000, 0xff00, 0xff), 4,
            new Masks(0xff, 0xff00, 0xff0000, 0xff000000L), 4,
            new Masks(0xff0000, 0xff00, 0xff, 0xff000000L), 4,
            new Masks(0xff000000L, 0xff00, 0xff, 0xff0000), 4,
            new Masks(0, 0, 0, 0), 4);

    private static final Masks MASKS_24 = new Masks(0xff0000, 0xff00, 0xff, 0);
    private static final Set<Masks> MASKS_16 =
            Set.of(new Masks(0xf800, 0x7e0, 0x1f, 0), new Masks(0x7c00, 0x3e0, 0x1f, 0));

    private BmpHeader() {}

    static ImageHeader readBmp(Window window) {
        ImageHeader header = read(window, FILE_HEADER);
        Pixels pixels = pixels(window, FILE_HEADER);
        long start = window.u32le(10);
        boolean sized = header.width() > 0 && header.height() > 0 && header.width() * header.height() <= 1L << 40;
        if (sized && pixels.plain && !window.contains(0, start + pixels.length(header.width(), header.height()))) {
            header.details().put("truncated", true);
        }
        return header;
    }

    static ImageHeader readDib(Window window) {
        return read(window, 0);
    }

    /** One inside another file. */
    static ImageHeader readDib(Window window, long start) {
        return read(window, start);
    }

    /**
     * Where the pixels of a DIB are.
     *
     * @param plain whether their length is known: they are not compressed
     * @param palette where the colours are
     * @param colours how many there are, also if there should be none
     * @param colourSize in bytes
     */
    record Pixels(long start, int bits, long compression, boolean plain, long palette, long colours, int colourSize) {
        /** Up to the last pixel, without what fills its row. */
        long length(long width, long height) {
            return (width * bits + 31) / 32 * 4 * (height - 1) + (width * bits + 7) / 8;
        }
    }

    /** Of a DIB that was read. */
    static Pixels pixels(Window window, long start) {
        long size = window.u32le(start);
        boolean core = size == CORE;
        int bits = window.u16le(start + (core ? 10 : 14));
        long compression = core ? RAW : window.u32le(start + 16);
        long colours = core ? 0 : window.u32le(start + 32);
        if (colours == 0) {
            colours = 1L << bits;
        }
        long palette = start + size + (compression == BITFIELDS && size == 40 ? 12 : 0);
        int colourSize = core ? 3 : 4;
        long pixels = bits <= 8 ? Math.min(palette + colours * colourSize, window.size()) : palette;
        boolean plain = compression == RAW || compression == BITFIELDS;
        return new Pixels(pixels, bits, compression, plain, palette, colours, colourSize);
    }

    /** Whether a palette is the ramp of greys (of black and white for two colours) that needs no palette. */
    static boolean isGrey(Window window, Pixels pixels) {
        for (long i = 0; i < pixels.colours; i++) {
            long value = pixels.colours == 2 ? i * 255 : i & 255;
            long at = pixels.palette + i * pixels.colourSize;
            boolean grey = window.contains(at, 3)
                    && window.u8(at) == value
                    && window.u8(at + 1) == value
                    && window.u8(at + 2) == value;
            if (!grey) {
                return false;
            }
        }
        return true;
    }

    /** Whether a header of this length is one that Pillow reads. */
    private static boolean isHeaderSize(long size) {
        return size == CORE || size == 40 || size == 52 || size == 56 || size == 64 || size == 108 || size == 124;
    }

    private static ImageHeader read(Window window, long start) {
        long size = window.u32le(start);
        if (!isHeaderSize(size)) {
            throw unsupported("a header of " + size + " bytes");
        }
        window.u8(start + size - 1); // all of the header is there
        int bits;
        if (size == CORE) {
            bits = window.u16le(start + 10);
            int channels = channels(window, start, size, bits, RAW);
            return header(window.u16le(start + 4), window.u16le(start + 6), channels, bits);
        }
        bits = window.u16le(start + 14);
        long width = window.u32le(start + 4);
        long height = window.u32le(start + 8);
        if (height >= 0xff000000L) {
            height = (1L << 32) - height; // rows from top to bottom
        }
        int channels = channels(window, start, size, bits, window.u32le(start + 16));
        checkPalette(bits, window.u32le(start + 32));
        return header(width, height, channels, bits);
    }

    private static ImageHeader header(long width, long height, int channels, int bits) {
        ImageHeader header = ImageHeader.of(width, height, channels, depth(bits));
        header.details().put("color_space", bits <= 8 ? "palette" : "rgb").put("has_alpha", channels == 4);
        return header;
    }

    private static int depth(int bits) {
        return bits <= 8 ? bits : bits == 16 ? 5 : 8;
    }

    private static int channels(Window window, long start, long size, int bits, long compression) {
        int channels = switch (bits) {
            case 1, 4, 8 -> 1;
            case 16, 24, 32 -> 3;
            default -> throw unsupported(bits + " bits per pixel");
        };
        if (compression == BITFIELDS) {
            return bitfields(window, start, size, bits);
        }
        if (compression != RAW && compression != RLE8 && compression != RLE4) {
            throw unsupported("compression " + compression);
        }
        return channels;
    }

    private static int bitfields(Window window, long start, long size, int bits) {
        // Behind a header of 40 bytes follow three masks, in a longer one stand three or four.
        long red = window.u32le(start + 40);
        long green = window.u32le(start + 44);
        long blue = window.u32le(start + 48);
        long alpha = size >= 56 ? window.u32le(start + 52) : 0;
        Integer channels = bits == 32 ? MASKS_32.get(new Masks(red, green, blue, alpha)) : null;
        if (channels != null) {
            return channels;
        }
        Masks opaque = new Masks(red, green, blue, 0); // fewer bits have no alpha, whatever the mask says
        boolean known = (bits == 24 && opaque.equals(MASKS_24)) || (bits == 16 && MASKS_16.contains(opaque));
        if (known) {
            return 3;
        }
        throw unsupported("bit masks " + Long.toHexString(red) + " " + Long.toHexString(green) + " "
                + Long.toHexString(blue) + " " + Long.toHexString(alpha) + " for " + bits + " bits");
    }

    private static void checkPalette(int bits, long colours) {
        if (bits <= 8 && colours > MAX_PALETTE) {
            throw new MediaException(Reason.CORRUPT, "BMP with a palette of " + colours + " colours");
        }
    }

    private static MediaException unsupported(String what) {
        return new MediaException(Reason.UNSUPPORTED, "BMP not read by Pillow: " + what);
    }
}
