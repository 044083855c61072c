package io.mediafn.media.image;

import io.mediafn.media.image.ImageHeader.Animation;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;
import org.jspecify.annotations.Nullable;

/** HEIC, and HEIF of any other coding. Pillow has no reader for it, so FiftyOne stores nothing. */
final class HeicHeader {
    private static final String REFUSAL = "Pillow does not read HEIC without a plug-in";

    private HeicHeader() {}

    static ImageHeader read(Window window) {
        HeifFile file = HeifFile.readAny(window);
        HeifMeta meta = file.meta();
        HeifItem primary = meta == null ? null : meta.primary();
        HeifProperty size = primary == null ? null : primary.property("ispe");
        if (meta != null && primary != null && size != null) {
            ImageHeader header = image(meta, primary, size);
            HeifDetails.putColours(window, primary.properties, null, header.details());
            HeifDetails.putItems(window, meta, primary, header.details());
            return header.with(Animation.NO).refusedByFiftyOne(REFUSAL);
        }
        HeifTracks tracks = file.tracks();
        if (tracks != null) {
            HeifTracks.Track track = tracks.first();
            return ImageHeader.of(track.width, track.height, 0, 0).refusedByFiftyOne(REFUSAL);
        }
        throw new MediaException(Reason.CORRUPT, "broken HEIC: no primary image with a size");
    }

    private static ImageHeader image(HeifMeta meta, HeifItem primary, HeifProperty size) {
        HeifProperty planes = primary.property("pixi");
        int channels = planes == null ? 3 : planes.planesAndDepth() >> 8;
        int depth = planes == null ? 0 : planes.planesAndDepth() & 0xff;
        boolean alpha = hasAlpha(meta, primary);
        // What every reader of HEIC makes of it: grey only without alpha.
        int bands = alpha ? 4 : channels == 1 ? 1 : 3;
        ImageHeader header =
                ImageHeader.of(size.width(), size.height(), bands, depth).with(orientation(primary), false);
        header.details().put("has_alpha", alpha);
        return header;
    }

    private static boolean hasAlpha(HeifMeta meta, HeifItem image) {
        for (HeifItem item : meta.items()) {
            if (item.auxiliaryOf == image.id && item.isAlphaType()) {
                return true;
            }
        }
        return false;
    }

    /** The orientation of Exif that equals an image's turn and mirror, which come in this order; 0 without either. */
    static int orientation(HeifItem image) {
        return orientation(image.property("irot"), image.property("imir"));
    }

    static int orientation(@Nullable HeifProperty turn, @Nullable HeifProperty mirror) {
        if (turn == null && mirror == null) {
            return 0;
        }
        int quarters = turn == null ? 0 : turn.firstByte() & 3;
        if (mirror == null) {
            return switch (quarters) {
                case 1 -> 8;
                case 2 -> 3;
                case 3 -> 6;
                default -> 1;
            };
        }
        boolean leftToRight = (mirror.firstByte() & 1) != 0;
        return switch (quarters) {
            case 1 -> leftToRight ? 7 : 5;
            case 2 -> leftToRight ? 4 : 2;
            case 3 -> leftToRight ? 5 : 7;
            default -> leftToRight ? 2 : 4;
        };
    }
}
