package io.mediafn.media;

import io.mediafn.media.ImageHeader.Animation;
import io.mediafn.media.MediaException.Reason;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what FiftyOne would store for a file, by the fewest ranged reads. Thread-safe. */
public final class MediaProbe {
    /** Above it Pillow takes an image for a decompression bomb and does not open it. */
    private static final long MAX_PIXELS = 178_956_970;

    private final ProbeLimits limits;

    public MediaProbe() {
        this(ProbeLimits.DEFAULT);
    }

    public MediaProbe(ProbeLimits limits) {
        this.limits = limits;
    }

    /**
     * Probes one object.
     *
     * @param path the key or path, whose extension decides the mime type and the size of the first read
     * @throws MediaException if the file gives no metadata
     */
    public ProbeResult probe(String path, RangeSource source) {
        String mimeType = MimeTypes.guess(path);
        Window window = new Window(source, limits, firstRead(mimeType));
        if (window.size() == 0 && (mimeType.startsWith("image/") || mimeType.startsWith("video/"))) {
            throw new MediaException(Reason.CORRUPT, "empty object");
        }
        Format format = Sniffer.sniff(window);
        if (format != null && format.kind() == Format.Kind.IMAGE) {
            return image(format, readImage(format, window), window.size(), mimeType);
        }
        if (mimeType.startsWith("video/") || (format != null && format.kind() == Format.Kind.VIDEO)) {
            throw new MediaException(
                    Reason.UNSUPPORTED,
                    "video headers are not read by this version (" + (format == null ? mimeType : format.mimeType())
                            + ")");
        }
        if (mimeType.startsWith("image/")) {
            throw notThatImage(mimeType, format);
        }
        Map<String, Object> details = format == null ? Map.of() : Map.of("mime_type_sniffed", format.mimeType());
        return new ProbeResult(otherMediaType(path), new MediaMetadata.Other(window.size(), mimeType), details);
    }

    /** Nearly all headers of these formats fit; a JPEG's thumbnail and profiles come before its size. */
    private static int firstRead(String mimeType) {
        return switch (mimeType) {
            case "image/png", "image/gif", "image/webp", "image/bmp" -> 8 << 10;
            default -> 64 << 10;
        };
    }

    private static ImageHeader readImage(Format format, Window window) {
        return switch (format) {
            case JPEG -> JpegHeader.read(window);
            case PNG -> PngHeader.read(window);
            case GIF -> GifHeader.read(window);
            case WEBP -> WebpHeader.read(window);
            case TIFF, CR2 -> TiffHeader.read(window);
            case BMP -> BmpHeader.readBmp(window);
            case DIB -> BmpHeader.readDib(window);
            default -> throw new MediaException(Reason.UNSUPPORTED, format.mimeType() + " is not read by this version");
        };
    }

    private static ProbeResult image(Format format, ImageHeader header, long size, String mimeType) {
        long width = header.width();
        long height = header.height();
        if (width <= 0 || height <= 0 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new MediaException(
                    Reason.CORRUPT, format.mimeType() + " of " + width + " x " + height + " pixels cannot be");
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("mime_type_sniffed", format.mimeType());
        boolean sideways = header.orientation() >= 5;
        if (header.orientation() > 0) {
            details.put("orientation", header.orientation());
        }
        if (header.orientation() > 1) {
            details.put("display_width", (int) (sideways ? height : width));
            details.put("display_height", (int) (sideways ? width : height));
        }
        if (header.bitDepth() > 0) {
            details.put("bit_depth", header.bitDepth());
        }
        if (header.animation() != Animation.UNKNOWN) {
            details.put("animated", header.animation() == Animation.YES);
        }
        if (width > MAX_PIXELS / height) {
            details.put("pixel_bomb", true);
        }
        boolean turned = sideways && header.turned();
        MediaMetadata.Image metadata = new MediaMetadata.Image(
                size, mimeType, (int) (turned ? height : width), (int) (turned ? width : height), header.channels());
        return new ProbeResult("image", metadata, details);
    }

    private static MediaException notThatImage(String mimeType, @Nullable Format format) {
        if (format != null) {
            return new MediaException(
                    Reason.CORRUPT, "named as " + mimeType + ", but its content is " + format.mimeType());
        }
        return switch (mimeType) {
            case "image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/tiff" ->
                new MediaException(Reason.CORRUPT, "named as " + mimeType + ", but its content is not");
            default -> new MediaException(Reason.UNSUPPORTED, mimeType + " is not read by this version");
        };
    }

    private static String otherMediaType(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".pcd")) {
            return "point-cloud";
        }
        return lower.endsWith(".fo3d") ? "3d" : "unknown";
    }

    /** FiftyOne's media type of a path, from its extension alone; the type of a file that could not be read. */
    public static String mediaTypeOf(String path) {
        String mimeType = MimeTypes.guess(path);
        if (mimeType.startsWith("video/")) {
            return "video";
        }
        return mimeType.startsWith("image/") ? "image" : otherMediaType(path);
    }
}
