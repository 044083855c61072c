package io.mediafn.dataset;

import java.time.Instant;
import java.util.Comparator;

/**
 * A record's place in the order in which records count.
 *
 * @param second of the object's time, since 1970: stores differ below that
 * @param sequence hex digits of varying length, or empty, which comes first
 * @param observedMillis when it was observed, since 1970
 */
public record Moment(long second, String sequence, long observedMillis) implements Comparable<Moment> {
    private static final Comparator<Moment> ORDER = Comparator.comparingLong(Moment::second)
            .thenComparing(Moment::sequence, Moment::compareSequences)
            .thenComparingLong(Moment::observedMillis);

    /** Before everything. */
    public static final Moment NEVER = new Moment(Long.MIN_VALUE, "", Long.MIN_VALUE);

    static Moment of(SampleRecord record) {
        return new Moment(
                record.objectTime().getEpochSecond(),
                record.sequence(),
                record.observedAt().toEpochMilli());
    }

    /**
     * The moment of a change that somebody makes now who has seen this one: behind it, also where a store's clock is ahead
     * of ours.
     */
    public Moment next(Instant now) {
        if (equals(NEVER)) {
            return new Moment(now.getEpochSecond(), "", now.toEpochMilli());
        }
        long millis = Math.max(now.toEpochMilli(), Math.max(observedMillis + 1, Math.multiplyExact(second, 1000L)));
        long itsSecond = Math.floorDiv(millis, 1000L);
        return new Moment(itsSecond, itsSecond == second ? sequence : "", millis);
    }

    Instant observedAt() {
        return Instant.ofEpochMilli(observedMillis);
    }

    @Override
    public int compareTo(Moment other) {
        return ORDER.compare(this, other);
    }

    /**
     * As "Event message structure" of S3's user guide has it: the shorter one gets zeros behind it. Azure compares the texts
     * as they are, which is the same; Google's numbers come with as many digits as they can have.
     */
    private static int compareSequences(String left, String right) {
        int length = Math.max(left.length(), right.length());
        return padded(left, length).compareToIgnoreCase(padded(right, length));
    }

    private static String padded(String sequence, int length) {
        return sequence + "0".repeat(length - sequence.length());
    }
}
