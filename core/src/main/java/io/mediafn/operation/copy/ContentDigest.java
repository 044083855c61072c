package io.mediafn.operation.copy;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;

/** Computes the checksums that a disk does not keep. Reading a file costs no request, so what it holds is the proof. */
public final class ContentDigest {
    private static final int BUFFER = 128 << 10;

    private ContentDigest() {}

    /**
     * The same object, with a checksum of what it holds if its store keeps none and is this machine's own.
     *
     * @param algorithm to compare with
     */
    static ObjectStat withChecksum(ObjectStore store, ObjectStat stat, ChecksumAlgorithm algorithm) {
        return store.capabilities().trusted() && stat.checksums().get(algorithm).isEmpty()
                ? stat.withChecksums(stat.checksums().with(of(store, stat, algorithm)))
                : stat;
    }

    /** Compares two objects by what their stores say and, where a store is this machine's own, by what they hold. */
    static Sameness compare(ObjectStore store, ObjectStat stat, ObjectStore otherStore, ObjectStat other) {
        ChecksumAlgorithm algorithm = Digests.ofSource(stat.checksums())
                .or(() -> Digests.ofSource(other.checksums()))
                .map(Checksum::algorithm)
                .orElse(ChecksumAlgorithm.CRC32C);
        return Sameness.of(withChecksum(store, stat, algorithm), withChecksum(otherStore, other, algorithm));
    }

    /**
     * The checksum of what an object holds, all of which is read.
     *
     * @throws StorageException if it can't be read, or is another object by now
     */
    public static Checksum of(ObjectStore store, ObjectStat stat, ChecksumAlgorithm algorithm) {
        Hasher hasher = algorithm.newHasher();
        byte[] buffer = new byte[BUFFER];
        try (ObjectRead read = store.read(stat.location(), ReadOptions.all().withIfMatch(stat.etag()))) {
            InputStream body = read.body();
            for (int got = body.read(buffer); got >= 0; got = body.read(buffer)) {
                hasher.update(buffer, 0, got);
            }
            return hasher.finish();
        } catch (IOException e) {
            throw new StorageException(
                    Kind.UNAVAILABLE, stat.location(), "it could not be read to its end: " + e.getMessage(), e);
        }
    }
}
