package io.mediafn.dataset.manifest;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.local.LocalStores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LocalManifestContractTest extends ManifestContract {
    @TempDir
    private Path folder = Path.of("/nowhere");

    private final ObjectStore store = LocalStores.files();

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    Location place() {
        return Location.of("file://" + folder + "/m/");
    }
}
