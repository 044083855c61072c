package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;
import java.util.Arrays;
import java.util.Set;

/** TIFF and BigTIFF: the first directory, accepted and refused as Pillow does. */
final class TiffHeader {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS_PER_SAMPLE = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int FILL_ORDER = 266;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int PLANAR_CONFIGURATION = 284;
    private static final int COLOR_MAP = 320;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int SUB_DIRECTORIES = 330;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;
    private static final int WINDOWS_MEDIA_PHOTO = 0xbc01;

    private static final int UNCOMPRESSED = 1;
    private static final int OLD_JPEG = 6;

    private static final Set<Long> COMPRESSIONS = Set.of(
            1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 32771L, 32773L, 32809L, 32946L, 34676L, 34677L, 34925L, 50000L, 50001L);

    /** The most samples that any mode of Pillow has. */
    private static final int MAX_SAMPLES = 6;

    private TiffHeader() {}

    static ImageHeader read(Window window) {
        TiffDirectory tags = new TiffDirectory(window, TiffDirectory.isBig(window));
        if (tags.start() <= 0) {
            throw new MediaException(Reason.CORRUPT, "TIFF without a directory");
        }
        if (tags.has(WINDOWS_MEDIA_PHOTO)) {
            throw unsupported("it is a Windows Media Photo");
        }
        long compression = tags.number(COMPRESSION, UNCOMPRESSED);
        if (!COMPRESSIONS.contains(compression)) {
            throw unsupported("compression " + compression);
        }
        if (!tags.has(WIDTH) || !tags.has(HEIGHT)) {
            throw noImage(tags, "width or height");
        }
        TiffPixels pixels = pixels(tags, compression);
        TiffPixels.Mode mode = pixels.mode();
        if (mode == null) {
            throw unsupported("the layout of its pixels (" + pixels + ")");
        }
        if (mode.palette() && !tags.has(COLOR_MAP)) {
            throw new MediaException(Reason.CORRUPT, "TIFF with a palette, but without its colours");
        }
        long width = tags.integer(WIDTH);
        long height = tags.integer(HEIGHT);
        if (!isSize(width) || !isSize(height)) {
            throw new MediaException(Reason.CORRUPT, "TIFF whose width or height is no whole number");
        }
        if (compression == UNCOMPRESSED) {
            checkPixelsAreThere(tags, width, height, mode);
        }
        ImageHeader header = ImageHeader.of(width, height, mode.channels(), pixels.bitDepth())
                .with(Exif.valid(tags.number(Exif.ORIENTATION, 0)), true);
        TiffDetails.put(window, pixels, mode, header.details());
        return header;
    }

    private static TiffPixels pixels(TiffDirectory tags, long compression) {
        // The old kind of JPEG in TIFF is always YCbCr, whatever the file says.
        long photometric = compression == OLD_JPEG ? TiffPixels.YCBCR : tags.number(PHOTOMETRIC, 0);
        long samples = tags.number(SAMPLES_PER_PIXEL, compression == OLD_JPEG ? 3 : 1);
        long[] bits = tags.has(BITS_PER_SAMPLE) ? tags.numbers(BITS_PER_SAMPLE) : new long[] {1};
        long[] extra = tags.numbers(EXTRA_SAMPLES);
        if (tags.number(PLANAR_CONFIGURATION, 1) == 2 && extra.length > 0 && max(extra) == 0) {
            // Samples of their own plane that mean nothing are left out.
            bits = Arrays.copyOf(bits, Math.max(0, bits.length - extra.length));
            samples -= tags.count(EXTRA_SAMPLES);
            extra = new long[0];
        }
        if (samples < 1 || samples > MAX_SAMPLES) {
            throw unsupported(samples + " samples per pixel");
        }
        if (bits.length > samples) {
            bits = Arrays.copyOf(bits, (int) samples);
        } else if (bits.length == 1) {
            bits = repeat(bits[0], (int) samples);
        }
        if (bits.length != samples) {
            throw unsupported(samples + " samples per pixel, but bits for " + bits.length);
        }
        boolean bytesWhereNumbersBelong = tags.isBytes(BITS_PER_SAMPLE)
                || (extra.length > 0 && tags.isBytes(EXTRA_SAMPLES))
                || (tags.isBytes(SAMPLE_FORMAT) && tags.count(SAMPLE_FORMAT) == 1);
        if (bytesWhereNumbersBelong) {
            throw unsupported("numbers of 8 bits in its directory");
        }
        return new TiffPixels(
                tags.bigEndian(), photometric, sampleFormat(tags), tags.number(FILL_ORDER, 1), bits, extra);
    }

    /** The format that all samples share, or one that does not exist. */
    private static long sampleFormat(TiffDirectory tags) {
        long[] formats = tags.has(SAMPLE_FORMAT) ? tags.numbers(SAMPLE_FORMAT) : new long[] {1};
        for (long format : formats) {
            if (format != formats[0]) {
                return TiffDirectory.NOT_A_NUMBER;
            }
        }
        return formats[0];
    }

    /** Pillow lays out the strips or tiles of uncompressed pixels when it opens a file, and refuses some layouts. */
    private static void checkPixelsAreThere(TiffDirectory tags, long width, long height, TiffPixels.Mode mode) {
        boolean strips = tags.has(STRIP_OFFSETS);
        if (!strips && !tags.has(TILE_OFFSETS)) {
            throw noImage(tags, "strips or tiles");
        }
        long tileWidth = strips ? width : tags.integer(TILE_WIDTH);
        long tileHeight = strips ? tags.number(ROWS_PER_STRIP, height) : tags.integer(TILE_HEIGHT);
        if (!strips && (!isSize(tileWidth) || !isSize(tileHeight))) {
            throw new MediaException(Reason.CORRUPT, "TIFF with tiles of no size");
        }
        if (tags.number(PLANAR_CONFIGURATION, 1) != 2 || tileWidth < 1 || tileHeight < 1) {
            return;
        }
        long perPlane = Math.ceilDiv(width, tileWidth) * Math.ceilDiv(height, tileHeight);
        long planes = Math.ceilDiv(tags.count(strips ? STRIP_OFFSETS : TILE_OFFSETS), Math.max(1, perPlane));
        if (planes > mode.planes()) {
            throw unsupported(planes + " planes for " + mode.channels() + " channels");
        }
    }

    private static boolean isSize(long value) {
        return value != TiffDirectory.ABSENT && value != TiffDirectory.NOT_A_NUMBER;
    }

    private static long max(long[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    private static long[] repeat(long value, int times) {
        long[] values = new long[times];
        Arrays.fill(values, value);
        return values;
    }

    private static MediaException noImage(TiffDirectory tags, String missing) {
        return tags.has(SUB_DIRECTORIES)
                ? unsupported("its image is in a subdirectory, as in a raw photo")
                : new MediaException(Reason.CORRUPT, "TIFF without " + missing);
    }

    private static MediaException unsupported(String what) {
        return new MediaException(Reason.UNSUPPORTED, "TIFF not read by Pillow: " + what);
    }
}
