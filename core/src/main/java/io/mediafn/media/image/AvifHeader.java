package io.mediafn.media.image;

import io.mediafn.media.image.ImageHeader.Animation;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * AVIF. The size is that of the primary image before its rotation, or of the first track of a sequence. Pillow opens
 * what libavif accepts; where libavif is stricter than needed to know the size, the header says what it refuses.
 */
final class AvifHeader {
    /** What libavif takes for too large, on each side and as a whole. */
    private static final long MAX_SIDE = 32_768;

    private static final long MAX_PIXELS = 16_384L * 16_384;

    /** How much of the coded image libavif reads at least, where no box tells its colours. */
    private static final long SEQUENCE_HEADER = 64;

    private static final int ALPHA_CHANNELS = 4;

    private final Window window;
    private final HeifFile file;
    private @Nullable String refusal;

    private AvifHeader(Window window) {
        this.window = window;
        file = HeifFile.read(window, List.of("avif"), List.of("avis"));
    }

    static ImageHeader read(Window window) {
        return new AvifHeader(window).read();
    }

    private ImageHeader read() {
        String major = file.majorBrand();
        if (!List.of("avif", "avis", "mif1", "msf1").contains(major)) {
            refuse("Pillow does not look for AVIF in a file of the major brand " + BoxReader.printable(major));
        }
        HeifMeta meta = file.meta();
        HeifTracks tracks = file.tracks();
        if (meta != null) {
            meta.flaw().ifPresent(what -> refuse("libavif does not take " + what));
            checkSizes(meta);
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
        return refusal == null ? header : header.refusedByFiftyOne(refusal);
    }

    private void refuse(String why) {
        if (refusal == null) {
            refusal = why;
        }
    }

    /** Every image in the file must have a size that can be, not only the one that is shown. */
    private void checkSizes(HeifMeta meta) {
        for (HeifItem item : meta.items()) {
            if (item.isSkipped()) {
                continue;
            }
            HeifProperty size = item.property("ispe");
            if (size == null) {
                refuse("libavif wants a size for each image in it, and image " + item.id + " has none"
                        + (item.isAlphaType() ? " (an alpha channel)" : ""));
            } else if (size.width() == 0 || size.height() == 0) {
                throw corrupt("image " + item.id + " of no size");
            } else {
                checkLimits(size.width(), size.height());
            }
        }
    }

    private void checkLimits(long width, long height) {
        if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
            refuse("libavif takes no image of " + width + " x " + height + " pixels");
        }
    }

    private ImageHeader sequence(HeifTracks tracks) {
        HeifTracks.Track main = tracks.main();
        if (main == null) {
            throw corrupt("no track of pictures");
        }
        checkLimits(main.width, main.height);
        HeifTracks.Track alpha = tracks.alphaOf(main);
        long frames = samples(main);
        if (alpha != null) {
            samples(alpha);
        }
        if (main.meta != null) {
            main.meta.flaw().ifPresent(what -> refuse("libavif does not take " + what));
            checkMetadata(main.meta, 0);
        }
        HeifProperty config = main.property("av1C");
        if (main.properties != null) {
            checkColours(main.properties);
        }
        ImageHeader header = header(main.width, main.height, config, alpha != null);
        Details details = new Details();
        if (frames > 0) {
            details.put("frame_count", frames);
        }
        return header.with(frames > 1 ? Animation.YES : frames == 1 ? Animation.NO : Animation.UNKNOWN)
                .with(details);
    }

    private long samples(HeifTracks.Track track) {
        long count = track.samples == null ? -1 : track.samples.count(window.size());
        if (count < 1) {
            refuse("libavif finds a frame missing");
        }
        return count;
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
        checkCoded(meta, color, grid, false);
        if (alpha != null) {
            checkCoded(meta, alpha, alpha.isGrid() ? HeifGrid.of(meta, alpha, window) : null, false);
        }
        checkColours(color.properties);
        if (file.hasBrand("tmap")) {
            checkToneMap(meta, color);
        }
        checkMetadata(meta, color.id);
        boolean hasColours = color.properties.stream().anyMatch(HeifProperty::isNclx);
        if (!hasColours) {
            checkStart(meta, first);
        }
        HeifProperty config = first.property("av1C");
        return header(size.width(), size.height(), config, alpha != null || tileAlpha)
                .with(Animation.NO)
                .with(HeicHeader.orientation(color), false);
    }

    private ImageHeader header(long width, long height, @Nullable HeifProperty config, boolean alpha) {
        if (config == null) {
            refuse("libavif wants a configuration of AV1 for the image, which is missing");
            return ImageHeader.of(width, height, alpha ? ALPHA_CHANNELS : 0, 0);
        }
        // Pillow makes an alpha channel of its own three colours even where the image is grey.
        int channels = alpha ? ALPHA_CHANNELS : config.isMonochrome() ? 1 : 3;
        return ImageHeader.of(width, height, channels, config.av1Depth());
    }

    private static @Nullable HeifItem alphaOf(HeifMeta meta, HeifItem color) {
        for (HeifItem item : meta.items()) {
            if (!item.isSkipped() && item.auxiliaryOf == color.id && item.isAlphaType()) {
                return item;
            }
        }
        return null;
    }

