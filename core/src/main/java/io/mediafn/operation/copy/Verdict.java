package io.mediafn.operation.copy;

import io.mediafn.checksum.ChecksumAlgorithm;
import java.util.Locale;
import java.util.Optional;

/**
 * What is proven of a copy.
 *
 * @param algorithm of the checksum that proves it; absent for {@link Level#SIZE_ONLY}
 */
public record Verdict(Level level, Optional<ChecksumAlgorithm> algorithm) {
    /** How much is proven. */
    public enum Level {
        /** A checksum that the source's store had of the whole object is that of what arrived. */
        VERIFIED,
        /** What was read arrived, by checksums; the source's store had none to compare what was read with. */
        VERIFIED_PARTS,
        /** As many bytes as there should be. */
        SIZE_ONLY;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Verdict verified(ChecksumAlgorithm algorithm) {
        return new Verdict(Level.VERIFIED, Optional.of(algorithm));
    }

    static Verdict parts(ChecksumAlgorithm algorithm) {
        return new Verdict(Level.VERIFIED_PARTS, Optional.of(algorithm));
    }

    static Verdict sizeOnly() {
        return new Verdict(Level.SIZE_ONLY, Optional.empty());
    }
}
