package io.mediafn.storage;

import java.util.Optional;

/**
 * How to read.
 *
 * @param ifMatch the ETag that the object must still have
 * @param sizeOptional whether the object's size is not needed so much that a body is read to its end for it, where the
 *     service does not tell it; with a range that has a length
 */
public record ReadOptions(ByteRange range, Optional<String> ifMatch, boolean sizeOptional) {
    public static ReadOptions all() {
        return new ReadOptions(ByteRange.all(), Optional.empty(), false);
    }

    public static ReadOptions range(ByteRange range) {
        return new ReadOptions(range, Optional.empty(), false);
    }

    public ReadOptions withIfMatch(Optional<String> etag) {
        return new ReadOptions(range, etag, sizeOptional);
    }

    public ReadOptions withSizeOptional() {
        return new ReadOptions(range, ifMatch, true);
    }
}
