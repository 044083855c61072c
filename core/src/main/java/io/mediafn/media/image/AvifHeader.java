package io.mediafn.media.image;

import io.mediafn.media.image.ImageHeader.Animation;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * AVIF. The size is that of the primary image before its rotation, or of the first track of a sequence. Pillow opens
 * what libavif accepts; where libavif is stricter than needed to know the size, the header says what it refuses.
 */
final class AvifHeader {
    private static final int ALPHA_CHANNELS = 4;

    private final Window window;
    private final HeifFile file;
    private final AvifChecks checks;

    private AvifHeader(Window window) {
        this.window = window;
        checks = new AvifChecks(window);
        file = HeifFile.read(window, List.of("avif"), List.of("avis"));
    }

    static ImageHeader read(Window window) {
        return new AvifHeader(window).read();
    }

    private ImageHeader read() {
        String major = file.majorBrand();
        if (!List.of("avif", "avis", "mif1", "msf1").contains(major)) {
            checks.refuse("Pillow does not look for AVIF in a file of the major brand " + BoxReader.printable(major));
        }
        HeifMeta meta = file.meta();
        HeifTracks tracks = file.tracks();
        if (meta != null) {
            meta.flaw().ifPresent(what -> checks.refuse("libavif does not take " + what));
            checks.sizes(meta);
        }
        boolean moving = tracks != null && !major.equals("avif");
        ImageHeader header;
        if (moving && tracks != null) {
            header = sequence(tracks);
        } else if (meta != null && !major.equals("avis")) {
            header = still(meta);
        } else {
            throw corrupt("no image");
        }
        Optional<String> refusal = checks.refusal();
        return refusal.isEmpty() ? header : header.refusedByFiftyOne(refusal.get());
    }

    private ImageHeader sequence(HeifTracks tracks) {
        HeifTracks.Track main = tracks.main();
        if (main == null) {
            throw corrupt("no track of pictures");
        }
        checks.limits(main.width, main.height);
        HeifTracks.Track alpha = tracks.alphaOf(main);
        long frames = checks.samples(main);
        if (alpha != null) {
            checks.samples(alpha);
        }
        if (main.meta != null) {
            main.meta.flaw().ifPresent(what -> checks.refuse("libavif does not take " + what));
            checks.metadata(main.meta, 0);
        }
        HeifProperty config = main.property("av1C");
        if (main.properties != null) {
            checks.colours(main.properties);
        }
        ImageHeader header = header(main.width, main.height, config, alpha != null);
        if (main.properties != null) {
            HeifDetails.putColours(window, main.properties, config, header.details());
        }
        if (frames > 0) {
            header.details().put("frame_count", frames);
        }
        return header.with(frames > 1 ? Animation.YES : frames == 1 ? Animation.NO : Animation.UNKNOWN);
    }

    private ImageHeader still(HeifMeta meta) {
        HeifItem color = meta.primary();
        HeifProperty size = color == null ? null : color.property("ispe");
        if (color == null || size == null || color.isSkipped()) {
            throw corrupt("no primary image in AV1 with a size");
        }
        HeifGrid grid = color.isGrid() ? HeifGrid.of(meta, color, window) : null;
        HeifItem alpha = alphaOf(meta, color);
        boolean tileAlpha = alpha == null && grid != null && grid.hasAlphaPerTile(meta);
        HeifItem first = grid == null ? color : grid.firstTile();
        checks.coded(meta, color, grid, false);
        if (alpha != null) {
            checks.coded(meta, alpha, alpha.isGrid() ? HeifGrid.of(meta, alpha, window) : null, false);
        }
        checks.colours(color.properties);
        if (file.hasBrand("tmap")) {
            checks.toneMap(meta, color);
        }
        checks.metadata(meta, color.id);
        boolean hasColours = color.properties.stream().anyMatch(HeifProperty::isNclx);
        if (!hasColours) {
            checks.start(meta, first);
        }
        HeifProperty config = first.property("av1C");
        ImageHeader header = header(size.width(), size.height(), config, alpha != null || tileAlpha);
        HeifDetails.putColours(window, color.properties, config, header.details());
        HeifDetails.putItems(window, meta, color, header.details());
        return header.with(Animation.NO).with(HeicHeader.orientation(color), false);
    }

    private ImageHeader header(long width, long height, @Nullable HeifProperty config, boolean alpha) {
        if (config == null) {
            checks.refuse("libavif wants a configuration of AV1 for the image, which is missing");
            return ImageHeader.of(width, height, alpha ? ALPHA_CHANNELS : 0, 0);
        }
        // Pillow makes an alpha channel of its own three colours even where the image is grey.
        int channels = alpha ? ALPHA_CHANNELS : config.isMonochrome() ? 1 : 3;
        ImageHeader header = ImageHeader.of(width, height, channels, config.av1Depth());
        header.details().put("has_alpha", alpha);
        return header;
    }

    private static @Nullable HeifItem alphaOf(HeifMeta meta, HeifItem color) {
        for (HeifItem item : meta.items()) {
            if (!item.isSkipped() && item.auxiliaryOf == color.id && item.isAlphaType()) {
                return item;
            }
        }
        return null;
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken AVIF: " + what);
    }
}
