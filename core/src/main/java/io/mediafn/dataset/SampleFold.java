package io.mediafn.dataset;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What stands of a sample after all its records, in whatever order they arrived: they are put in the order of object time
 * in whole seconds (stores differ below that), sequence, and time of observation.
 *
 * <p>What counts is decided here and not when a record is written, so that whoever writes need not know of the others: a
 * relink only where the sample lies at its previous place, metadata that must not overwrite only where there is none.
 */
public final class SampleFold {
    private SampleFold() {}

    private record Placed(Moment moment, SampleRecord record) {
        /** Even two records of one millisecond have one order. */
        private static final Comparator<Placed> ORDER = Comparator.comparing(Placed::moment)
                .thenComparing(placed -> placed.record().toString());
    }

    /** The order in which records count, whenever they arrived. */
    public static List<SampleRecord> inOrder(Collection<SampleRecord> records) {
        if (records.size() < 2) {
            return List.copyOf(records);
        }
        return records.stream()
                .map(record -> new Placed(Moment.of(record), record))
                .sorted(Placed.ORDER)
                .map(Placed::record)
                .toList();
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

    /**
     * Those that may still matter, in their order, whatever arrives later: the last one that needs nothing before it, and
     * all behind that. Nothing before it can be told from what stands, nor could it if more arrived there; everything
     * behind it may change its meaning when something arrives between.
     *
     * @param records of one id, not necessarily all
     */
    public static List<SampleRecord> lasting(Collection<SampleRecord> records) {
        List<SampleRecord> ordered = inOrder(records).stream().distinct().toList();
        int first = ordered.size() - 1;
        while (first > 0 && !ordered.get(first).standsAlone()) {
            first--;
        }
        return ordered.isEmpty() ? ordered : ordered.subList(first, ordered.size());
    }

    /** The last moment of some records, counted or not: what is to count behind them needs a later one. */
    public static Moment last(Collection<SampleRecord> records) {
        return records.stream().map(Moment::of).max(Comparator.naturalOrder()).orElse(Moment.NEVER);
    }

    private static Optional<SampleRecord> after(Optional<SampleRecord> standing, SampleRecord next) {
        if (next.failed()) {
            boolean erases = standing.filter(record -> record.hasMetadata() && !record.deleted())
                    .isPresent();
            boolean ofTheDead =
                    next.sawNothing() && standing.filter(SampleRecord::deleted).isPresent();
            return erases || ofTheDead ? standing : Optional.of(next);
        }
        if (next.isChange()) {
            return standing.map(record -> changed(record, next));
        }
        if (next.deleted()) {
            return deleted(standing, next);
        }
        boolean isThere = standing.filter(record -> !record.deleted()).isPresent();
        return next.onlyWhereMissing() && isThere ? standing : Optional.of(next.asStanding());
    }

    /** A deletion with nothing before it stands, too: a look that came late, and saw nothing, must not make a sample. */
    private static Optional<SampleRecord> deleted(Optional<SampleRecord> standing, SampleRecord next) {
        boolean liesElsewhere = standing.filter(record -> !record.filepath().equals(next.filepath()))
                .isPresent();
        return liesElsewhere
                ? standing
                : Optional.of(standing.map(next::completedBy).orElse(next));
    }

    private static SampleRecord changed(SampleRecord standing, SampleRecord next) {
        if (next.deleted()) {
            return next.completedBy(standing).at(standing.filepath());
        }
        if (next.isRelink()) {
            // A medium that is gone from there may well lie elsewhere; a sample that was deleted lies nowhere.
            boolean gone = standing.deleted() && standing.isChange();
            return !gone && next.previousFilepath().equals(Optional.of(standing.filepath()))
                    ? next.completedBy(standing)
                    : standing;
        }
        boolean counts = !standing.deleted() && !(next.onlyWhereMissing() && standing.hasMetadata());
        return counts ? standing.amendedBy(next) : standing;
    }
}
