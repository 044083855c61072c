package io.mediafn.storage;

import io.mediafn.location.Location;
import java.util.List;
import java.util.Optional;

/** The batch verbs of a store that has no batches: one object after the other. */
final class Batches {
    private Batches() {}

    static List<DeleteResult> deleteEach(ObjectStore store, List<Location> objects) {
        return objects.stream().map(at -> delete(store, at)).toList();
    }

    private static DeleteResult delete(ObjectStore store, Location at) {
        try {
            store.delete(at);
            return new DeleteResult(at, Optional.empty());
        } catch (StorageException e) {
            return new DeleteResult(at, Optional.of(e));
        }
    }

    static List<StatResult> statEach(ObjectStore store, List<Location> objects) {
        return objects.stream().map(at -> stat(store, at)).toList();
    }

    private static StatResult stat(ObjectStore store, Location at) {
        try {
            return new StatResult(at, store.find(at), Optional.empty());
        } catch (StorageException e) {
            return new StatResult(at, Optional.empty(), Optional.of(e));
        }
    }
}
