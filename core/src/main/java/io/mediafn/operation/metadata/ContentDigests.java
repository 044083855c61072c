package io.mediafn.operation.metadata;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.media.read.ByteSink;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The digests of an object of which every byte is read. Belongs to one thread. */
final class ContentDigests implements ByteSink {
    private final List<Hasher> hashers =
            List.of(ChecksumAlgorithm.SHA256.newHasher(), ChecksumAlgorithm.CRC32C.newHasher());

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        hashers.forEach(hasher -> hasher.update(bytes, offset, length));
    }

    /**
     * All of them, by the names of their algorithms.
     *
     * @throws StorageException CORRUPT where the store knows another one: what was read is not what was stored
     */
    Map<String, Object> verified(Location at, Optional<ObjectStat> stored) {
        Map<String, Object> digests = new LinkedHashMap<>();
        for (Hasher hasher : hashers) {
            Checksum computed = hasher.finish();
            digests.put(computed.algorithm().text(), computed.hex());
            stored.flatMap(stat -> stat.checksums().get(computed.algorithm()))
                    .filter(said -> !said.equals(computed))
                    .ifPresent(said -> {
                        throw new StorageException(
                                Kind.CORRUPT,
                                at,
                                "its " + said.algorithm().text() + " is " + computed.hex() + ", and the store says "
                                        + said.hex());
                    });
        }
        return digests;
    }
}
