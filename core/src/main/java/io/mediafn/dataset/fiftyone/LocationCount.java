package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Selection;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Counts what {@link LocationCursor} would come to, at the server as far as it can. */
final class LocationCount {
    private final Database database;
    private final DatasetInfo info;

    LocationCount(Database database, DatasetInfo info) {
        this.database = database;
        this.info = info;
    }

    long count(Selection selection, MediaField field, FieldPath path, boolean onlyWithoutMetadata) {
        Document filter = SampleFilters.of(info, selection, field, path, onlyWithoutMetadata);
        boolean allFrames = field.ofFrames() && selection.isAll() && !onlyWithoutMetadata;
        if (field.ofFrames() && info.frames().isEmpty()) {
            return 0;
        }
        if (allFrames) {
            return texts(info.frames().get(), SampleFilters.present(path), path);
        }
        boolean simple = selection.ids().isEmpty() && selection.limit().isEmpty() && !field.ofFrames();
        return simple ? texts(info.samples(), filter, path) : byPages(selection, field, path, filter);
    }

    private long byPages(Selection selection, MediaField field, FieldPath path, Document filter) {
        SamplePages pages = new SamplePages(database, info.samples(), filter, selection, new Document("_id", 1));
        long count = 0;
        while (pages.hasNext()) {
            List<Document> page = pages.next();
            List<ObjectId> ids =
                    page.stream().map(sample -> sample.getObjectId("_id")).toList();
            if (field.ofFrames()) {
                Document ofThese = new Document("_sample_id", new Document("$in", ids));
                count += texts(
                        info.frames().orElseThrow(),
                        SampleFilters.and(List.of(ofThese, SampleFilters.present(path))),
                        path);
            } else {
                count += path.hasList()
                        ? texts(info.samples(), new Document("_id", new Document("$in", ids)), path)
                        : page.size();
            }
        }
        return count;
    }

    private long texts(String collection, Document filter, FieldPath path) {
        if (!path.hasList()) {
            return database.ask("counting", () -> database.scanned(collection).countDocuments(filter));
        }
        List<Document> pipeline = new ArrayList<>(List.of(new Document("$match", filter)));
        path.lists().forEach(list -> pipeline.add(new Document("$unwind", "$" + list)));
        pipeline.add(new Document("$match", new Document(path.dotted(), new Document("$type", "string"))));
        pipeline.add(new Document("$count", "n"));
        List<Document> counted = database.ask(
                "counting",
                () -> database.scanned(collection).aggregate(pipeline).into(new ArrayList<>()));
        return counted.isEmpty() ? 0 : Counted.of(counted.getFirst(), "n");
    }
}
