package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What libavif checks when it opens a file, beyond the structure of its boxes; the first thing that it refuses counts. */
final class AvifChecks {
    /** What libavif takes for too large, on each side and as a whole. */
    private static final long MAX_SIDE = 32_768;

    private static final long MAX_PIXELS = 16_384L * 16_384;

    /** How much of the coded image libavif reads at least, where no box tells its colours. */
    private static final long SEQUENCE_HEADER = 64;

    /** Of items that cost a search each: no image has more than one. */
    private static final int MAX_LOOKED_AT = 16;

    private final Window window;
    private @Nullable String refusal;

    AvifChecks(Window window) {
        this.window = window;
    }

    /** Why libavif would not open it. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    void refuse(String why) {
        if (refusal == null) {
            refusal = why;
        }
    }

    /** Every image in the file must have a size that can be, not only the one that is shown. */
    void sizes(HeifMeta meta) {
        for (HeifItem item : meta.items()) {
            if (item.isSkipped()) {
                continue;
            }
            HeifProperty size = item.property("ispe");
            if (size == null) {
                refuse("libavif wants a size for each image in it, and image " + item.id + " has none"
                        + (item.isAlphaType() ? " (an alpha channel)" : ""));
            } else if (size.width() == 0 || size.height() == 0) {
                throw new MediaException(Reason.CORRUPT, "broken AVIF: image " + item.id + " of no size");
            } else {
                limits(size.width(), size.height());
            }
        }
    }

    void limits(long width, long height) {
        if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
            refuse("libavif takes no image of " + width + " x " + height + " pixels");
        }
    }

    long samples(HeifTracks.Track track) {
        long count = track.samples == null ? -1 : track.samples.count(window.size());
        if (count < 1) {
            refuse("libavif finds a frame missing");
        }
        return count;
    }

    /** What libavif checks of an image and of the tiles that it is made of. */
    void coded(HeifMeta meta, HeifItem item, @Nullable HeifGrid grid, boolean tile) {
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
                coded(meta, input, null, true);
            }
            depth(item, first.property("av1C"));
            return;
        }
        if (!meta.isWithin(item, Long.MAX_VALUE) || item.size == 0 || item.size > window.size()) {
            refuse("libavif finds the data of image " + item.id + " missing");
        }
        layers(item);
        if (!tile) {
            depth(item, item.property("av1C"));
        }
    }

    private void depth(HeifItem item, @Nullable HeifProperty config) {
        HeifProperty planes = item.property("pixi");
        if (config == null) {
            refuse("libavif wants a configuration of AV1 for image " + item.id + ", which is missing");
        } else if (planes != null && (planes.planesAndDepth() & 0xff) != config.av1Depth()) {
            refuse("libavif wants one depth: image " + item.id + " states " + (planes.planesAndDepth() & 0xff) + " and "
                    + config.av1Depth() + " bits");
        }
    }

    /** The layers of a progressive image must fit into it. */
    private void layers(HeifItem item) {
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

    void colours(List<HeifProperty> properties) {
        Set<Boolean> kinds = new HashSet<>();
        for (HeifProperty property : properties) {
            if ((property.isIcc() || property.isNclx()) && !kinds.add(property.isIcc())) {
                refuse("libavif wants its colours to be described once");
            }
        }
    }

    /** A gain map, which libavif reads although Pillow does not ask for it. */
    void toneMap(HeifMeta meta, HeifItem color) {
        int maps = 0;
        for (HeifItem map : meta.items()) {
            if (maps == MAX_LOOKED_AT) {
                return;
            }
            if (!map.type.equals("tmap") || map.size == 0 || map.hasUnknownEssential || map.thumbnailOf != 0) {
                continue;
            }
            maps++;
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
    void metadata(HeifMeta meta, long described) {
        int blocks = 0;
        for (HeifItem item : meta.items()) {
            boolean ours = item.size > 0
                    && !item.hasUnknownEssential
                    && (described == 0 || item.describes == described)
                    && (item.type.equals("Exif") || item.contentType.equals("application/rdf+xml"));
            if (ours && !meta.isWithin(item, window.size())) {
                refuse("libavif finds its " + (item.type.equals("Exif") ? "Exif" : "XMP") + " cut off");
            } else if (ours && item.type.equals("Exif") && blocks++ < MAX_LOOKED_AT) {
                if (!HeifExif.isSound(meta, item, window)) {
                    refuse("libavif finds no Exif where it should be");
                }
            }
        }
    }

    void start(HeifMeta meta, HeifItem item) {
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
}
