package io.mediafn.operation.copy;

import io.mediafn.location.Location;
import java.util.Optional;

/** What only a disk can do to names. Thread-safe. */
public interface LocalTargets {
    /** For a process that writes to no disk. */
    LocalTargets NONE = new LocalTargets() {
        @Override
        public boolean foldsNames(Location folder) {
            return false;
        }

        @Override
        public Optional<String> wayOut(Location folder, Location target) {
            return Optional.empty();
        }
    };

    /** Whether two names that differ only in case, or in how an accent is composed, are one file below this folder. */
    boolean foldsNames(Location folder);

    /** A link that would lead a write below {@code folder} out of it; empty where there is none. */
    Optional<String> wayOut(Location folder, Location target);
}
