package io.mediafn.dataset.fiftyone;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.WriteModel;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.MetadataChange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;

/** Writes metadata to all samples of a file path. Thread-safe. */
final class MetadataWriter {
    private static final int BATCH = 1000;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final Database database;
    private final DatasetInfo info;
    private final Clock clock;

    MetadataWriter(Database database, DatasetInfo info, Clock clock) {
        this.database = database;
        this.info = info;
        this.clock = clock;
    }

    /**
     * What there is of a file path.
     *
     * @param samples how many
     * @param without metadata
     * @param mediaTypes all that these samples have
     */
    private record Standing(long samples, long without, List<String> mediaTypes) {
        static final Standing NONE = new Standing(0, 0, List.of());
    }

    List<ChangeCount> write(List<MetadataChange> changes) {
        List<ChangeCount> counts = new ArrayList<>(changes.size());
        for (int start = 0; start < changes.size(); start += BATCH) {
            counts.addAll(writeBatch(changes.subList(start, Math.min(changes.size(), start + BATCH))));
        }
        return counts;
    }

    /** A bulk write tells the sum of what it changed, so what each change is for is looked up before. */
    private List<ChangeCount> writeBatch(List<MetadataChange> changes) {
        Map<String, Standing> standing = standing(changes);
        List<ChangeCount> counts = new ArrayList<>(changes.size());
        List<MetadataChange> needed = new ArrayList<>();
        for (MetadataChange change : changes) {
            Standing found = standing.getOrDefault(change.path(), Standing.NONE);
            checkClass(change, found);
            long changed = change.overwrite() ? found.samples() : found.without();
            counts.add(new ChangeCount(found.samples(), changed));
            if (changed > 0) {
                needed.add(change);
            }
        }
        List<WriteModel<Document>> updates = updates(needed, Date.from(clock.instant()));
        if (!updates.isEmpty()) {
            BulkWriteResult unused = database.ask(
                    "writing metadata",
                    () -> database.collection(info.samples()).bulkWrite(updates, UNORDERED));
        }
        return counts;
    }

    private Map<String, Standing> standing(List<MetadataChange> changes) {
        List<String> paths =
                changes.stream().map(MetadataChange::path).distinct().toList();
        // Nothing, and null, are not greater than null.
        Document isWithout = new Document("$cond", List.of(new Document("$gt", nullable("$metadata")), 0, 1));
        List<Document> pipeline = List.of(
                new Document("$match", new Document("filepath", new Document("$in", paths))),
                new Document(
                        "$group",
                        new Document("_id", "$filepath")
                                .append("samples", new Document("$sum", 1))
                                .append("without", new Document("$sum", isWithout))
                                .append("types", new Document("$addToSet", "$_media_type"))));
        Map<String, Standing> standing = new HashMap<>();
        database.ask(
                        "reading samples",
                        () -> database.collection(info.samples())
                                .aggregate(pipeline)
                                .into(new ArrayList<>()))
                .forEach(found -> standing.put(
                        found.getString("_id"),
                        new Standing(Counted.of(found, "samples"), Counted.of(found, "without"), types(found))));
        return standing;
    }

    /** A list that holds a null, which List.of does not take. */
    private static List<Object> nullable(String reference) {
        return List.of(reference, new Document("$literal", null));
    }

    private List<String> types(Document found) {
        List<String> types = found.getList("types", String.class);
        return types.isEmpty() ? info.mediaType().stream().toList() : List.copyOf(types);
    }

    private void checkClass(MetadataChange change, Standing found) {
        Optional<String> other = found.mediaTypes().stream()
                .filter(type -> !MetadataDocument.fits(change.metadata(), type))
                .findFirst();
        other.ifPresent(type -> {
            throw new DatasetException(
                    Kind.INVALID,
                    change.metadata().get(MetadataDocument.CLASS) + " is no metadata for " + change.path()
                            + ", which is a sample of the media type " + type);
        });
    }

    /** An update for some changes at once takes the server half the time that an update for each does. */
    private List<WriteModel<Document>> updates(List<MetadataChange> changes, Date now) {
        List<WriteModel<Document>> updates = new ArrayList<>();
        List<MetadataChange> some = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        for (MetadataChange change : changes) {
            // Of two that are for one path, each has an update of its own.
            boolean goesWith = some.isEmpty() || some.getFirst().overwrite() == change.overwrite();
            if (some.size() == TextLookup.MOST || !goesWith || paths.contains(change.path())) {
                updates.add(update(some, now));
                some.clear();
                paths.clear();
            }
            some.add(change);
            paths.add(change.path());
        }
        if (!some.isEmpty()) {
            updates.add(update(some, now));
        }
        return updates;
    }

    private WriteModel<Document> update(List<MetadataChange> changes, Date now) {
        List<String> paths = changes.stream().map(MetadataChange::path).toList();
        Document filter = new Document("filepath", new Document("$in", paths));
        if (!changes.getFirst().overwrite()) {
            filter.append("metadata", null);
        }
        List<Document> metadata = changes.stream()
                .map(change -> MetadataDocument.of(change.metadata()))
                .toList();
        Document set = new Document("metadata", TextLookup.of("$filepath", paths, metadata));
        if (info.dates(false)) {
            set.append(DatasetInfo.LAST_MODIFIED, now);
        }
        return new UpdateManyModel<>(filter, List.of(new Document("$set", set)));
    }
}
