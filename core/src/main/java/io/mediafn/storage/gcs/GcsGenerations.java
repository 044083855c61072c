package io.mediafn.storage.gcs;

import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Generations, which are to Cloud Storage what ETags are to others: a number that no two contents of a key share. */
final class GcsGenerations {
    /** Stands for: nothing is there. */
    private static final long NONE = 0;

    private static final Pattern GENERATION = Pattern.compile("[1-9]\\d{0,17}");

    private GcsGenerations() {}

    /**
     * The number in an ETag of this store.
     *
     * @throws StorageException INVALID for one of another store
     */
    static long of(Location at, String etag) {
        if (!GENERATION.matcher(etag).matches()) {
            throw new StorageException(
                    Kind.INVALID, at, "an ETag of Cloud Storage is a generation, a number above 0, not " + etag);
        }
        return Long.parseLong(etag);
    }

    /** What a write must find in its place; absent where that does not matter. */
    static OptionalLong expected(Location to, WriteMode mode, Optional<String> etag) {
        return switch (mode) {
            case CREATE_ONLY -> OptionalLong.of(NONE);
            case IF_MATCH -> OptionalLong.of(of(to, etag.orElseThrow()));
            case REPLACE -> OptionalLong.empty();
        };
    }
}
