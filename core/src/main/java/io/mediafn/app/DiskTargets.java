package io.mediafn.app;

import io.mediafn.location.Location;
import io.mediafn.operation.copy.LocalTargets;
import io.mediafn.storage.local.LocalStores;
import java.nio.file.Path;
import java.util.Optional;

/** Asks this machine's disk. */
final class DiskTargets implements LocalTargets {
    @Override
    public boolean foldsNames(Location folder) {
        return LocalStores.foldsNames(folder);
    }

    @Override
    public Optional<String> wayOut(Location folder, Location target) {
        return LocalStores.firstLink(folder, target).map(Path::toString);
    }
}
