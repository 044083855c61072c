package io.mediafn.storage;

import io.mediafn.checksum.Checksum;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to write.
 *
 * @param etag present exactly for {@link WriteMode#IF_MATCH}
 * @param properties what to store beside the bytes
 * @param tags the object's tags; a store without tags refuses any
 * @param checksum of the whole content; the store must refuse other bytes with CORRUPT, and have the service check it
 *     where that can
 */
public record WriteOptions(
        WriteMode mode,
        Optional<String> etag,
        ObjectProperties properties,
        Map<String, String> tags,
        Optional<Checksum> checksum) {
    public WriteOptions {
        if ((mode == WriteMode.IF_MATCH) != etag.isPresent()) {
            throw new IllegalArgumentException("an ETag goes with IF_MATCH and with nothing else, not with " + mode);
        }
        tags = Map.copyOf(new LinkedHashMap<>(tags));
    }

    public static WriteOptions createOnly() {
        return of(WriteMode.CREATE_ONLY, Optional.empty());
    }

    public static WriteOptions replace() {
        return of(WriteMode.REPLACE, Optional.empty());
    }

    public static WriteOptions ifMatch(String etag) {
        return of(WriteMode.IF_MATCH, Optional.of(etag));
    }

    private static WriteOptions of(WriteMode mode, Optional<String> etag) {
        return new WriteOptions(mode, etag, ObjectProperties.none(), Map.of(), Optional.empty());
    }

    public Optional<String> contentType() {
        return properties.contentType();
    }

    public WriteOptions withContentType(String type) {
        return withProperties(properties.withContentType(Optional.of(type)));
    }

    public WriteOptions withProperties(ObjectProperties value) {
        return new WriteOptions(mode, etag, value, tags, checksum);
    }

    public WriteOptions withTags(Map<String, String> value) {
        return new WriteOptions(mode, etag, properties, value, checksum);
    }

    public WriteOptions withChecksum(Optional<Checksum> value) {
        return new WriteOptions(mode, etag, properties, tags, value);
    }
}
