package io.mediafn.dataset.manifest;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.memory.MemoryStores;

final class MemoryManifestContractTest extends ManifestContract {
    private final ObjectStore store = MemoryStores.open();

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    Location place() {
        return Location.of("mem://d/m/");
    }
}
