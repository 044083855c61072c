package io.mediafn.dataset;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * What stands of a sample after all its observations, in whatever order they arrived: they are put in the order of
 * object time in whole seconds (stores differ below that), sequence, and time of observation.
 */
public final class SampleFold {
    private static final Comparator<SampleRecord> ORDER = Comparator.comparingLong(
                    (SampleRecord record) -> record.objectTime().getEpochSecond())
            .thenComparing(SampleRecord::sequence, SampleFold::compareSequences)
            .thenComparing(SampleRecord::observedAt)
            // So that even two observations of one millisecond have one order.
            .thenComparing(record -> record.facts().toString());

    private SampleFold() {}

    /**
     * What stands, if anything does.
     *
     * @param records all of one id
     */
    public static Optional<SampleRecord> fold(Collection<SampleRecord> records) {
        Optional<SampleRecord> standing = Optional.empty();
        for (SampleRecord next : records.stream().sorted(ORDER).toList()) {
            if (replaces(next, standing)) {
                standing = Optional.of(next);
            }
        }
        return standing;
    }

    private static boolean replaces(SampleRecord next, Optional<SampleRecord> standing) {
        if (next.previousFilepath().isPresent()) {
            return standing.map(SampleRecord::filepath).equals(next.previousFilepath());
        }
        if (next.deleted()) {
            return standing.isPresent() && standing.get().filepath().equals(next.filepath());
        }
        boolean wouldEraseMetadata = next.failed()
                && standing.isPresent()
                && !standing.get().failed()
                && !standing.get().deleted();
        return !wouldEraseMetadata;
    }

    /** Sequencers are hex numbers of varying length; an event without one comes first. */
    private static int compareSequences(String left, String right) {
        int length = Math.max(left.length(), right.length());
        return padded(left, length).compareToIgnoreCase(padded(right, length));
    }

    private static String padded(String sequence, int length) {
        return "0".repeat(length - sequence.length()) + sequence;
    }
}
