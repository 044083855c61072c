package io.mediafn.batch;

import java.util.List;

/**
 * Items that one request may name.
 *
 * @param positions where each stands among all, from 0
 */
public record ItemBatch<T>(List<Long> positions, List<T> items) {
    public ItemBatch {
        positions = List.copyOf(positions);
        items = List.copyOf(items);
    }

    /** What became of the items, in their order and at their positions. */
    public <R> ItemBatch<R> with(List<R> results) {
        return new ItemBatch<>(positions, results);
    }
}
