package io.mediafn.media.image;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;

/** The index of the pictures in a JPEG (CIPA DC-007), which is a TIFF structure in an APP2 segment. */
final class MultiPicture {
    private static final int NUMBER_OF_IMAGES = 0xb001;
    private static final int ENTRIES = 0xb002;
    private static final int ENTRY_SIZE = 16;

    private MultiPicture() {}

    /**
     * Whether the index is sound and lists more than one picture. Pillow reads an unsound one as a plain JPEG, except
     * one that is too short for its number of pictures: that it refuses.
     */
    static boolean hasSeveral(Bytes index) {
        TiffDirectory directory = TiffDirectory.ofBlock(index);
        if (directory == null) {
            return false;
        }
        long images = directory.integer(NUMBER_OF_IMAGES);
        if (images < 1 || !directory.isOpaque(ENTRIES)) {
            return false;
        }
        int format = index.startsWith(0, "MM\0*") ? 0 : 3; // the byte of an entry with the format of the picture
        for (long i = 0; i < images; i++) {
            if ((i + 1) * ENTRY_SIZE > directory.count(ENTRIES)) {
                throw new MediaException(
                        Reason.CORRUPT, "broken JPEG: the index of its " + images + " pictures is cut off");
            }
            if ((directory.byteOf(ENTRIES, i * ENTRY_SIZE + format) & 7) != 0) { // 0 is JPEG
                return false;
            }
        }
        return images > 1;
    }
}
