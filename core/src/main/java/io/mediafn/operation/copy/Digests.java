package io.mediafn.operation.copy;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.Hasher;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which checksums a copy needs, and their computing. */
final class Digests {
    private Digests() {}

    /** The checksum of the source that costs least to compare with; a CRC, if there is one. */
    static Optional<Checksum> ofSource(Checksums checksums) {
        for (Checksum checksum : checksums) {
            return Optional.of(checksum);
        }
        return Optional.empty();
    }

    /** One CRC for both sides where the source has one that the target's service checks. */
    static Optional<ChecksumAlgorithm> forTarget(Iterable<ChecksumAlgorithm> taken, Checksums source) {
        Optional<ChecksumAlgorithm> first = Optional.empty();
        for (ChecksumAlgorithm algorithm : taken) {
            if (!algorithm.isCrc()) {
                continue;
            }
            if (source.get(algorithm).isPresent()) {
                return Optional.of(algorithm);
            }
            first = first.or(() -> Optional.of(algorithm));
        }
        return first;
    }

    static Checksums of(Set<ChecksumAlgorithm> algorithms, byte[] bytes, int length) {
        Checksums all = Checksums.NONE;
        for (ChecksumAlgorithm algorithm : algorithms) {
            Hasher hasher = algorithm.newHasher();
            hasher.update(bytes, 0, length);
            all = all.with(hasher.finish());
        }
        return all;
    }

    @SafeVarargs
    static Set<ChecksumAlgorithm> union(Optional<ChecksumAlgorithm>... algorithms) {
        Set<ChecksumAlgorithm> all = EnumSet.noneOf(ChecksumAlgorithm.class);
        for (Optional<ChecksumAlgorithm> algorithm : algorithms) {
            algorithm.ifPresent(all::add);
        }
        return all;
    }
}
