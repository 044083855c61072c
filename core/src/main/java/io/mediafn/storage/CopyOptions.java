package io.mediafn.storage;

import java.util.Optional;

/**
 * How to copy inside a store.
 *
 * @param mode what happens where an object stands
 * @param etag of the object to replace; present exactly for {@link WriteMode#IF_MATCH}
 * @param properties what the copy has instead of the source's; absent keeps those of the source, and its tags
 */
public record CopyOptions(WriteMode mode, Optional<String> etag, Optional<ObjectProperties> properties) {
    public CopyOptions {
        if ((mode == WriteMode.IF_MATCH) != etag.isPresent()) {
            throw new IllegalArgumentException("an ETag goes with IF_MATCH and with nothing else, not with " + mode);
        }
    }

    public static CopyOptions createOnly() {
        return new CopyOptions(WriteMode.CREATE_ONLY, Optional.empty(), Optional.empty());
    }

    public static CopyOptions replace() {
        return new CopyOptions(WriteMode.REPLACE, Optional.empty(), Optional.empty());
    }

    public static CopyOptions ifMatch(String etag) {
        return new CopyOptions(WriteMode.IF_MATCH, Optional.of(etag), Optional.empty());
    }

    public CopyOptions withProperties(Optional<ObjectProperties> value) {
        return new CopyOptions(mode, etag, value);
    }
}
