package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;

/** PCX, in the layouts that Pillow reads. */
final class PcxHeader {
    private static final int LENGTH = 68;

    /** A palette of 256 colours at the end, behind its mark. */
    private static final int PALETTE = 769;

    private PcxHeader() {}

    static ImageHeader read(Window window) {
        window.u8(LENGTH - 1);
        long width = window.u16le(8) + 1L - window.u16le(4);
        long height = window.u16le(10) + 1L - window.u16le(6);
        if (width <= 0 || height <= 0) {
            throw new MediaException(Reason.CORRUPT, "broken PCX: " + width + " x " + height + " pixels");
        }
        int version = window.u8(1);
        int bits = window.u8(3);
        int planes = window.u8(65);
        boolean lines = bits == 1 && (planes == 1 || planes == 2 || planes == 4);
        boolean bytes = version == 5 && bits == 8 && (planes == 1 || planes == 3);
        if (!lines && !bytes) {
            return ImageHeader.of(width, height, planes == 3 ? 3 : 1, planes == 3 ? bits : bits * planes)
                    .refusedByFiftyOne("Pillow reads no PCX of version " + version + " with " + planes + " planes of "
                            + bits + " bits");
        }
        if (bits == 8 && planes == 1 && !window.contains(0, PALETTE)) {
            throw new MediaException(Reason.CORRUPT, "truncated: a PCX without its palette");
        }
        ImageHeader header = ImageHeader.of(width, height, planes == 3 ? 3 : 1, bits == 8 ? 8 : planes);
        if (planes != 1) {
            header.details().put("color_space", planes == 3 ? "rgb" : "palette");
        }
        return header;
    }
}
