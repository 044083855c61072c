package io.mediafn.media.image;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of a HEIF file: an image, a tile, a block of Exif, ... Filled while the boxes that speak of it are read. */
final class HeifItem {
    private static final int MAX_EXTENTS = 32;

    /**
     * A run of its bytes.
     *
     * @param offset from the start of the file, or of the box {@code idat}
     */
    record Extent(long offset, long length) {}

    final long id;
    String type = "";
    String contentType = "";
    /** The sum of its extents. */
    long size;

    boolean inIdat;
    boolean located;
    boolean associated;
    boolean hasUnknownEssential;
    boolean isDerived;
    long thumbnailOf;
    long auxiliaryOf;
    long describes;
    long inputOf;
    int inputIndex;
    /** The first ones of them; nobody scatters an item over more. */
    final List<Extent> extents = new ArrayList<>(1);

    /** The end of the extent that reaches furthest. */
    long end;

    final List<HeifProperty> properties = new ArrayList<>(4);

    HeifItem(long id) {
        this.id = id;
    }

    /** The first property of a type. */
    @Nullable
    HeifProperty property(String wanted) {
        for (HeifProperty property : properties) {
            if (property.is(wanted)) {
                return property;
            }
        }
        return null;
    }

    boolean has(String property) {
        return property(property) != null;
    }

    boolean isAlphaType() {
        HeifProperty kind = property("auxC");
        return kind != null && kind.isAlpha();
    }

    void add(Extent extent) {
        located = true;
        size += extent.length;
        end = Math.max(end, extent.offset + extent.length);
        if (extents.size() < MAX_EXTENTS) {
            extents.add(extent);
        }
    }

    boolean isGrid() {
        return type.equals("grid");
    }

    /** Whether libavif passes over it: it is empty, beyond its knowledge, or a thumbnail. */
    boolean isSkipped() {
        return size == 0 || hasUnknownEssential || thumbnailOf != 0 || !(type.equals("av01") || isGrid());
    }
}
