package io.mediafn.operation.metadata;

import io.mediafn.location.Location;
import io.mediafn.media.read.RangeSource;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
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
    private OptionalLong size = OptionalLong.empty();
    private final List<ReadMade> reads = new ArrayList<>();
    private int requests;
    private long bytesRead;

    ObjectRangeSource(ObjectStore store, Location at) {
        this.store = store;
        this.at = at;
    }

    @Override
    public Range read(long offset, int length, String why) {
        try (ObjectRead read = open(offset, length)) {
            byte[] bytes = read.readAllBytes();
            bytesRead += bytes.length;
            reads.add(new ReadMade(offset, bytes.length, why));
            return new Range(bytes, read.size());
        }
    }

    @Override
    public InputStream stream(long offset, long length, String why) {
        ObjectRead read = open(offset, length);
        reads.add(new ReadMade(offset, length, why));
        return new FilterInputStream(read.body()) {
            @Override
            public int read(byte[] buffer, int start, int most) {
                try {
                    int count = super.read(buffer, start, most);
                    bytesRead += Math.max(0, count);
                    return count;
                } catch (IOException e) {
                    throw brokenOff(e);
                }
            }

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public void close() {
                read.close();
            }
        };
    }

    private StorageException brokenOff(IOException e) {
        return new StorageException(Kind.UNAVAILABLE, at, "the answer broke off: " + e.getMessage(), e);
    }

    private ObjectRead open(long offset, long length) {
        ReadOptions options = ReadOptions.range(ByteRange.of(offset, length))
                .withIfMatch(stat.flatMap(ObjectStat::etag))
                .withSizeOptional();
        try {
            ObjectRead read = store.read(at, options);
            requests += read.requests();
            try {
                requireSameObject(read);
            } catch (StorageException e) {
                read.close();
                throw e;
            }
            // What the object is was said by the first answer; its checksums, too, in the stores that tell them.
            stat = stat.or(() -> Optional.of(read.stat()));
            size = size.isPresent() ? size : read.size(); // some answers tell it, and some do not
            return read;
        } catch (StorageException e) {
            requests += e.requests();
            throw e;
        }
    }

    /** Some services ignore If-Match. */
    private void requireSameObject(ObjectRead now) {
        boolean other = stat.isPresent()
                && (!stat.get().etag().equals(now.stat().etag())
                        || (size.isPresent() && now.size().isPresent() && !size.equals(now.size())));
        if (other) {
            throw new StorageException(Kind.PRECONDITION_FAILED, at, "the object changed while it was read");
        }
    }

    /** One that was sent for this object past this source. */
    void countRequest() {
        requests++;
    }

    Optional<ObjectStat> stat() {
        return stat;
    }

    /** All that were answered, in their order. */
    List<ReadMade> reads() {
        return List.copyOf(reads);
    }

    int requests() {
        return requests;
    }

    long bytesRead() {
        return bytesRead;
    }
}
