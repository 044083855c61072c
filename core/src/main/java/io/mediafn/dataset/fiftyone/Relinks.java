package io.mediafn.dataset.fiftyone;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.WriteModel;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Changes where media are linked to, each time in one update at the server. Thread-safe. */
final class Relinks {
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final Database database;
    private final DatasetInfo info;
    private final MediaFieldPaths paths;

    Relinks(Database database, DatasetInfo info, MediaFieldPaths paths) {
        this.database = database;
        this.info = info;
        this.paths = paths;
    }

    long countUnder(MediaField field, String prefix) {
        checkPrefix("prefix", prefix);
        Document filter = PrefixChange.filterUnder(paths.pathOf(field), prefix);
        return database.ask(
                "counting", () -> database.scanned(collection(field)).countDocuments(filter));
    }

    ChangeCount byPrefix(MediaField field, String from, String to) {
        checkPrefix("from", from);
        checkPrefix("to", to);
        PrefixChange change = new PrefixChange(from, to);
        if (change.isNothing()) {
            return ChangeCount.NONE;
        }
        if (field.equals(MediaField.FILEPATH) && change.changesItself()) {
            checkMediaType(new LinkChange(from, to));
        }
        return update(field, List.of(change));
    }

    List<Map<MediaField, ChangeCount>> byMap(List<LinkChange> changes, List<MediaField> fields) {
        if (fields.contains(MediaField.FILEPATH)) {
            changes.forEach(Relinks::checkMediaType);
        }
        List<List<LinkChange>> batches = LinkBatches.of(changes);
        Map<String, Map<MediaField, ChangeCount>> counts = new HashMap<>();
        for (MediaField field : fields) {
            FieldPath unused = paths.pathOf(field);
        }
        for (List<LinkChange> batch : batches) {
            for (MediaField field : fields) {
                byMap(batch, field)
                        .forEach((from, count) -> counts.computeIfAbsent(from, key -> new LinkedHashMap<>())
                                .put(field, count));
            }
        }
        return changes.stream()
                .map(change -> Map.copyOf(counts.getOrDefault(change.from(), Map.of())))
                .toList();
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
                            + ": FiftyOne goes by the end of a path, and a sample can't change its media type");
        }
    }

    private String collection(MediaField field) {
        return field.ofFrames() ? info.frames().orElseThrow() : info.samples();
    }

    /** How many documents have each of the old locations is looked up before: an update tells only a sum. */
    private Map<String, ChangeCount> byMap(List<LinkChange> batch, MediaField field) {
        MapChange change = new MapChange(batch);
        Map<String, Long> before = documents(field, change);
        Map<String, ChangeCount> counts = new HashMap<>();
        if (before.isEmpty()) {
            return counts;
        }
        // Of other fields there is no index: each piece would be a look at every document.
        boolean indexed = field.equals(MediaField.FILEPATH);
        ChangeCount sum = update(field, indexed ? MapChange.inPieces(batch) : List.of(change));
        long expected = before.values().stream().mapToLong(Long::longValue).sum();
        // Somebody else changed some meanwhile, or a document had several of them.
        Map<String, Long> after = sum.changed() == expected ? Map.of() : documents(field, change);
        before.forEach((from, documents) ->
                counts.put(from, new ChangeCount(documents, Math.max(0, documents - after.getOrDefault(from, 0L)))));
        return counts;
    }

    private Map<String, Long> documents(MediaField field, MapChange change) {
        FieldPath path = paths.pathOf(field);
        List<Document> pipeline = new ArrayList<>(List.of(new Document("$match", change.filter(path))));
        if (path.hasList()) {
            path.lists().forEach(list -> pipeline.add(new Document("$unwind", "$" + list)));
            Document wanted = new Document(path.dotted(), new Document("$in", change.froms()));
            pipeline.add(new Document("$match", wanted));
            Document once = new Document("text", "$" + path.dotted()).append("of", "$_id");
            pipeline.add(new Document("$group", new Document("_id", once)));
            pipeline.add(group("$_id.text"));
        } else {
            pipeline.add(group("$" + path.dotted()));
        }
        Map<String, Long> documents = new HashMap<>();
        database.ask(
                        "reading links",
                        () -> database.scanned(collection(field))
                                .aggregate(pipeline)
                                .into(new ArrayList<>()))
                .forEach(found -> documents.put(found.getString("_id"), Counted.of(found, "n")));
        return documents;
    }

    private static Document group(String by) {
        return new Document("$group", new Document("_id", by).append("n", new Document("$sum", 1)));
    }

    private ChangeCount update(MediaField field, List<TextChange> changes) {
        List<WriteModel<Document>> updates =
                changes.stream().map(change -> update(field, change)).toList();
        BulkWriteResult result = database.ask(
                "relinking " + field.text(),
                () -> database.scanned(collection(field)).bulkWrite(updates, UNORDERED));
        return new ChangeCount(result.getMatchedCount(), result.getModifiedCount());
    }

    private WriteModel<Document> update(MediaField field, TextChange change) {
        FieldPath path = paths.pathOf(field);
        Document set = path.rewriting(change);
        if (info.dates(field.ofFrames())) {
            set.append(DatasetInfo.LAST_MODIFIED, "$$NOW");
        }
        return new UpdateManyModel<>(change.filter(path), List.of(new Document("$set", set)));
    }
}
