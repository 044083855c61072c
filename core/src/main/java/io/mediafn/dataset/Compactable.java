package io.mediafn.dataset;

import java.util.function.BooleanSupplier;

/** A dataset of many pieces that can be folded into few. Thread-safe, and safe beside writers, readers and its like. */
public interface Compactable {
    /**
     * Folds. What the dataset says stays the same, whatever arrives later; cut off at any point, nothing is lost.
     *
     * @param dryRun whether only to say what would come of it
     * @param stop asked now and then; what was begun is left then in a state that a next call goes on from
     * @throws io.mediafn.storage.StorageException if a piece can't be read, written or deleted
     */
    Compaction compact(boolean dryRun, BooleanSupplier stop);
}