    /** What libavif checks of an image and of the tiles that it is made of. */
    private void checkCoded(HeifMeta meta, HeifItem item, @Nullable HeifGrid grid, boolean tile) {
        if (grid != null) {
            HeifItem first = grid.firstTile();
            if (!grid.isComplete()) {
                refuse("libavif finds a tile missing");
            }
            for (HeifItem input : grid.tiles()) {
                HeifProperty config = input.property("av1C");
                HeifProperty same = first.property("av1C");
                boolean equal = config != null && same != null && config.av1Bits() == same.av1Bits();
                if (!equal || !input.type.equals("av01") || input.hasUnknownEssential) {
                    refuse("libavif wants all tiles of an image to be alike");
                }
                checkCoded(meta, input, null, true);
            }
            checkDepth(item, first.property("av1C"));
            return;
        }
        if (!meta.isWithin(item, Long.MAX_VALUE) || item.size == 0 || item.size > window.size()) {
            refuse("libavif finds the data of image " + item.id + " missing");
        }
        checkLayers(item);
        if (!tile) {
            checkDepth(item, item.property("av1C"));
        }
    }

    private void checkDepth(HeifItem item, @Nullable HeifProperty config) {
        HeifProperty planes = item.property("pixi");
        if (config == null) {
            refuse("libavif wants a configuration of AV1 for image " + item.id + ", which is missing");
        } else if (planes != null && (planes.planesAndDepth() & 0xff) != config.av1Depth()) {
            refuse("libavif wants one depth: image " + item.id + " states " + (planes.planesAndDepth() & 0xff) + " and "
                    + config.av1Depth() + " bits");
        }
    }

    /** The layers of a progressive image must fit into it. */
    private void checkLayers(HeifItem item) {
        HeifProperty layers = item.property("a1lx");
        HeifProperty selected = item.property("lsel");
        int count = 0;
        if (layers != null) {
            BoxReader fields = layers.content().copy();
            boolean wide = fields.u8() != 0;
            long left = item.size;
            while (count < 3 && left > 0) {
                count++;
                long layer = wide ? fields.u32() : fields.u16();
                if (layer >= left) {
                    refuse("libavif finds a layer of image " + item.id + " larger than it");
                }
                left = layer == 0 ? 0 : left - layer;
            }
            count += left > 0 ? 1 : 0;
        }
        int layer = selected == null ? 0xffff : selected.content().copy().u16();
        if (layer != 0xffff && layers != null && layer >= count) {
            refuse("libavif finds no layer " + layer + " in image " + item.id);
        }
    }

    private void checkColours(List<HeifProperty> properties) {
        Set<Boolean> kinds = new HashSet<>();
        for (HeifProperty property : properties) {
            if ((property.isIcc() || property.isNclx()) && !kinds.add(property.isIcc())) {
                refuse("libavif wants its colours to be described once");
            }
        }
    }

    /** A gain map, which libavif reads although Pillow does not ask for it. */
    private void checkToneMap(HeifMeta meta, HeifItem color) {
        for (HeifItem map : meta.items()) {
            if (!map.type.equals("tmap") || map.size == 0 || map.hasUnknownEssential || map.thumbnailOf != 0) {
                continue;
            }
            List<HeifItem> inputs = meta.inputsOf(map);
            if (inputs.size() != 2 || inputs.get(0).inputIndex != 0 || inputs.get(1).inputIndex != 1) {
                refuse("libavif wants a gain map to be made of two images");
                return;
            }
            if (inputs.get(0).id != color.id) {
                continue;
            }
            boolean turned = map.has("pasp") || map.has("clap") || map.has("irot") || map.has("imir");
            if (turned || inputs.get(1).isSkipped() || !meta.isWithin(map, window.size())) {
                refuse("libavif does not take its gain map");
            }
            return;
        }
    }

    /** @param described the image, 0 for whatever the box describes */
    private void checkMetadata(HeifMeta meta, long described) {
        for (HeifItem item : meta.items()) {
            boolean ours = item.size > 0
                    && !item.hasUnknownEssential
                    && (described == 0 || item.describes == described)
                    && (item.type.equals("Exif") || item.contentType.equals("application/rdf+xml"));
            if (ours && !meta.isWithin(item, window.size())) {
                refuse("libavif finds its " + (item.type.equals("Exif") ? "Exif" : "XMP") + " cut off");
            } else if (ours && item.type.equals("Exif") && !HeifExif.isSound(meta, item, window)) {
                refuse("libavif finds no Exif where it should be");
            }
        }
    }

    private void checkStart(HeifMeta meta, HeifItem item) {
        long wanted = Math.min(SEQUENCE_HEADER, item.size);
        if (item.inIdat ? !meta.isWithin(item, window.size()) : !startsWithin(item, wanted)) {
            refuse("libavif finds the data of image " + item.id + " cut off");
        }
    }

    private boolean startsWithin(HeifItem item, long wanted) {
        if (item.extents.isEmpty()) {
            return false;
        }
        HeifItem.Extent first = item.extents.get(0);
        return window.contains(first.offset(), Math.min(wanted, first.length()));
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken AVIF: " + what);
    }
}
