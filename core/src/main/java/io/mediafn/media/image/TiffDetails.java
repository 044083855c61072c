package io.mediafn.media.image;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.read.Window;

/** What else a TIFF's first directory tells, as far as it was read already. */
final class TiffDetails {
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_LENGTHS = 279;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;
    private static final int ICC_PROFILE = 34675;

    private TiffDetails() {}

    static void put(Window window, TiffPixels pixels, TiffPixels.Mode mode, Details details) {
        String space = pixels.colorSpace();
        if (!space.isEmpty()) {
            details.put("color_space", space);
        }
        int colours = space.equals("grayscale") || space.equals("palette") ? 1 : space.equals("cmyk") ? 4 : 3;
        details.put("has_alpha", mode.channels() > colours);
        FetchedOnly fetched = new FetchedOnly(window);
        ExifDetails.ofTiff(fetched, details);
        FetchedOnly.search(() -> {
            TiffDirectory tags = new TiffDirectory(fetched, TiffDirectory.isBig(fetched));
            IccProfile.describe(new Pieces(fetched).add(tags.position(ICC_PROFILE), tags.count(ICC_PROFILE)), details);
            boolean tiles = tags.has(TILE_OFFSETS);
            long end = end(tags, tiles ? TILE_OFFSETS : STRIP_OFFSETS, tiles ? TILE_LENGTHS : STRIP_LENGTHS);
            if (end > 0 && !window.contains(0, end)) {
                details.put("truncated", true);
            }
        });
    }

    /** Where the last of the first strips or tiles ends. */
    private static long end(TiffDirectory tags, int offsetTag, int lengthTag) {
        long[] offsets = tags.numbers(offsetTag);
        long[] lengths = tags.numbers(lengthTag);
        long end = 0;
        for (int i = 0; i < Math.min(offsets.length, lengths.length); i++) {
            if (offsets[i] > 0 && lengths[i] > 0) {
                end = Math.max(end, offsets[i] + lengths[i]);
            }
        }
        return end;
    }
}
