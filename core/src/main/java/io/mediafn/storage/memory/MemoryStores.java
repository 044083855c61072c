package io.mediafn.storage.memory;

import io.mediafn.storage.ObjectStore;

/** Opens stores in memory. */
public final class MemoryStores {
    private MemoryStores() {}

    /** A new, empty store: every bucket exists. Its objects go with it. */
    public static ObjectStore open() {
        return new MemoryObjectStore();
    }
}
