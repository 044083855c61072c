package io.mediafn.operation.copy;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.CrcCombiner;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.WriteOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes a stream of which nobody knows how long it is: in one request if a part holds it, else part after part. */
public final class UnsizedWrite {
    /** Is asked when the stream has ended and before the object becomes visible; throws if it must not. */
    @FunctionalInterface
    public interface Gate {
        void check(long written);
    }

    private final ObjectStore store;
    private final Location to;
    private final WriteOptions options;
    private final int partSize;
    private final Optional<ChecksumAlgorithm> sent;

    /**
     * Writes nothing yet.
     *
     * @param partSize in bytes, as the store takes them
     */
    public UnsizedWrite(ObjectStore store, Location to, WriteOptions options, int partSize) {
        this.store = store;
        this.to = to;
        this.options = options;
        this.partSize = partSize;
        this.sent = Digests.forTarget(store.capabilities().checksums(), Checksums.NONE);
    }

    /** The algorithm by which the store checks what it gets. */
    Optional<ChecksumAlgorithm> sent() {
        return sent;
    }

    /**
     * Writes all of it; nothing is left of it if it fails.
     *
     * @param buffer of at least a part
     */
    public ObjectStat run(InputStream in, byte[] buffer, Gate gate) throws IOException {
        int first = in.readNBytes(buffer, 0, partSize);
        if (first == partSize) {
            return upload(in, buffer, gate);
        }
        gate.check(first);
        return store.write(to, content(buffer, first), options.withChecksum(checksum(buffer, first)));
    }

    private ObjectStat upload(InputStream in, byte[] buffer, Gate gate) throws IOException {
        UploadOptions parts = new UploadOptions(options, partSize, OptionalLong.empty(), sent, Optional.empty());
        Optional<CrcCombiner> whole = sent.map(CrcCombiner::new);
        try (PartUpload upload = store.upload(to, parts)) {
            try {
                long size = 0;
                int count = 0;
                for (int length = partSize; length > 0; length = in.readNBytes(buffer, 0, partSize)) {
                    Optional<Checksum> checksum = checksum(buffer, length);
                    upload.put(count, content(buffer, length), checksum);
                    int index = count++;
                    int held = length;
                    whole.ifPresent(combiner -> combiner.add(index, held, checksum.orElseThrow()));
                    size += length;
                }
                gate.check(size);
                return upload.complete(count, size, whole.map(CrcCombiner::whole));
            } catch (IOException | RuntimeException e) {
                upload.abort();
                throw e;
            }
        }
    }

    private Optional<Checksum> checksum(byte[] buffer, int length) {
        return sent.flatMap(Digests.of(Digests.union(sent), buffer, length)::get);
    }

    private static Content content(byte[] buffer, int length) {
        return new Content(length, () -> new ByteArrayInputStream(buffer, 0, length));
    }
}
