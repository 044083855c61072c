package io.mediafn.operation.copy;

import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;

/** Removes one version of an object. */
final class Removal {
    private Removal() {}

    /**
     * Deletes an object if it is still the one that was seen. Where the service has no conditional delete it is looked at
     * first, which leaves a moment between the look and the deletion.
     *
     * @throws StorageException PRECONDITION_FAILED if it is another one by now
     */
    static void ofExactly(ObjectStore store, ObjectStat seen) {
        if (seen.etag().isEmpty()) {
            throw new StorageException(
                    Kind.UNSUPPORTED, seen.location(), "it has no ETag, so nothing tells it from another object");
        }
        String etag = seen.etag().get();
        try {
            store.delete(seen.location(), etag);
        } catch (StorageException e) {
            if (e.kind() != Kind.UNSUPPORTED) {
                throw e;
            }
            if (store.find(seen.location())
                    .filter(now -> !now.etag().equals(seen.etag()))
                    .isPresent()) {
                throw new StorageException(Kind.PRECONDITION_FAILED, seen.location(), "is another object by now", e);
            }
            store.delete(seen.location());
        }
    }
}
