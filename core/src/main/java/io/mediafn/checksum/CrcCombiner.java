package io.mediafn.checksum;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The CRC of a whole object from those of its parts, which may come in any order. Keeps some dozens of bytes a part.
 * Thread-safe.
 */
public final class CrcCombiner {
    private final ChecksumAlgorithm algorithm;
    private final Map<Integer, Part> parts = new TreeMap<>();
    private long length;

    private record Part(long length, long crc) {}

    /**
     * For the parts of one object.
     *
     * @throws IllegalArgumentException if the algorithm is no CRC
     */
    public CrcCombiner(ChecksumAlgorithm algorithm) {
        CrcAlgebra.of(algorithm);
        this.algorithm = algorithm;
    }

    /**
     * Takes a part. The same one again, after a retry, changes nothing.
     *
     * @param index from 0; the order of the parts in the whole
     * @param partLength in bytes, 0 or more
     * @throws IllegalArgumentException if the part is none, or the checksum is by another algorithm
     * @throws IllegalStateException if another part came as this one before
     */
    public synchronized void add(int index, long partLength, Checksum checksum) {
        if (index < 0) {
            throw new IllegalArgumentException("the index of a part is negative: " + index);
        }
        requireLength(partLength);
        if (checksum.algorithm() != algorithm) {
            throw new IllegalArgumentException(
                    "part " + index + " has a " + checksum.algorithm().text() + ", not a " + algorithm.text());
        }
        Part part = new Part(partLength, checksum.crc());
        @Nullable Part before = parts.get(index);
        if (before == null) {
            length = Math.addExact(length, partLength);
            parts.put(index, part);
        } else if (!before.equals(part)) {
            throw new IllegalStateException("part " + index + " is " + part.length + " bytes with " + checksum
                    + ", but was " + before.length + " bytes with " + Checksum.ofCrc(algorithm, before.crc));
        }
    }

    /** How many bytes the parts have so far; less than the object's size means that one is missing. */
    public synchronized long length() {
        return length;
    }

    /**
     * The CRC of all parts, one behind the other; of nothing if there are none.
     *
     * @throws IllegalStateException if a part before the last one taken is missing; that the last one is missing can't
     *     be seen here, but {@link #length} tells it
     */
    public synchronized Checksum whole() {
        CrcAlgebra.Shifts shifts = new CrcAlgebra.Shifts(CrcAlgebra.of(algorithm));
        long crc = 0;
        int next = 0;
        for (Map.Entry<Integer, Part> part : parts.entrySet()) {
            if (part.getKey() != next) {
                throw new IllegalStateException("part " + next + " is missing");
            }
            crc = shifts.combine(crc, part.getValue().crc, part.getValue().length);
            next++;
        }
        return Checksum.ofCrc(algorithm, crc);
    }

    /**
     * The CRC of some bytes followed by others.
     *
     * @param lengthOfSecond in bytes, 0 or more
     * @throws IllegalArgumentException if the two are not by the same CRC
     */
    public static Checksum combine(Checksum first, Checksum second, long lengthOfSecond) {
        if (first.algorithm() != second.algorithm()) {
            throw new IllegalArgumentException("a " + first.algorithm().text() + " and a "
                    + second.algorithm().text() + " can't be combined");
        }
        requireLength(lengthOfSecond);
        CrcAlgebra.Shifts shifts = new CrcAlgebra.Shifts(CrcAlgebra.of(first.algorithm()));
        return Checksum.ofCrc(first.algorithm(), shifts.combine(first.crc(), second.crc(), lengthOfSecond));
    }

    private static void requireLength(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("the length of a part is negative: " + length);
        }
    }
}
