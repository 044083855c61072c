package io.mediafn.dataset.fiftyone;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Documents of the frames of some samples, in the order of samples and frames, a page at a time. For one thread. */
final class FramePages implements Iterator<List<Document>> {
    private static final Document IN_ORDER = new Document("_sample_id", 1).append("frame_number", 1);

    private final Database database;
    private final String collection;
    private final Document filter;
    private final Document fields;
    private Optional<Document> last = Optional.empty();
    private boolean over;
    private List<Document> upcoming = List.of();

    FramePages(Database database, String collection, List<ObjectId> samples, FieldPath path) {
        this.database = database;
        this.collection = collection;
        this.filter = SampleFilters.and(
                List.of(new Document("_sample_id", new Document("$in", samples)), SampleFilters.present(path)));
        this.fields = new Document("_sample_id", 1).append("frame_number", 1).append(path.dotted(), 1);
    }

    @Override
    public boolean hasNext() {
        if (upcoming.isEmpty() && !over) {
            upcoming = following();
            over = upcoming.size() < SamplePages.PAGE;
            last = upcoming.isEmpty() ? last : Optional.of(upcoming.getLast());
        }
        return !upcoming.isEmpty();
    }

    @Override
    public List<Document> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more frames");
        }
        List<Document> page = upcoming;
        upcoming = List.of();
        return page;
    }

    private List<Document> following() {
        Document wanted = last.map(frame -> SampleFilters.and(List.of(filter, behind(frame))))
                .orElse(filter);
        return database.ask(
                "reading frames",
                () -> database.scanned(collection)
                        .find(wanted)
                        .projection(fields)
                        .sort(IN_ORDER)
                        .limit(SamplePages.PAGE)
                        .batchSize(SamplePages.PAGE)
                        .into(new ArrayList<>()));
    }

    private static Document behind(Document frame) {
        Object sample = frame.get("_sample_id");
        return new Document(
                "$or",
                List.of(
                        new Document("_sample_id", new Document("$gt", sample)),
                        new Document("_sample_id", sample)
                                .append("frame_number", new Document("$gt", frame.get("frame_number")))));
    }
}
