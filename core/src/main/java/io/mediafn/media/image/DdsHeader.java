package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;

/** DirectDraw Surface, in the pixel formats that Pillow reads. */
final class DdsHeader {
    private static final int HEADER = 124;
    private static final int MAGIC = 4;

    private static final int ALPHA_PIXELS = 0x1;
    private static final int FOURCC = 0x4;
    private static final int PALETTE = 0x20;
    private static final int RGB = 0x40;
    private static final int LUMINANCE = 0x20000;

    private final Window window;

    private DdsHeader(Window window) {
        this.window = window;
    }

    static ImageHeader read(Window window) {
        return new DdsHeader(window).read();
    }

    private ImageHeader read() {
        long length = window.u32le(MAGIC);
        if (length != HEADER) {
            throw new MediaException(Reason.CORRUPT, "broken DDS: a header of " + length + " bytes");
        }
        window.u8(MAGIC + HEADER - 1);
        long flags = window.u32le(80);
        int channels = channels(flags);
        long height = window.u32le(12);
        long width = window.u32le(16);
        if (channels == 0) {
            return ImageHeader.of(width, height, 0, 0)
                    .refusedByFiftyOne("Pillow does not read the pixel format of this DDS: " + described(flags));
        }
        ImageHeader header = ImageHeader.of(width, height, channels, 8);
        boolean palette = (flags & (RGB | LUMINANCE | PALETTE)) == PALETTE;
        header.details()
                .put("color_space", palette ? "palette" : channels > 2 ? "rgb" : "grayscale")
                .put("has_alpha", channels == 2 || channels == 4);
        return header;
    }

    /** Pillow's number of bands; 0 for a format that it does not read. */
    private int channels(long flags) {
        boolean alpha = (flags & ALPHA_PIXELS) != 0;
        if ((flags & RGB) != 0) {
            return alpha ? 4 : 3;
        }
        if ((flags & LUMINANCE) != 0) {
            long bits = window.u32le(88);
            return bits == 8 ? 1 : bits == 16 && alpha ? 2 : 0;
        }
        if ((flags & PALETTE) != 0) {
            return 1;
        }
        return (flags & FOURCC) != 0 ? compressed() : 0;
    }

    private int compressed() {
        return switch (window.text(84, 4)) {
            case "DXT1", "DXT3", "DXT5" -> 4;
            case "BC4U", "ATI1" -> 1;
            case "BC5S", "BC5U", "ATI2" -> 3;
            case "DX10" -> dxgi(window.u32le(MAGIC + HEADER));
            default -> 0;
        };
    }

    /** By the number in the enumeration {@code DXGI_FORMAT}. */
    private static int dxgi(long format) {
        return switch ((int) Math.min(format, Integer.MAX_VALUE)) {
            case 27, 28, 29, 70, 71, 73, 74, 76, 77, 97, 98, 99 -> 4;
            case 82, 83, 84, 95, 96 -> 3;
            case 79, 80 -> 1;
            default -> 0;
        };
    }

    private String described(long flags) {
        if ((flags & (RGB | LUMINANCE | PALETTE)) != 0 || (flags & FOURCC) == 0) {
            return "flags " + flags + ", " + window.u32le(88) + " bits";
        }
        String code = window.text(84, 4);
        return code.equals("DX10") ? "DXGI format " + window.u32le(MAGIC + HEADER) : BoxReader.printable(code);
    }
}
