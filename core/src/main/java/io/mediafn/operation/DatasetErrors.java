package io.mediafn.operation;

import io.mediafn.batch.ItemError;
import io.mediafn.dataset.DatasetException;
import io.mediafn.storage.StorageException.Kind;

/** Errors of datasets in the words of reports. */
public final class DatasetErrors {
    private DatasetErrors() {}

    public static ItemError of(DatasetException e) {
        Kind kind = switch (e.kind()) {
            case NOT_FOUND -> Kind.NOT_FOUND;
            case REFUSED -> Kind.UNSUPPORTED;
            case INVALID -> Kind.INVALID;
            case DENIED -> Kind.DENIED;
            case UNAVAILABLE -> Kind.UNAVAILABLE;
        };
        return new ItemError(kind, String.valueOf(e.getMessage()));
    }
}
