package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;

/** Targa. It has no magic: its header is sound, as Pillow sees it, or it is no Targa. */
final class TgaHeader {
    private static final int LENGTH = 18;
    private static final int RUN_LENGTH = 8;

    private TgaHeader() {}

    static ImageHeader read(Window window) {
        window.u8(LENGTH - 1);
        int hasMap = window.u8(1);
        int type = window.u8(2);
        int mapDepth = window.u8(7);
        int depth = window.u8(16);
        boolean known = depth == 1 || depth == 8 || depth == 16 || depth == 24 || depth == 32;
        if (hasMap > 1 || !known) {
            throw corrupt(depth + " bits per pixel");
        }
        if (hasMap == 1 && mapDepth != 16 && mapDepth != 24 && mapDepth != 32) {
            throw corrupt("a palette of " + mapDepth + " bits");
        }
        int channels = channels(type, depth);
        ImageHeader header = ImageHeader.of(window.u16le(12), window.u16le(14), channels, bitDepth(type, depth));
        header.details()
                .put("color_space", isIndexed(type) && hasMap == 1 ? "palette" : channels > 2 ? "rgb" : "grayscale")
                .put("has_alpha", channels == 2 || channels == 4);
        long pixels = LENGTH + window.u8(0) + (hasMap == 1 ? (long) window.u16le(5) * (mapDepth / 8) : 0);
        boolean plain = (type & RUN_LENGTH) == 0;
        if (plain && !window.contains(pixels, header.width() * header.height() * depth / 8)) {
            header.details().put("truncated", true);
        }
        return header;
    }

    private static int channels(int type, int depth) {
        if (isIndexed(type)) {
            return 1;
        }
        return switch (type & ~RUN_LENGTH) {
            case 2 -> depth == 24 ? 3 : 4;
            case 3 -> depth == 16 ? 2 : 1;
            default -> throw corrupt("type " + type);
        };
    }

    private static boolean isIndexed(int type) {
        return (type & ~RUN_LENGTH) == 1;
    }

    private static int bitDepth(int type, int depth) {
        boolean color = (type & ~RUN_LENGTH) == 2;
        return color && depth == 16 ? 5 : Math.min(depth, 8);
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "not a Targa as Pillow reads it: " + what);
    }
}
