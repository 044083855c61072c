package io.mediafn.storage;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that is opened once, by whoever needs it first; one that could not be opened is tried again. Thread-safe. */
final class LazyStore {
    private @Nullable ObjectStore store;

    synchronized ObjectStore get(Supplier<ObjectStore> opener) {
        if (store == null) {
            store = opener.get();
        }
        return store;
    }

    synchronized long requests() {
        return store == null ? 0 : store.requests();
    }

    synchronized void close() {
        if (store != null) {
            store.close();
        }
    }
}
