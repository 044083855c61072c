package io.mediafn.operation.copy;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.storage.ObjectStat;
import java.util.Optional;

/**
 * Whether two objects have the same content, whatever it takes: what listings tell, what the stores tell when they are
 * asked, and where that does not do the bytes themselves. Of two services that keep different checksums one object is
 * read, or both.
 */
final class SameContent {
    private SameContent() {}

    /**
     * Compares the objects of those ETags and no others.
     *
     * @throws io.mediafn.storage.StorageException if one can't be read, or is another one by now
     */
    static boolean isProven(Pair pair, ObjectStat source, ObjectStat target) {
        Sameness listed = Sameness.of(source, target);
        if (listed.equal() || listed.different()) {
            return listed.equal();
        }
        ObjectStat fullSource = pair.from().stat(source.location());
        ObjectStat fullTarget = pair.to().stat(target.location());
        if (!fullSource.etag().equals(source.etag()) || !fullTarget.etag().equals(target.etag())) {
            return false;
        }
        Sameness told = ContentDigest.compare(pair.from(), fullSource, pair.to(), fullTarget);
        if (told.equal() || told.different()) {
            return told.equal();
        }
        ChecksumAlgorithm algorithm = known(fullSource)
                .or(() -> known(fullTarget))
                .map(Checksum::algorithm)
                .orElse(ChecksumAlgorithm.SHA256);
        Checksum ofSource = fullSource
                .checksums()
                .get(algorithm)
                .orElseGet(() -> ContentDigest.of(pair.from(), fullSource, algorithm));
        Checksum ofTarget = fullTarget
                .checksums()
                .get(algorithm)
                .orElseGet(() -> ContentDigest.of(pair.to(), fullTarget, algorithm));
        return ofSource.equals(ofTarget);
    }

    private static Optional<Checksum> known(ObjectStat stat) {
        return Digests.ofSource(stat.checksums());
    }
}
