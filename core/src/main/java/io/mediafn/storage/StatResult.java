package io.mediafn.storage;

import io.mediafn.location.Location;
import java.util.Optional;

/** What {@link ObjectStore#statAll} found of one object: its properties, an error, or neither where there is none. */
public record StatResult(Location location, Optional<ObjectStat> stat, Optional<StorageException> error) {}
