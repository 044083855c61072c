package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.MetadataChange;
import io.mediafn.dataset.NewSample;
import io.mediafn.dataset.Prefixes;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.Selection;
import io.mediafn.location.Location;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A dataset of FiftyOne. Its schema is read when it is opened; its version, its config, and what of a sample FiftyOne
 * decides ({@code _media_type}, {@code _rand}) are never changed. Thread-safe.
 */
final class FiftyOneDataset implements EditableDataset {
    private final Database database;
    private final String name;
    private final Clock clock = Clock.systemUTC();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Parts parts;

    FiftyOneDataset(Database database, DatasetInfo info) {
        this.database = database;
        this.name = info.name();
        this.parts = Parts.of(info);
    }

    /** What depends on the schema, which changes as a whole. */
    private record Parts(DatasetInfo info, MediaFieldPaths paths) {
        static Parts of(DatasetInfo info) {
            return new Parts(info, MediaFieldPaths.of(info));
        }
    }

    private Date now() {
        return Date.from(clock.instant());
    }

    @Override
    public List<MediaField> mediaFields() {
        return parts.paths().fields();
    }

    @Override
    public void declareField(String field) {
        FieldDeclaration.declare(database, parts.info(), field, now());
        // Whether it may be opened was asked before.
        parts = Parts.of(new Opening(database).read(name, true));
    }

    @Override
    public SampleCursor samples(Selection selection, MediaField field, boolean onlyWithoutMetadata) {
        Parts now = parts;
        return new LocationCursor(
                database, now.info(), selection, field, now.paths().pathOf(field), onlyWithoutMetadata);
    }

    @Override
    public long count(Selection selection, MediaField field, boolean onlyWithoutMetadata) {
        Parts now = parts;
        return new LocationCount(database, now.info())
                .count(selection, field, now.paths().pathOf(field), onlyWithoutMetadata);
    }

    @Override
    public List<ChangeCount> setMetadata(List<MetadataChange> changes) {
        return new MetadataWriter(database, parts.info(), clock).write(changes);
    }

    private Relinks relinks() {
        Parts now = parts;
        return new Relinks(database, now.info(), now.paths());
    }

    @Override
    public long countUnder(MediaField field, String prefix, Selection selection) {
        return relinks().countUnder(field, prefix, selection);
    }

    @Override
    public ChangeCount relinkPrefix(MediaField field, String from, String to, Selection selection) {
        long left = countLeftUnderOld(field, from, to, selection);
        if (left > 0) {
            throw Prefixes.refusal(left + " in " + field.text(), from, to);
        }
        return relinks().byPrefix(field, from, to, selection);
    }

    @Override
    public long countToRelink(MediaField field, String from, String to, Selection selection) {
        return relinks().countByPrefix(field, from, to, selection);
    }

    @Override
    public Map<String, Long> countAt(MediaField field, List<String> paths, Selection selection) {
        return relinks().countAt(field, paths, selection);
    }

    @Override
    public List<Map<MediaField, ChangeCount>> relink(
            List<LinkChange> changes, List<MediaField> fields, Selection selection) {
        return relinks().byMap(changes, fields, selection);
    }

    private SampleInserts inserts() {
        return new SampleInserts(database, parts.info(), clock);
    }

    @Override
    public List<String> insert(List<NewSample> samples) {
        return inserts().insert(samples);
    }

    @Override
    public long delete(List<String> ids) {
        return SampleDeletes.delete(database, parts.info(), SampleFilters.ids(ids), now());
    }

    @Override
    public void record(List<SampleRecord> observations) {
        record(observations, at -> Optional.empty());
    }

    @Override
    public void record(List<SampleRecord> observations, Function<Location, Optional<Location>> otherPlace) {
        new EventRecords(database, parts.info(), relinks(), inserts(), clock).record(observations, otherPlace);
    }

    /** A database has no location that an event could name. */
    @Override
    public boolean owns(Location at) {
        return false;
    }

    @Override
    public List<SampleRecord> samples() {
        return RecordedSamples.read(database, parts.info());
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            database.close();
        }
    }
}
