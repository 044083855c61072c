package io.mediafn.dataset;

import io.mediafn.location.Location;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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
            .thenComparing(SampleRecord::toString);

    private SampleFold() {}

    /** The order in which observations count, whenever they arrived. */
    public static List<SampleRecord> inOrder(Collection<SampleRecord> records) {
        return records.stream().sorted(ORDER).toList();
    }

    /**
     * What stands, if anything does.
     *
     * @param records all of one id
     */
    public static Optional<SampleRecord> fold(Collection<SampleRecord> records) {
        Optional<SampleRecord> standing = Optional.empty();
        for (SampleRecord next : inOrder(records)) {
            standing = after(standing, next);
        }
        return standing;
    }

    private static Optional<SampleRecord> after(Optional<SampleRecord> standing, SampleRecord next) {
        if (next.failed()) {
            boolean erases = standing.filter(record -> record.hasMetadata() && !record.deleted())
                    .isPresent();
            boolean ofTheDead =
                    next.sawNothing() && standing.filter(SampleRecord::deleted).isPresent();
            return erases || ofTheDead ? standing : Optional.of(next);
        }
        Optional<Location> current = standing.map(SampleRecord::filepath);
        if (next.previousFilepath().isPresent()) {
            return current.equals(next.previousFilepath()) ? standing.map(next::completedBy) : standing;
        }
        if (next.deleted()) {
            return current.equals(Optional.of(next.filepath())) ? Optional.of(next) : standing;
        }
        return Optional.of(next);
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
