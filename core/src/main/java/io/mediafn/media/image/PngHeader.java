package io.mediafn.media.image;

import io.mediafn.media.image.ImageHeader.Animation;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.read.Window;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * PNG and APNG. The size comes from IHDR; the chunks after it are looked at as far as they were read with it, for the
 * animation, the orientation, and a file that ends before its pixels.
 */
final class PngHeader {
    private static final int SIGNATURE = 8;
    private static final int MIN_IHDR = 13;
    private static final int MAX_CHECKED = 4_096;
    private static final int MAX_NAME = 80;
    private static final long MAX_FRAMES = 1L << 31;

    /** Apple's variant puts a chunk before IHDR; nobody puts more than a few there. */
    private static final int MAX_CHUNKS_BEFORE_IHDR = 16;

    private final Window window;
    private @Nullable ImageHeader header;
    private final Details details = new Details();
    private boolean animated;
    private boolean transparent;
    private int orientation;

    private PngHeader(Window window) {
        this.window = window;
    }

    static ImageHeader read(Window window) {
        return new PngHeader(window).read(0);
    }

    /** One inside another file. */
    static ImageHeader readInside(Window window, long start) {
        return new PngHeader(window).read(start);
    }

    private ImageHeader read(long start) {
        long position = start + SIGNATURE;
        boolean pixels = false;
        for (int i = 0; !pixels; i++) {
            if (header != null && window.contains(position, 8) && !window.fetched(position, 8)) {
                break;
            }
            long length = window.u32be(position);
            String type = window.text(position + 4, 4);
            if (!isChunkType(type)) {
                throw corrupt("a chunk of type \"" + printable(type) + "\"");
            }
            long end = position + 12 + length;
            pixels = type.equals("IDAT") || type.equals("IEND") || type.equals("fdAT");
            if (!pixels && !window.contains(position, 12 + length)) {
                throw corrupt("truncated: it ends in its chunk " + type);
            }
            if (type.equals("IHDR")) {
                header = header(position + 8, length);
            } else if (header == null && (pixels || i == MAX_CHUNKS_BEFORE_IHDR)) {
                throw corrupt("no IHDR before " + type);
            } else if (!pixels && window.fetched(position, 12 + length)) {
                checkCrc(type, position + 8, length);
                ancillary(type, position + 8, length);
            }
            position = end;
        }
        if (header == null) {
            throw corrupt("no IHDR");
        }
        if (header.channels() == 0) {
            throw corrupt("no such colour type with " + header.bitDepth() + " bits");
        }
        if (transparent) {
            details.put("has_alpha", true);
        }
        return header.with(details)
                .with(animated ? Animation.YES : pixels ? Animation.NO : Animation.UNKNOWN)
                .with(orientation, false);
    }

    private ImageHeader header(long position, long length) {
        if (length < MIN_IHDR) {
            throw corrupt("IHDR of " + length + " bytes");
        }
        checkCrc("IHDR", position, length);
        int depth = window.u8(position + 8);
        int colourType = window.u8(position + 9);
        int channels = channels(depth, colourType);
        if (channels == 0 && header != null) {
            channels = header.channels(); // a second IHDR changes the size; the pixels only to what exists
        }
        if (window.u8(position + 11) != 0) {
            throw corrupt("unknown filter method");
        }
        details.put("color_space", colorSpace(colourType)).put("has_alpha", colourType == 4 || colourType == 6);
        return ImageHeader.of(window.u32be(position), window.u32be(position + 4), channels, depth);
    }

    private static String colorSpace(int colourType) {
        return colourType == 3 ? "palette" : (colourType & 2) == 0 ? "grayscale" : "rgb";
    }

    private static int channels(int depth, int colourType) {
        boolean byteDepth = depth == 8 || depth == 16;
        boolean subByteDepth = depth == 1 || depth == 2 || depth == 4;
        return switch (colourType) {
            case 0 -> byteDepth || subByteDepth ? 1 : 0;
            case 2 -> byteDepth ? 3 : 0;
            case 3 -> depth == 8 || subByteDepth ? 1 : 0;
            // Pillow has no mode for two channels of 16 bits and makes four of them.
            case 4 -> depth == 8 ? 2 : depth == 16 ? 4 : 0;
            case 6 -> byteDepth ? 4 : 0;
            default -> 0;
        };
    }

    /** Pillow refuses a file for any of them; a long one would cost time here, and is a curiosity. */
    private void checkCrc(String type, long position, long length) {
        if (length > MAX_CHECKED) {
            return;
        }
        CRC32 crc = new CRC32();
        crc.update(window.copy(position - 4, 4 + (int) length));
        if (crc.getValue() != window.u32be(position + length)) {
            throw corrupt("the checksum of " + type + " is wrong");
        }
    }

    private void ancillary(String type, long position, long length) {
        if (type.equals("acTL") && length >= 8) {
            long frames = window.u32be(position);
            animated = frames > 1;
            if (frames > 0 && frames <= MAX_FRAMES) {
                details.put("frame_count", frames);
            }
        } else if (type.equals("eXIf")) {
            Pieces exif = new Pieces(window).add(position, length);
            orientation = Math.max(0, Exif.orientation(exif));
            ExifDetails.ofBlock(exif, details);
        } else if (type.equals("tRNS")) {
            transparent = true;
        } else if (type.equals("iCCP")) {
            // The profile is compressed, and stays so; what it is called stands before it.
            String name = window.text(position, (int) Math.min(MAX_NAME, length));
            details.putText("icc_profile", name.substring(0, Math.max(0, name.indexOf('\0'))));
            checkMethod(type, name);
        } else if (type.equals("zTXt")) {
            checkMethod(type, window.text(position, (int) Math.min(MAX_NAME, length)));
        }
    }

    /** Behind the name stands how the rest is compressed, and there is only one way. */
    private static void checkMethod(String type, String start) {
        int method = start.indexOf('\0') + 1;
        if (method > 0 && method < start.length() && start.charAt(method) != 0) {
            throw corrupt("unknown compression of " + type);
        }
    }

    private static boolean isChunkType(String type) {
        for (int i = 0; i < 4; i++) {
            char c = type.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static String printable(String type) {
        return type.replaceAll("[^ -~]", "?");
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken PNG: " + what);
    }
}
