package io.mediafn.dataset.fiftyone;

import com.mongodb.client.FindIterable;
import io.mediafn.dataset.Selection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * Documents of samples in the order of their ids, a page at a time. Each page is a query of its own that goes on behind
 * the last id, so that no cursor of the server's ends while somebody works on a page. For one thread.
 */
final class SamplePages implements Iterator<List<Document>> {
    static final int PAGE = 1000;

    private static final Document BY_ID = new Document("_id", 1);

    private final Database database;
    private final String collection;
    private final Document filter;
    private final Document fields;
    private final List<ObjectId> ids;
    private int nextId;
    private long left;
    private boolean over;
    private Optional<ObjectId> last;
    private List<Document> upcoming = List.of();

    SamplePages(Database database, String collection, Document filter, Selection selection, Document fields) {
        this.database = database;
        this.collection = collection;
        this.filter = filter;
        this.fields = fields;
        this.last = selection.after().map(id -> SampleFilters.ids(List.of(id)).getFirst());
        this.ids = SampleFilters.ids(selection.ids()).stream()
                .filter(id -> last.isEmpty() || id.compareTo(last.get()) > 0)
                .toList();
        this.over = ids.isEmpty() && !selection.ids().isEmpty();
        this.left = selection.limit().orElse(Long.MAX_VALUE);
    }

    @Override
    public boolean hasNext() {
        while (upcoming.isEmpty() && !over) {
            upcoming = ids.isEmpty() ? following() : ofSomeIds();
            left -= upcoming.size();
            over = over || left == 0;
        }
        return !upcoming.isEmpty();
    }

    @Override
    public List<Document> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more samples");
        }
        List<Document> page = upcoming;
        upcoming = List.of();
        return page;
    }

    private List<Document> following() {
        int most = (int) Math.min(PAGE, left);
        List<Document> all = new ArrayList<>(List.of(filter));
        last.ifPresent(id -> all.add(new Document("_id", new Document("$gt", id))));
        List<Document> page = query(SampleFilters.and(all), most);
        over = page.size() < most;
        last = page.isEmpty() ? last : Optional.of(page.getLast().getObjectId("_id"));
        return page;
    }

    private List<Document> ofSomeIds() {
        List<ObjectId> some = ids.subList(nextId, Math.min(ids.size(), nextId + PAGE));
        nextId += some.size();
        over = nextId == ids.size();
        Document ofThese = new Document("_id", new Document("$in", some));
        return query(SampleFilters.and(List.of(filter, ofThese)), (int) Math.min(PAGE, left));
    }

    private List<Document> query(Document wanted, int most) {
        FindIterable<Document> found = database.scanned(collection)
                .find(wanted)
                .projection(fields)
                .sort(BY_ID)
                .hint(BY_ID)
                .limit(most)
                .batchSize(most);
        return database.ask("reading samples", () -> found.into(new ArrayList<>()));
    }
}
