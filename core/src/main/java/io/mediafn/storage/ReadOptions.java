package io.mediafn.storage;

import java.util.Optional;

/**
 * How to read.
 *
 * @param ifMatch the ETag that the object must still have
 */
public record ReadOptions(ByteRange range, Optional<String> ifMatch) {
    public static ReadOptions all() {
        return new ReadOptions(ByteRange.all(), Optional.empty());
    }

    public static ReadOptions range(ByteRange range) {
        return new ReadOptions(range, Optional.empty());
    }

    public ReadOptions withIfMatch(Optional<String> etag) {
        return new ReadOptions(range, etag);
    }
}
