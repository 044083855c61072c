package io.mediafn.operation.copy;

import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums.Comparison;
import io.mediafn.storage.ObjectStat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether two objects have the same content, as far as what is known of them tells.
 *
 * @param algorithm what showed it; absent where sizes did, or nothing
 */
record Sameness(Comparison comparison, Optional<ChecksumAlgorithm> algorithm) {
    /**
     * The ETag of an object that S3 got in one piece is its MD5, but for some encryptions, and a listing does not tell
     * which. So two that are equal prove equality, and two that differ prove nothing.
     */
    private static final Pattern MD5_ETAG = Pattern.compile("\"?([0-9a-f]{32})\"?");

    static Sameness of(ObjectStat one, ObjectStat other) {
        if (one.size() != other.size()) {
            return new Sameness(Comparison.DIFFERENT, Optional.empty());
        }
        Comparison comparison = one.checksums().compare(other.checksums());
        if (comparison != Comparison.INCOMPARABLE) {
            return new Sameness(comparison, one.checksums().common(other.checksums()));
        }
        Optional<String> md5 = md5(one);
        return md5.isPresent() && md5.equals(md5(other))
                ? new Sameness(Comparison.EQUAL, Optional.of(ChecksumAlgorithm.MD5))
                : new Sameness(Comparison.INCOMPARABLE, Optional.empty());
    }

    private static Optional<String> md5(ObjectStat stat) {
        return stat.checksums()
                .get(ChecksumAlgorithm.MD5)
                .map(checksum -> checksum.hex())
                .or(() -> stat.etag()
                        .map(MD5_ETAG::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1)));
    }

    boolean equal() {
        return comparison == Comparison.EQUAL;
    }

    boolean different() {
        return comparison == Comparison.DIFFERENT;
    }
}
