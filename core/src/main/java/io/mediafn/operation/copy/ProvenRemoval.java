package io.mediafn.operation.copy;

import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;

/** Removes sources whose copies are proven. */
public final class ProvenRemoval {
    private ProvenRemoval() {}

    /**
     * Whether the two have the same content, by what it takes to know that: at last both are read.
     *
     * @param source as a listing or a stat gave it, with its ETag
     * @param target likewise
     * @param copied whether exactly this source was copied to there before, with proof: then nothing is read
     * @throws StorageException if one can't be read, or is another one by now
     */
    public static boolean isSame(
            ObjectStore from, ObjectStat source, ObjectStore to, ObjectStat target, boolean copied) {
        Sameness told = Sameness.of(source, target);
        if (copied && !told.different()) {
            return true;
        }
        return SameContent.isProven(new Pair(from, to), source, target);
    }

    /**
     * Removes exactly this object.
     *
     * @throws StorageException PRECONDITION_FAILED if it is another one by now
     */
    public static void remove(ObjectStore store, ObjectStat seen) {
        if (!store.capabilities().writable()) {
            throw new StorageException(Kind.UNSUPPORTED, seen.location(), "this store can only be read");
        }
        Removal.ofExactly(store, seen);
    }
}
