package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.NewSample;
import io.mediafn.dataset.SampleFold;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.Selection;
import io.mediafn.location.Location;
import io.mediafn.media.MediaProbe;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What events say, in a dataset that keeps no history: a sample's document has only the time of its last change.
 *
 * <p>An observation is taken for older than what stands if the sample was changed, by whomever, after the observation was
 * made. It is refused then as UNAVAILABLE, so that the event comes again and the object is looked at again: what is
 * recorded in the end is what was seen last.
 */
final class EventRecords {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecords.class);

    private final Database database;
    private final DatasetInfo info;
    private final Relinks relinks;
    private final SampleInserts inserts;
    private final Clock clock;

    EventRecords(Database database, DatasetInfo info, Relinks relinks, SampleInserts inserts, Clock clock) {
        this.database = database;
        this.info = info;
        this.relinks = relinks;
        this.inserts = inserts;
        this.clock = clock;
    }

    /** Those of one sample in their order; otherwise all that can be recorded together are. */
    void record(List<SampleRecord> observations, Function<Location, Optional<Location>> otherPlace) {
        Map<String, List<SampleRecord>> byId = new LinkedHashMap<>();
        for (SampleRecord next : SampleFold.inOrder(observations)) {
            byId.computeIfAbsent(next.id(), id -> new ArrayList<>(1)).add(next);
        }
        for (int round = 0; !byId.isEmpty(); round++) {
            int place = round;
            byId.values().removeIf(records -> records.size() <= place);
            recordOneEach(
                    byId.values().stream().map(records -> records.get(place)).toList(), otherPlace);
        }
    }

    private void recordOneEach(List<SampleRecord> observations, Function<Location, Optional<Location>> otherPlace) {
        List<SampleRecord> seen = new ArrayList<>();
        for (SampleRecord next : observations) {
            if (next.deleted()) {
                delete(next);
            } else if (next.previousFilepath().isPresent()) {
                LinkChange change = new LinkChange(next.previousFilepath().get().toString(), path(next));
                List<Map<MediaField, ChangeCount>> unused =
                        relinks.byMap(List.of(change), List.of(MediaField.FILEPATH), Selection.all());
                update(next);
            } else {
                seen.add(next);
            }
        }
        seen = whereSamplesLie(seen, otherPlace);
        Set<String> there = there(seen.stream().map(EventRecords::path));
        List<SampleRecord> missing = seen.stream()
                .filter(record -> !record.sawNothing() && !there.contains(path(record)))
                .toList();
        Map<ObjectId, Date> relinked = relinkedSince(missing);
        List<NewSample> toAdd = missing.stream()
                .filter(record -> !isOlder(record, relinked.get(SamplePaths.id(path(record), 0))))
                .flatMap(record -> newSample(record).stream())
                .toList();
        if (!toAdd.isEmpty()) {
            List<String> unused = inserts.insert(toAdd);
        }
        // Also those that were added, as another event may have added one without metadata in the meantime.
        seen.forEach(this::update);
    }

    private static String path(SampleRecord record) {
        return record.filepath().toString();
    }

    /** With those at the other place whose sample is linked to it, by now or still. */
    private List<SampleRecord> whereSamplesLie(
            List<SampleRecord> seen, Function<Location, Optional<Location>> otherPlace) {
        Map<SampleRecord, Location> others = new LinkedHashMap<>();
        seen.forEach(record -> otherPlace.apply(record.filepath()).ifPresent(other -> others.put(record, other)));
        if (others.isEmpty()) {
            return seen;
        }
        Set<String> there = there(Stream.concat(
                others.keySet().stream().map(EventRecords::path),
                others.values().stream().map(Location::toString)));
        return seen.stream()
                .map(record -> Optional.ofNullable(others.get(record))
                        .filter(other -> !there.contains(path(record)) && there.contains(other.toString()))
                        .map(other -> at(record, other))
                        .orElse(record))
                .toList();
    }

    private static SampleRecord at(SampleRecord record, Location place) {
        return new SampleRecord(
                record.id(),
                place,
                record.previousFilepath(),
                record.sequence(),
                record.observedAt(),
                record.deleted(),
                record.facts());
    }

    private Set<String> there(Stream<String> paths) {
        List<String> all = paths.distinct().toList();
        return all.isEmpty()
                ? Set.of()
                : database.ask(
                        "reading samples",
                        () -> database.collection(info.samples())
                                .distinct("filepath", new Document("filepath", new Document("$in", all)), String.class)
                                .into(new HashSet<>()));
    }

    /** When the samples were changed last that were added at these places, and lie elsewhere now. */
    private Map<ObjectId, Date> relinkedSince(List<SampleRecord> missing) {
        List<ObjectId> ids =
                missing.stream().map(record -> SamplePaths.id(path(record), 0)).toList();
        Map<ObjectId, Date> changed = new HashMap<>();
        if (!ids.isEmpty()) {
            database.ask(
                            "reading samples",
                            () -> database.collection(info.samples())
                                    .find(new Document("_id", new Document("$in", ids)))
                                    .projection(new Document(DatasetInfo.LAST_MODIFIED, 1))
                                    .into(new ArrayList<>()))
                    .forEach(sample -> {
                        if (sample.get(DatasetInfo.LAST_MODIFIED) instanceof Date last) {
                            changed.put(sample.getObjectId("_id"), last);
                        }
                    });
        }
        return changed;
    }

    /** An object that was there before its sample was relinked is not seen for the first time: its event came again. */
    private static boolean isOlder(SampleRecord record, @Nullable Date relinked) {
        return relinked != null && !record.objectTime().isAfter(relinked.toInstant());
    }

    private Optional<NewSample> newSample(SampleRecord record) {
        String expected = SampleInserts.mediaTypeOf(info);
        String type = record.facts().get("media_type") instanceof String text
                ? text
                : MediaProbe.mediaTypeOf(record.filepath().key());
        if (!type.equals(expected)) {
            LOG.warn(
                    "{} is not added to the dataset {}: its media type is {}, and not {}",
                    record.filepath().display(),
                    info.name(),
                    type,
                    expected);
            return Optional.empty();
        }
        Map<String, Object> metadata = metadata(record);
        boolean fits = !metadata.isEmpty() && MetadataDocument.fits(metadata, type);
        return Optional.of(new NewSample(path(record), type, tags(record), fits ? metadata : Map.of()));
    }

    private static List<String> tags(SampleRecord record) {
        return record.facts().get("tags") instanceof List<?> tags
                ? tags.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Map<String, Object> metadata(SampleRecord record) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (!record.failed() && record.facts().get("metadata") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> metadata.put(String.valueOf(key), value));
        }
        return metadata;
    }

    /** Gives the metadata of an observation to the samples at its path. */
    private void update(SampleRecord record) {
        Map<String, Object> metadata = metadata(record);
        if (metadata.isEmpty()) {
            return;
        }
        Document document = MetadataDocument.of(metadata);
        for (Document sample : at(path(record), "_media_type", "metadata", DatasetInfo.LAST_MODIFIED)) {
            String type = sample.get("_media_type") instanceof String text
                    ? text
                    : info.mediaType().orElse("");
            if (!MetadataDocument.fits(metadata, type)) {
                LOG.warn(
                        "{} has no metadata for a sample of the media type {}",
                        record.filepath().display(),
                        type);
            } else if (!document.equals(sample.get("metadata"))) {
                update(record, sample, document);
            }
        }
    }

    private void update(SampleRecord record, Document sample, Document metadata) {
        boolean isFirst = sample.get("metadata") == null;
        if (!isFirst) {
            refuseOlder(record, sample);
        }
        // As it was looked at: whoever came in between has seen more.
        Document unchanged = new Document("_id", sample.get("_id")).append("metadata", sample.get("metadata"));
        if (!isFirst && info.dates(false)) {
            unchanged.append(DatasetInfo.LAST_MODIFIED, sample.get(DatasetInfo.LAST_MODIFIED));
        }
        Document set = new Document("metadata", metadata);
        if (info.dates(false)) {
            set.append(DatasetInfo.LAST_MODIFIED, Date.from(clock.instant()));
        }
        long matched = database.ask(
                "writing metadata",
                () -> database.collection(info.samples())
                        .updateOne(unchanged, new Document("$set", set))
                        .getMatchedCount());
        if (matched == 0) {
            throw changed(record);
        }
    }

    private void delete(SampleRecord record) {
        List<Document> samples = at(path(record), DatasetInfo.LAST_MODIFIED);
        samples.forEach(sample -> refuseOlder(record, sample));
        List<ObjectId> ids =
                samples.stream().map(sample -> sample.getObjectId("_id")).toList();
        long unused = SampleDeletes.delete(database, info, ids, Date.from(clock.instant()));
    }

    private List<Document> at(String path, String... fields) {
        Document wanted = new Document();
        for (String field : fields) {
            wanted.append(field, 1);
        }
        return database.ask(
                "reading samples",
                () -> database.collection(info.samples())
                        .find(new Document("filepath", path))
                        .projection(wanted)
                        .into(new ArrayList<>()));
    }

    private static void refuseOlder(SampleRecord record, Document sample) {
        if (sample.get(DatasetInfo.LAST_MODIFIED) instanceof Date last
                && last.toInstant().isAfter(record.observedAt())) {
            throw changed(record);
        }
    }

    private static DatasetException changed(SampleRecord record) {
        return new DatasetException(
                Kind.UNAVAILABLE,
                "the sample of " + record.filepath().display()
                        + " was changed after its object was looked at, which has to be done again");
    }
}
