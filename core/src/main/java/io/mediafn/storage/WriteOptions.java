package io.mediafn.storage;

import java.util.Optional;

/**
 * How to write.
 *
 * @param etag present exactly for {@link WriteMode#IF_MATCH}
 * @param contentType the media type to store with the object
 */
public record WriteOptions(WriteMode mode, Optional<String> etag, Optional<String> contentType) {
    public WriteOptions {
        if ((mode == WriteMode.IF_MATCH) != etag.isPresent()) {
            throw new IllegalArgumentException("an ETag goes with IF_MATCH and with nothing else, not with " + mode);
        }
    }

    public static WriteOptions createOnly() {
        return new WriteOptions(WriteMode.CREATE_ONLY, Optional.empty(), Optional.empty());
    }

    public static WriteOptions replace() {
        return new WriteOptions(WriteMode.REPLACE, Optional.empty(), Optional.empty());
    }

    public static WriteOptions ifMatch(String etag) {
        return new WriteOptions(WriteMode.IF_MATCH, Optional.of(etag), Optional.empty());
    }

    public WriteOptions withContentType(String type) {
        return new WriteOptions(mode, etag, Optional.of(type));
    }
}
