package io.mediafn.operation.relink;

import io.mediafn.batch.ItemError;
import io.mediafn.dataset.DatasetException;
import io.mediafn.storage.StorageException.Kind;

/** What a dataset says, in the words of items. */
final class Errors {
    private Errors() {}

    static ItemError of(DatasetException e) {
        Kind kind = switch (e.kind()) {
            case NOT_FOUND -> Kind.NOT_FOUND;
            case REFUSED -> Kind.PRECONDITION_FAILED;
            case INVALID -> Kind.INVALID;
            case DENIED -> Kind.DENIED;
            case UNAVAILABLE -> Kind.UNAVAILABLE;
        };
        return new ItemError(kind, String.valueOf(e.getMessage()));
    }
}
