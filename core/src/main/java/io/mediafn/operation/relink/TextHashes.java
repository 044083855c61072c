package io.mediafn.operation.relink;

import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds texts that occur more than once, among millions, from 41 bits of a hash of each. For one thread. */
final class TextHashes {
    private static final int INDEX_BITS = 23;
    private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long MIX = 0xff51afd7ed558ccdL;
    private static final int MOST_REPEATED = 100_000;

    private long[] packed = new long[1024];
    private int count;

    /** @param index of the entry that has it, below 2 to the power of 23 */
    void add(String text, int index) {
        if (count == packed.length) {
            packed = Arrays.copyOf(packed, count + (count >> 1));
        }
        packed[count++] = hash(text) << INDEX_BITS | index;
    }

    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * MIX;
        return hash ^ (hash >>> 33);
    }

    /**
     * The indices of entries with a text that probably occurs elsewhere, too; none that does is missing.
     *
     * @throws InvalidFieldsException if there are too many to be looked at
     */
    Set<Integer> repeated() {
        long[] sorted = Arrays.copyOf(packed, count);
        packed = new long[0];
        Arrays.sort(sorted);
        Set<Integer> repeated = new HashSet<>();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] >>> INDEX_BITS == sorted[i - 1] >>> INDEX_BITS) {
                repeated.add((int) (sorted[i] & INDEX_MASK));
                repeated.add((int) (sorted[i - 1] & INDEX_MASK));
            }
            if (repeated.size() > MOST_REPEATED) {
                throw new InvalidFieldsException(List.of(new FieldError(
                        "map_location", "locations each of which stands in one line", "many stand in several")));
            }
        }
        return repeated;
    }
}
