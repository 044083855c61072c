package io.mediafn.dataset.manifest;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.Compactable;
import io.mediafn.dataset.Compaction;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.MetadataChange;
import io.mediafn.dataset.NewSample;
import io.mediafn.dataset.Prefixes;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.SampleFold;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.Selection;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A dataset as NDJSON below a prefix: {@code <dataset>/segments/<name>.ndjson}.
 *
 * <p>Writing adds one segment and never changes another, so writers need no lock. A segment's name is computed from what
 * it says, and it is written create-only: the same event delivered again writes nothing. Readers fold all segments.
 *
 * <p>The first operation that has to know the samples reads all segments once, and keeps of each sample what edits need;
 * from then on they are what they were then, with the changes made here. What others change meanwhile is not seen, and
 * nothing of it is undone: whether a change counts is decided by whoever reads the manifest later. Thread-safe.
 */
public final class Manifest implements EditableDataset, Compactable {
    /** How many records of one change are held at once. */
    private static final int BATCH = 10_000;

    private final Segments segments;
    private final BatchRunner readers;
    private final ManifestLimits limits;
    private final Clock clock;
    private Optional<ManifestIndex> index = Optional.empty();

    /** @param location the prefix of the dataset */
    public Manifest(ObjectStore store, Location location, BatchRunner readers) {
        this(store, location, readers, ManifestLimits.DEFAULT, Clock.systemUTC());
    }

