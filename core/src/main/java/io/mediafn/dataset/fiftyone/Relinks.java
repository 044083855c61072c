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
import io.mediafn.dataset.Selection;
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

    long countUnder(MediaField field, String prefix, Selection selection) {
        checkPrefix("prefix", prefix);
        return count(field, PrefixChange.filterUnder(paths.pathOf(field), prefix), selection);
    }

    /** How many documents {@link #byPrefix} would change. */
    long countByPrefix(MediaField field, String from, String to, Selection selection) {
        PrefixChange change = change(field, from, to);
        return change.isNothing() ? 0 : count(field, change.filter(paths.pathOf(field)), selection);
    }

    ChangeCount byPrefix(MediaField field, String from, String to, Selection selection) {
        PrefixChange change = change(field, from, to);
        return change.isNothing() ? ChangeCount.NONE : update(field, List.of(change), selected(field, selection));
    }

    private static PrefixChange change(MediaField field, String from, String to) {
        checkPrefix("from", from);
        checkPrefix("to", to);
        PrefixChange change = new PrefixChange(from, to);
        if (field.equals(MediaField.FILEPATH) && change.changesItself()) {
            checkMediaType(new LinkChange(from, to));
        }
        return change;
    }

    private long count(MediaField field, Document filter, Selection selection) {
        long count = 0;
        for (Document selected : selected(field, selection)) {
            Document both = SampleFilters.and(List.of(filter, selected));
            count += database.ask(
                    "counting", () -> database.scanned(collection(field)).countDocuments(both));
        }
        return count;
    }

    private Iterable<Document> selected(MediaField field, Selection selection) {
        return new SelectedDocuments(database, info, selection, field);
    }

    /** How many documents have each of some texts. */
    Map<String, Long> countAt(MediaField field, List<String> texts, Selection selection) {
        Map<String, Long> counts = new HashMap<>();
        if (!texts.isEmpty()) {
            for (Document selected : selected(field, selection)) {
                documents(field, texts, selected).forEach((text, more) -> counts.merge(text, more, Long::sum));
            }
        }
        return counts;
    }

    List<Map<MediaField, ChangeCount>> byMap(List<LinkChange> changes, List<MediaField> fields, Selection selection) {
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
                byMap(batch, field, selection)
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
    private Map<String, ChangeCount> byMap(List<LinkChange> batch, MediaField field, Selection selection) {
        MapChange change = new MapChange(batch);
        Map<String, Long> before = countAt(field, change.froms(), selection);
        Map<String, ChangeCount> counts = new HashMap<>();
        if (before.isEmpty()) {
            return counts;
        }
        // Of other fields there is no index: each piece would be a look at every document.
        boolean indexed = field.equals(MediaField.FILEPATH);
        List<TextChange> pieces = indexed ? MapChange.inPieces(batch) : List.of(change);
        ChangeCount sum = update(field, pieces, selected(field, selection));
        long expected = before.values().stream().mapToLong(Long::longValue).sum();
        // Somebody else changed some meanwhile, or a document had several of them.
        Map<String, Long> after = sum.changed() == expected ? Map.of() : countAt(field, change.froms(), selection);
        before.forEach((from, documents) ->
                counts.put(from, new ChangeCount(documents, Math.max(0, documents - after.getOrDefault(from, 0L)))));
        return counts;
    }

    private Map<String, Long> documents(MediaField field, List<String> texts, Document selected) {
        FieldPath path = paths.pathOf(field);
        Document any = new Document("$in", texts);
        Document filter = SampleFilters.and(List.of(path.matching(any), selected));
        List<Document> pipeline = new ArrayList<>(List.of(new Document("$match", filter)));
        if (path.hasList()) {
            path.lists().forEach(list -> pipeline.add(new Document("$unwind", "$" + list)));
            pipeline.add(new Document("$match", new Document(path.dotted(), any)));
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

    private ChangeCount update(MediaField field, List<TextChange> changes, Iterable<Document> selected) {
        ChangeCount sum = ChangeCount.NONE;
        for (Document some : selected) {
            List<WriteModel<Document>> updates =
                    changes.stream().map(change -> update(field, change, some)).toList();
            BulkWriteResult result = database.ask(
                    "relinking " + field.text(),
                    () -> database.scanned(collection(field)).bulkWrite(updates, UNORDERED));
            sum = sum.plus(new ChangeCount(result.getMatchedCount(), result.getModifiedCount()));
        }
        return sum;
    }

    private WriteModel<Document> update(MediaField field, TextChange change, Document selected) {
        FieldPath path = paths.pathOf(field);
        Document set = path.rewriting(change);
        if (info.dates(field.ofFrames())) {
            set.append(DatasetInfo.LAST_MODIFIED, "$$NOW");
        }
        Document filter = SampleFilters.and(List.of(change.filter(path), selected));
        return new UpdateManyModel<>(filter, List.of(new Document("$set", set)));
    }
}
