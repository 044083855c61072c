package io.mediafn.dataset.manifest;

import io.mediafn.dataset.DatasetException;
import io.mediafn.storage.StorageException;
import java.util.function.Supplier;

/** Failures of a store in the words of datasets. */
final class StorageFaults {
    private StorageFaults() {}

    static <T> T asDataset(Supplier<T> work) {
        try {
            return work.get();
        } catch (StorageException e) {
            throw new DatasetException(kind(e), "the manifest: " + e.getMessage(), e);
        }
    }

    private static DatasetException.Kind kind(StorageException e) {
        return switch (e.kind()) {
            case NOT_FOUND -> DatasetException.Kind.NOT_FOUND;
            case DENIED -> DatasetException.Kind.DENIED;
            case THROTTLED, UNAVAILABLE -> DatasetException.Kind.UNAVAILABLE;
            case CORRUPT -> DatasetException.Kind.REFUSED;
            case ALREADY_EXISTS, PRECONDITION_FAILED, INVALID, UNSUPPORTED, UNKNOWN -> DatasetException.Kind.INVALID;
        };
    }
}
