package io.mediafn.storage;

import io.mediafn.location.Location;
import java.time.Instant;
import java.util.Optional;

/**
 * What a store says of an object.
 *
 * @param size in bytes, 0 or more
 * @param etag as the store writes it, with its quotes; changes whenever the content does
 * @param versionId where the bucket keeps versions
 * @param lastModified absent where the answer did not carry it (after a write)
 * @param contentType what the writer declared; never trusted
 */
public record ObjectStat(
        Location location,
        long size,
        Optional<String> etag,
        Optional<String> versionId,
        Optional<Instant> lastModified,
        Optional<String> contentType) {
    public ObjectStat {
        if (size < 0) {
            throw new IllegalArgumentException("size is negative: " + size + " for " + location);
        }
    }
}
