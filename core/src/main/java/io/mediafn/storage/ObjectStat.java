package io.mediafn.storage;

import io.mediafn.checksum.Checksums;
import io.mediafn.location.Location;
import java.time.Instant;
import java.util.Optional;

/**
 * What a store says of an object. A listing, and the answer to a write, say less than {@link ObjectStore#stat}: what is
 * absent there may be known to the store.
 *
 * @param size in bytes of what is stored, 0 or more
 * @param etag what {@link ReadOptions#ifMatch} and {@link WriteMode#IF_MATCH} compare, as the store writes it; changes
 *     whenever the content does. In Cloud Storage, which has no conditions on ETags, it is the generation.
 * @param versionId where the bucket keeps versions
 * @param lastModified absent where the answer did not carry it (after a write)
 * @param properties what the writer said of it
 * @param checksums of the whole stored object; only those that the store vouches for, so a difference is a fault
 * @param tagCount how many tags it has, as far as the answer tells; see {@link ObjectStore#tags}
 */
public record ObjectStat(
        Location location,
        long size,
        Optional<String> etag,
        Optional<String> versionId,
        Optional<Instant> lastModified,
        ObjectProperties properties,
        Checksums checksums,
        int tagCount) {
    public ObjectStat {
        if (size < 0) {
            throw new IllegalArgumentException("size is negative: " + size + " for " + location);
        }
    }

    /** With a location, a size and nothing else. */
    public static ObjectStat of(Location location, long size) {
        return new ObjectStat(
                location,
                size,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ObjectProperties.none(),
                Checksums.NONE,
                0);
    }

    public Optional<String> contentType() {
        return properties.contentType();
    }

    public ObjectStat withLocation(Location other) {
        return new ObjectStat(other, size, etag, versionId, lastModified, properties, checksums, tagCount);
    }

    public ObjectStat withEtag(Optional<String> value) {
        return new ObjectStat(location, size, value, versionId, lastModified, properties, checksums, tagCount);
    }

    public ObjectStat withVersionId(Optional<String> value) {
        return new ObjectStat(location, size, etag, value, lastModified, properties, checksums, tagCount);
    }

    public ObjectStat withLastModified(Optional<Instant> value) {
        return new ObjectStat(location, size, etag, versionId, value, properties, checksums, tagCount);
    }

    public ObjectStat withProperties(ObjectProperties value) {
        return new ObjectStat(location, size, etag, versionId, lastModified, value, checksums, tagCount);
    }

    public ObjectStat withChecksums(Checksums value) {
        return new ObjectStat(location, size, etag, versionId, lastModified, properties, value, tagCount);
    }

    public ObjectStat withTagCount(int value) {
        return new ObjectStat(location, size, etag, versionId, lastModified, properties, checksums, value);
    }
}
