package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;

/** Windows cursors, of which Pillow takes the largest, too, but by another rule than for icons. */
final class CurHeader {
    private static final int ENTRY = 16;
    private static final int LIST = 6;

    /** Where the first and only picture of a file starts; Pillow trusts the alpha channel of no other. */
    private static final int ONLY_PICTURE = 22;

    private CurHeader() {}

    static ImageHeader read(Window window) {
        int count = window.u16le(4);
        if (count == 0) {
            throw new MediaException(Reason.CORRUPT, "broken cursor: no picture in it");
        }
        window.prefetch(LIST, (long) count * ENTRY);
        long largest = LIST;
        for (int i = 1; i < count; i++) {
            long entry = LIST + (long) i * ENTRY;
            boolean larger = window.u8(entry) > window.u8(largest) && window.u8(entry + 1) > window.u8(largest + 1);
            largest = larger ? entry : largest;
        }
        window.lookFor("the largest picture of the cursor");
        long stated = window.u32le(largest + 12);
        long start = stated == 0 ? LIST + (long) count * ENTRY : stated;
        ImageHeader dib = BmpHeader.readDib(window, start);
        BmpHeader.Pixels pixels = BmpHeader.pixels(window, start);
        int channels = dib.channels();
        if (stated == ONLY_PICTURE && pixels.bits() == 32 && pixels.compression() == 0) {
            channels = 4;
        } else if (pixels.bits() <= 8 && BmpHeader.isGrey(window, pixels)) {
            channels = 2; // its mask becomes an alpha channel
        }
        ImageHeader header = ImageHeader.of(dib.width(), dib.height() / 2, channels, dib.bitDepth());
        header.details().put("picture_count", count);
        return header;
    }
}
