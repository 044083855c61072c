package io.mediafn.dataset.manifest;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.Compaction;
import io.mediafn.dataset.Compaction.Extent;
import io.mediafn.dataset.SampleFold;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Folds segments into fewer and larger ones, in the order of their ids. First the new ones are written, create-only; later
 * the old ones are deleted. Any number may do so at once: what two of them write is the same, or says the same.
 *
 * <p>Files that no program of ours has named are left as they are, since a person may keep them there.
 */
final class Compactor {
    private final Segments segments;
    private final BatchRunner readers;
    private final ManifestLimits limits;

    Compactor(Segments segments, BatchRunner readers, ManifestLimits limits) {
        this.segments = segments;
        this.readers = readers;
        this.limits = limits;
    }

    private record Own(ObjectStat stat, SegmentName name) {}

    /** What one folding came to. */
    private record Folded(Extent read, Extent written, boolean finished) {}

    Compaction run(boolean dryRun, BooleanSupplier stop) {
        long requests = segments.requests();
        List<ObjectStat> listed = segments.list();
        List<Own> own = own(listed);
        Extent before = new Extent(
                listed.size(),
                Extent.NOT_READ,
                listed.stream().mapToLong(ObjectStat::size).sum());
        if (!isWorthwhile(own)) {
            return new Compaction(before, before, false, true, segments.requests() - requests);
        }
        List<Folded> foldings = new ArrayList<>();
        boolean finished = true;
        if (!dryRun) {
            for (List<Own> group = group(own); finished && !group.isEmpty(); group = group(own)) {
                foldings.add(fold(group, false, stop));
                finished = foldings.getLast().finished();
                own = own(segments.list());
            }
        }
        if (finished) {
            foldings.add(fold(own, dryRun, stop));
            finished = foldings.getLast().finished();
        }
        return summed(before, foldings, finished, segments.requests() - requests);
    }

    private static Compaction summed(Extent before, List<Folded> foldings, boolean finished, long requests) {
        Extent less = new Extent(0, 0, 0);
        for (Folded folded : foldings) {
            less = less.plus(folded.read()).minus(folded.written());
        }
        long records = finished ? foldings.getLast().written().records() : Extent.NOT_READ;
        return new Compaction(
                new Extent(before.segments(), finished ? records + less.records() : Extent.NOT_READ, before.bytes()),
                new Extent(before.segments() - less.segments(), records, before.bytes() - less.bytes()),
                true,
                finished,
                requests);
    }

    private static List<Own> own(List<ObjectStat> listed) {
        return listed.stream()
                .flatMap(
                        stat -> SegmentName.parse(stat.location().fileName()).map(name -> new Own(stat, name)).stream())
                .toList();
    }

    /** Whether there are segments that may have records of one id. */
    private static boolean isWorthwhile(List<Own> own) {
        if (own.size() < 2) {
            return false;
        }
        if (own.stream().anyMatch(segment -> segment.name().range().isEmpty())) {
            return true;
        }
        List<SegmentName.Range> ranges = own.stream()
                .flatMap(segment -> segment.name().range().stream())
                .sorted(Comparator.comparing(SegmentName.Range::first))
                .toList();
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).first().compareTo(ranges.get(i - 1).last()) <= 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * As many segments as memory allows, if it does not allow all: their ids lie anywhere, so that they are open all at
     * once. Folded ones are not, and are left for the last folding.
     */
    private List<Own> group(List<Own> own) {
        List<Own> written =
                own.stream().filter(segment -> segment.name().level() == 0).toList();
        List<Own> group = new ArrayList<>();
        long bytes = 0;
        for (Own segment : written) {
            if (group.size() > 1 && bytes + segment.stat().size() > limits.foldBytes()) {
                return group;
            }
            group.add(segment);
            bytes += segment.stat().size();
        }
        return List.of();
    }

    /** Folds these, whatever else there is; for tests, with a crash before the old ones are deleted. */
    void foldSome(List<ObjectStat> some, boolean alsoDelete) {
        List<Own> inputs = own(some);
        if (!inputs.isEmpty()) {
            Merged merged = merge(inputs, false, () -> false);
            if (alsoDelete) {
                segments.delete(merged.replaced());
            }
        }
    }

    private Folded fold(List<Own> inputs, boolean dryRun, BooleanSupplier stop) {
        Merged merged = merge(inputs, dryRun, stop);
        if (merged.folded().finished() && !dryRun) {
            settle();
            segments.delete(merged.replaced());
        }
        return merged.folded();
    }

    /** The new segments are written, and these are not needed any more. */
    private record Merged(Folded folded, List<Location> replaced) {}

    private Merged merge(List<Own> inputs, boolean dryRun, BooleanSupplier stop) {
        int level = 1
                + inputs.stream()
                        .mapToInt(segment -> segment.name().level())
                        .max()
                        .orElse(0);
        List<ObjectStat> listed = inputs.stream().map(Own::stat).toList();
        // One that is gone was folded by somebody else, and its records are where that one wrote them.
        SegmentMerge merge = new SegmentMerge(segments, readers, listed, List::of);
        Output output = new Output(level, dryRun);
        long read = 0;
        while (merge.hasNext()) {
            if (stop.getAsBoolean()) {
                // What was written says nothing that the old segments do not say.
                return new Merged(new Folded(new Extent(0, 0, 0), output.extent(), false), List.of());
            }
            List<SampleRecord> records = merge.next();
            read += records.size();
            output.add(SampleFold.lasting(records));
        }
        output.flush();
        Set<Location> opened = merge.opened();
        List<ObjectStat> old =
                listed.stream().filter(stat -> opened.contains(stat.location())).toList();
        Extent replaced = new Extent(
                old.size(), read, old.stream().mapToLong(ObjectStat::size).sum());
        return new Merged(
                new Folded(replaced, output.extent(), true),
                old.stream().map(ObjectStat::location).toList());
    }

    /** Whoever lists meanwhile sees an old segment or the new one; see {@link Segments#list}. */
    private void settle() {
        try {
            Thread.sleep(limits.settle());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(
                    Kind.UNAVAILABLE,
                    segments.folder(),
                    "interrupted; old segments are still there, which is no loss",
                    e);
        }
    }

    /** Writes segments of the wanted size; all records of an id are in one. */
    private final class Output {
        private final int level;
        private final boolean dryRun;
        private final StringBuilder lines = new StringBuilder();
        private String firstId = "";
        private String lastId = "";
        private long records;
        private long written;
        private long bytes;

        Output(int level, boolean dryRun) {
            this.level = level;
            this.dryRun = dryRun;
        }

        void add(List<SampleRecord> together) {
            StringBuilder some = new StringBuilder();
            together.forEach(record ->
                    some.append(Json.write(ManifestRecords.toLine(record))).append('\n'));
            if (!lines.isEmpty() && lines.length() + some.length() > limits.segmentBytes()) {
                flush();
            }
            lastId = together.getFirst().id();
            firstId = lines.isEmpty() ? lastId : firstId;
            lines.append(some);
            records += together.size();
        }

        void flush() {
            if (lines.isEmpty()) {
                return;
            }
            String content = lines.toString();
            String name = SegmentName.folded(level, firstId, lastId, content);
            written++;
            bytes += content.getBytes(StandardCharsets.UTF_8).length;
            if (!dryRun) {
                segments.create(name, content);
            }
            lines.setLength(0);
        }

        Extent extent() {
            return new Extent(written, records, bytes);
        }
    }
}
