package io.mediafn.operation.metadata;

import io.mediafn.location.Location;
import io.mediafn.media.RangeSource;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One object of a store, read by ranges. From the second read on it is pinned to the ETag of the first: bytes of two
 * versions never come together. Counts what it costs. Belongs to one thread.
 */
final class ObjectRangeSource implements RangeSource {
    private final ObjectStore store;
    private final Location at;
    private Optional<ObjectStat> stat = Optional.empty();
    private int requests;
    private long bytesRead;

    ObjectRangeSource(ObjectStore store, Location at) {
        this.store = store;
        this.at = at;
    }

    @Override
    public Range read(long offset, int length) {
        ReadOptions options =
                ReadOptions.range(ByteRange.of(offset, length)).withIfMatch(stat.flatMap(ObjectStat::etag));
        try (ObjectRead read = store.read(at, options)) {
            requests += read.requests();
            requireSameObject(read.stat());
            stat = Optional.of(read.stat());
            byte[] bytes = read.readAllBytes();
            bytesRead += bytes.length;
            return new Range(bytes, OptionalLong.of(read.stat().size()));
        } catch (StorageException e) {
            requests += e.requests();
            throw e;
        }
    }

    /** Some services ignore If-Match. */
    private void requireSameObject(ObjectStat now) {
        if (stat.isPresent()
                && (!stat.get().etag().equals(now.etag()) || stat.get().size() != now.size())) {
            throw new StorageException(Kind.PRECONDITION_FAILED, at, "the object changed while it was read");
        }
    }

    Optional<ObjectStat> stat() {
        return stat;
    }

    int requests() {
        return requests;
    }

    long bytesRead() {
        return bytesRead;
    }
}
