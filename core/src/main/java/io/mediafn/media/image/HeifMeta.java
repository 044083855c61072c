package io.mediafn.media.image;

import io.mediafn.media.image.HeifItem.Extent;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.read.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The items of a HEIF file (ISO/IEC 23008-12) as its box {@code meta} describes them. */
final class HeifMeta {
    private final Map<Long, HeifItem> items;
    private final long primary;
    private final @Nullable BoxReader itemData;
    private final @Nullable String flaw;

    /**
     * As {@link HeifMetaReader} found it.
     *
     * @param itemData the box that holds small items itself
     * @param flaw what libavif does not take
     */
    HeifMeta(Map<Long, HeifItem> items, long primary, @Nullable BoxReader itemData, @Nullable String flaw) {
        this.items = items;
        this.primary = primary;
        this.itemData = itemData;
        this.flaw = flaw;
    }

    /** In the order in which the file speaks of them first. */
    Collection<HeifItem> items() {
        return items.values();
    }

    /** What libavif does not take, although the box is sound. */
    Optional<String> flaw() {
        return Optional.ofNullable(flaw);
    }

    /** The image that the file stands for. */
    @Nullable
    HeifItem primary() {
        return items.get(primary);
    }

    /** The images that an image is made of, in their order. */
    List<HeifItem> inputsOf(HeifItem derived) {
        List<HeifItem> inputs = new ArrayList<>();
        for (HeifItem item : items.values()) {
            if (item.inputOf == derived.id) {
                inputs.add(item);
            }
        }
        inputs.sort(Comparator.comparingInt(item -> item.inputIndex));
        return inputs;
    }

    /** The bytes of an item, if all of them were read already. */
    Optional<Pieces> fetched(HeifItem item, Window window) {
        if (!isWithin(item, window.size())) {
            return Optional.empty();
        }
        Pieces data = new Pieces(window);
        long start = item.inIdat && itemData != null ? itemData.position() : 0;
        for (Extent extent : item.extents) {
            if (!window.fetched(start + extent.offset(), extent.length())) {
                return Optional.empty();
            }
            data.add(start + extent.offset(), extent.length());
        }
        return data.length() == item.size ? Optional.of(data) : Optional.empty();
    }

    /** Whether all of the item lies where it should: in a file of this size, or in the box for small items. */
    boolean isWithin(HeifItem item, long fileSize) {
        if (item.inIdat) {
            return itemData != null && item.end <= itemData.remaining();
        }
        return item.located && item.size <= fileSize && item.end <= fileSize;
    }
}
