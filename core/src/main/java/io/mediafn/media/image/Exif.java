package io.mediafn.media.image;

import io.mediafn.media.read.Bytes;

/** The orientation in a block of Exif, which is a TIFF structure in the middle of another file. */
final class Exif {
    /** The block has no header of TIFF: Pillow then looks for no other source of an orientation either. */
    static final int UNREADABLE = -2;

    static final int ABSENT = -1;

    static final int ORIENTATION = 0x0112;

    private Exif() {}

    /** What the block states, even if it is none of 1 to 8 (then 0), or {@link #ABSENT}, or {@link #UNREADABLE}. */
    static int orientation(Bytes block) {
        TiffDirectory directory = TiffDirectory.ofBlock(block);
        if (directory == null) {
            return UNREADABLE;
        }
        if (!directory.has(ORIENTATION)) {
            return ABSENT;
        }
        return valid(directory.number(ORIENTATION, 0));
    }

    /** The orientation if it is one, else 0. */
    static int valid(long orientation) {
        return orientation >= 1 && orientation <= 8 ? (int) orientation : 0;
    }
}
