package io.mediafn.media.image;

import io.mediafn.media.read.Pieces;
import io.mediafn.media.read.Window;
import java.util.Optional;

/** The Exif of a HEIF file: an item whose first number says how much is before the TIFF structure. */
final class HeifExif {
    private static final int OFFSET_SIZE = 4;

    /** No writer puts more than the six bytes {@code Exif\0\0} before it. */
    private static final int MAX_OFFSET = 4_096;

    private HeifExif() {}

    /** Whether the TIFF structure is where the item says; also true where it was not read, and not to be read for this. */
    static boolean isSound(HeifMeta meta, HeifItem item, Window window) {
        Optional<Pieces> fetched = meta.fetched(item, window);
        if (fetched.isEmpty()) {
            return true;
        }
        Pieces data = fetched.get();
        if (!data.contains(0, OFFSET_SIZE)) {
            return false;
        }
        long stated = data.u32be(0);
        for (long offset = 0; offset <= Math.min(stated, MAX_OFFSET); offset++) {
            if (isTiff(data, OFFSET_SIZE + offset)) {
                return offset == stated;
            }
        }
        return stated > MAX_OFFSET && isTiff(data, OFFSET_SIZE + stated);
    }

    /** The TIFF structure in the data of an item. */
    static Optional<Pieces> block(Pieces data, long size) {
        if (!data.contains(0, OFFSET_SIZE)) {
            return Optional.empty();
        }
        long start = OFFSET_SIZE + data.u32be(0);
        return start < size ? Optional.of(new Pieces(data).add(start, size - start)) : Optional.empty();
    }

    private static boolean isTiff(Pieces data, long offset) {
        return data.startsWith(offset, "II*\0") || data.startsWith(offset, "MM\0*");
    }
}
