package io.mediafn.operation.copy;

import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.Checksums.Comparison;
import io.mediafn.storage.ObjectStat;
import java.util.Optional;

/** Judges a copy whose bytes came through this process. */
final class Proof {
    private Proof() {}

    /**
     * The verdict on a copy.
     *
     * @param made what the target's store says of it
     * @param found checksums of the bytes that were read
     * @param compared the algorithm by which they were found to be those of the source, if there was one
     * @param sent the algorithm by which the target's service checked what it got
     * @throws io.mediafn.storage.StorageException CORRUPT if the target's store has other bytes; they are removed
     */
    static Verdict of(
            Job job,
            ObjectStat made,
            Checksums found,
            Optional<ChecksumAlgorithm> compared,
            Optional<ChecksumAlgorithm> sent) {
        Comparison arrived = found.compare(made.checksums());
        if (arrived == Comparison.DIFFERENT) {
            throw job.corrupt(
                    Optional.of(made), "what arrived has " + made.checksums() + ", what was sent has " + found);
        }
        Optional<ChecksumAlgorithm> target = sent.or(() -> found.common(made.checksums()));
        if (target.isEmpty()) {
            return Verdict.sizeOnly();
        }
        if (compared.isPresent()) {
            return Verdict.verified(compared.get());
        }
        // A file's bytes are what is read of it: their checksum is the source's.
        return job.from().capabilities().trusted() ? Verdict.verified(target.get()) : Verdict.parts(target.get());
    }
}
