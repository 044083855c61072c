package io.mediafn.checksum;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of an object's bytes: at most one digest an algorithm, in order of preference. Immutable. */
public final class Checksums implements Iterable<Checksum> {
    /** Nothing is known. */
    public static final Checksums NONE = new Checksums(Map.of());

    /** What two sets say about the bytes that they were computed of. */
    public enum Comparison {
        /** At least one algorithm is in both, and all of these agree. */
        EQUAL,
        /** An algorithm is in both and its digests differ: these are not the same bytes. */
        DIFFERENT,
        /** No algorithm is in both, which says nothing. */
        INCOMPARABLE
    }

    private final Map<ChecksumAlgorithm, Checksum> known;

    private Checksums(Map<ChecksumAlgorithm, Checksum> known) {
        this.known = known;
    }

    /**
     * A set of some.
     *
     * @throws IllegalArgumentException if two are by the same algorithm
     */
    public static Checksums of(Checksum... checksums) {
        Map<ChecksumAlgorithm, Checksum> known = new EnumMap<>(ChecksumAlgorithm.class);
        for (Checksum checksum : checksums) {
            if (known.put(checksum.algorithm(), checksum) != null) {
                throw new IllegalArgumentException(
                        "two digests of one object by " + checksum.algorithm().text());
            }
        }
        return new Checksums(known);
    }

    public Optional<Checksum> get(ChecksumAlgorithm algorithm) {
        return Optional.ofNullable(known.get(algorithm));
    }

    /** These and one more, which takes the place of one by the same algorithm. */
    public Checksums with(Checksum checksum) {
        Map<ChecksumAlgorithm, Checksum> more = new EnumMap<>(ChecksumAlgorithm.class);
        more.putAll(known);
        more.put(checksum.algorithm(), checksum);
        return new Checksums(more);
    }

    public boolean isEmpty() {
        return known.isEmpty();
    }

    public Comparison compare(Checksums other) {
        boolean compared = false;
        for (Checksum mine : this) {
            Optional<Checksum> theirs = other.get(mine.algorithm());
            if (theirs.isPresent()) {
                if (!theirs.get().equals(mine)) {
                    return Comparison.DIFFERENT;
                }
                compared = true;
            }
        }
        return compared ? Comparison.EQUAL : Comparison.INCOMPARABLE;
    }

    /** The preferred one of the algorithms that are in both. */
    public Optional<ChecksumAlgorithm> common(Checksums other) {
        return known.keySet().stream().filter(other.known::containsKey).findFirst();
    }

    /** In order of preference. */
    @Override
    public Iterator<Checksum> iterator() {
        return Collections.unmodifiableCollection(known.values()).iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Checksums that && known.equals(that.known);
    }

    @Override
    public int hashCode() {
        return known.hashCode();
    }

    /** {@code [crc32c:e3069283, md5:...]}. */
    @Override
    public String toString() {
        return known.values().toString();
    }
}
