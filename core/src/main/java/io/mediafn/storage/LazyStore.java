package io.mediafn.storage;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that is opened once, by whoever needs it first. Thread-safe. */
final class LazyStore {
    private final Supplier<ObjectStore> opener;
    private @Nullable ObjectStore store;

    LazyStore(Supplier<ObjectStore> opener) {
        this.opener = opener;
    }

    synchronized ObjectStore get() {
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
