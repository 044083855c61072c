package io.mediafn.storage.s3;

import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;

/** What a refused precondition means. */
final class Preconditions {
    private Preconditions() {}

    /** The same 412 means another thing for each mode, and IF_MATCH on an absent object answers 404. */
    static StorageException refused(Location to, WriteMode mode, StorageException e) {
        if (mode == WriteMode.CREATE_ONLY && e.kind() == Kind.PRECONDITION_FAILED) {
            return new StorageException(Kind.ALREADY_EXISTS, to, "an object is already there", e, e.requests());
        }
        if (mode == WriteMode.IF_MATCH && Completion.code(e).equals("NoSuchKey")) {
            return new StorageException(Kind.PRECONDITION_FAILED, to, "the object to replace is gone", e, e.requests());
        }
        return e;
    }
}