    Manifest(ObjectStore store, Location location, BatchRunner readers, ManifestLimits limits, Clock clock) {
        this.segments = new Segments(store, location, limits);
        this.readers = readers;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public synchronized void record(List<SampleRecord> observations) {
        segments.write(observations);
        // What they make of a sample depends on records that the index does not keep.
        index = Optional.empty();
    }

    /** Whether what lies there is part of the manifest at a location, and no medium of it. Opens nothing. */
    public static boolean isPart(Location manifest, Location at) {
        return Segments.folder(manifest).contains(at);
    }

    @Override
    public boolean owns(Location at) {
        return segments.folder().contains(at);
    }

    @Override
    public List<SampleRecord> samples() {
        SegmentMerge merge = SegmentMerge.ofAll(segments, readers);
        List<SampleRecord> standing = new ArrayList<>();
        while (merge.hasNext()) {
            SampleFold.fold(merge.next()).filter(record -> !record.deleted()).ifPresent(standing::add);
        }
        standing.sort(Comparator.comparing(SampleRecord::filepath));
        return standing;
    }

    /** A sample as its line in a manifest. */
    public static Map<String, Object> toJson(SampleRecord record) {
        return ManifestRecords.toJson(record);
    }

    @Override
    public Compaction compact(boolean dryRun, BooleanSupplier stop) {
        return new Compactor(segments, readers, limits).run(dryRun, stop);
    }

    @Override
    public List<MediaField> mediaFields() {
        return List.of(MediaField.FILEPATH);
    }

    /** @throws DatasetException INVALID: a manifest has no field but the file path that holds a location */
    @Override
    public void declareField(String name) {
        throw new DatasetException(
                Kind.INVALID, "a manifest links media in filepath alone; no field '" + name + "' can be declared");
    }

    private static void check(MediaField field) {
        if (!field.equals(MediaField.FILEPATH)) {
            throw new DatasetException(
                    Kind.INVALID, "no media field is called '" + field.text() + "': a manifest has filepath alone");
        }
    }

    private ManifestIndex indexOfSome() {
        if (index.isEmpty()) {
            index = Optional.of(StorageFaults.asDataset(() -> ManifestIndex.of(SegmentMerge.ofAll(segments, readers))));
        }
        return index.get();
    }

    /** @throws DatasetException NOT_FOUND where nobody has written anything: it may be a wrong location */
    private ManifestIndex index() {
        ManifestIndex some = indexOfSome();
        if (some.isAbsent()) {
            // To be looked for again, as somebody may write one meanwhile.
            index = Optional.empty();
            throw new DatasetException(
                    Kind.NOT_FOUND, "there is no manifest: " + segments.folder().display() + " has no segments");
        }
        return some;
    }

    @Override
    public synchronized SampleCursor samples(Selection selection, MediaField field, boolean onlyWithoutMetadata) {
        check(field);
        ManifestIndex known = index();
        SampleChoice choice = new SampleChoice(selection, known);
        return new IndexCursor(
                known.inOrder(selection.after()).iterator(),
                entry -> choice.includes(entry) && !(onlyWithoutMetadata && entry.hasMetadata()),
                selection.limit().orElse(Long.MAX_VALUE));
    }

    @Override
    public long count(Selection selection, MediaField field, boolean onlyWithoutMetadata) {
        long count = 0;
        try (SampleCursor samples = samples(selection, field, onlyWithoutMetadata)) {
            for (; samples.hasNext(); samples.next()) {
                count++;
            }
        }
        return count;
    }

    @Override
    public List<ChangeCount> setMetadata(List<MetadataChange> changes) {
        return edit(edits -> edits.setMetadata(changes));
    }

    private synchronized <T> T edit(Function<ManifestEdits, T> change) {
        return edit(index(), change);
    }

    private <T> T edit(ManifestIndex known, Function<ManifestEdits, T> change) {
        ManifestEdits edits = new ManifestEdits(known, clock.instant());
        T result = change.apply(edits);
        try {
            StorageFaults.asDataset(() -> {
                edits.commit(segments);
                return result;
            });
        } catch (DatasetException e) {
            // Some of it may be written.
            index = Optional.empty();
            throw e;
        }
        return result;
    }

    @Override
    public synchronized long countUnder(MediaField field, String prefix, Selection selection) {
        check(field);
        checkPrefix("prefix", prefix);
        SampleChoice choice = choice(selection);
        PathPrefix under = new PathPrefix(ManifestEdits.normal(prefix));
        return index().inOrder(Optional.empty()).stream()
                .filter(entry -> under.covers(entry.path()) && choice.includes(entry))
                .count();
    }

    @Override
    public synchronized Map<String, Long> countAt(MediaField field, List<String> paths, Selection selection) {
        check(field);
        SampleChoice choice = choice(selection);
        ManifestIndex known = index();
        Map<String, Long> counts = new HashMap<>();
        for (String path : paths) {
            long count = known.at(ManifestEdits.normal(path)).stream()
                    .filter(choice::includes)
                    .count();
            if (count > 0) {
                counts.put(path, count);
            }
        }
        return counts;
    }

    @Override
    public synchronized long countToRelink(MediaField field, String from, String to, Selection selection) {
        return under(field, from, to, selection).size();
    }

    @Override
    public long countLeftUnderOld(MediaField field, String from, String to, Selection selection) {
        return EditableDataset.super.countLeftUnderOld(
                field, ManifestEdits.normal(from), ManifestEdits.normal(to), selection);
    }

    @Override
    public synchronized ChangeCount relinkPrefix(MediaField field, String from, String to, Selection selection) {
        List<ManifestIndex.Entry> meant = under(field, from, to, selection);
        long left = countLeftUnderOld(field, from, to, selection);
        if (left > 0) {
            throw Prefixes.refusal(left + " in " + field.text(), from, to);
        }
        PathPrefix.Change change = change(from, to);
        // All before the first is changed.
        for (ManifestIndex.Entry entry : meant) {
            Location unused = ManifestEdits.location(change.apply(entry.path()));
        }
        ManifestIndex known = index();
        for (int start = 0; start < meant.size(); start += BATCH) {
            List<ManifestIndex.Entry> some = meant.subList(start, Math.min(meant.size(), start + BATCH));
            int unused = edit(known, edits -> {
                edits.relink(some, change);
                return some.size();
            });
        }
        return new ChangeCount(meant.size(), meant.size());
    }

    private static PathPrefix.Change change(String from, String to) {
        return new PathPrefix.Change(ManifestEdits.normal(from), ManifestEdits.normal(to));
    }

    private List<ManifestIndex.Entry> under(MediaField field, String from, String to, Selection selection) {
        check(field);
        checkPrefix("from", from);
        checkPrefix("to", to);
        SampleChoice choice = choice(selection);
        PathPrefix.Change change = change(from, to);
        if (change.isNothing()) {
            return List.of();
        }
        if (change.changesItself()) {
            checkMediaType(new LinkChange(from, to));
        }
        return index().inOrder(Optional.empty()).stream()
                .filter(entry -> change.appliesTo(entry.path()) && choice.includes(entry))
                .toList();
    }

    @Override
    public synchronized List<Map<MediaField, ChangeCount>> relink(
            List<LinkChange> changes, List<MediaField> fields, Selection selection) {
        fields.forEach(Manifest::check);
        SampleChoice choice = choice(selection);
        if (fields.isEmpty()) {
            return changes.stream()
                    .map(change -> Map.<MediaField, ChangeCount>of())
                    .toList();
        }
        changes.forEach(Manifest::checkMediaType);
        Map<String, ChangeCount> counts = edit(edits -> edits.relink(changes, choice));
        return changes.stream()
                .map(change -> Optional.ofNullable(counts.get(ManifestEdits.normal(change.from())))
                        .map(count -> Map.of(MediaField.FILEPATH, count))
                        .orElse(Map.of()))
                .toList();
    }

    private SampleChoice choice(Selection selection) {
        if (selection.limit().isPresent() || selection.after().isPresent()) {
            throw new DatasetException(
                    Kind.INVALID,
                    "a limit does not go with a relink: which samples are the first says nothing of them");
        }
        return new SampleChoice(selection, index());
    }

    private static void checkPrefix(String name, String prefix) {
        if (prefix.isBlank() || prefix.indexOf('\0') >= 0) {
            throw new DatasetException(Kind.INVALID, name + " must be a prefix of locations; it is '" + prefix + "'");
        }
    }

    private static void checkMediaType(LinkChange change) {
        if (!change.keepsMediaType()) {
            throw new DatasetException(
                    Kind.INVALID,
                    change.from() + " can't become " + change.to()
                            + ": the media type goes by the end of a path, and a sample can't change its own");
        }
    }

    /** Of a manifest that nobody has written yet, too. */
    @Override
    public synchronized List<String> insert(List<NewSample> samples) {
        return edit(indexOfSome(), edits -> edits.insert(samples));
    }

    @Override
    public synchronized long delete(List<String> ids) {
        SampleChoice.checkIds(ids, index());
        return edit(edits -> edits.delete(ids));
    }

    @Override
    public void close() {
        // The store belongs to whoever opened it.
    }
}
