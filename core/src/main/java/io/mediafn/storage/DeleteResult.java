package io.mediafn.storage;

import io.mediafn.location.Location;
import java.util.Optional;

/** What became of one object of {@link ObjectStore#deleteAll}; without an error it is gone, or was not there. */
public record DeleteResult(Location location, Optional<StorageException> error) {}
