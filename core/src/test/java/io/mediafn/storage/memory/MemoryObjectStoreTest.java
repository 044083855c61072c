package io.mediafn.storage.memory;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.WritableStoreContract;

final class MemoryObjectStoreTest extends WritableStoreContract {
    private final ObjectStore store = MemoryStores.open();

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected Location place() {
        return Location.of("mem://bucket/place/");
    }
}
