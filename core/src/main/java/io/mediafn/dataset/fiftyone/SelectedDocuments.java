package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Selection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * Filters of the documents that hold a field, which stand beside a change's own and together let each document of the
 * selected samples through once: one filter, or one for each page of ids, of which there may be too many for a query.
 */
final class SelectedDocuments implements Iterable<Document> {
    private final Database database;
    private final DatasetInfo info;
    private final Selection selection;
    private final boolean ofFrames;
    private final Document filter;

    /** @throws DatasetException INVALID if the selection has a limit or a beginning, or does not go with the dataset */
    SelectedDocuments(Database database, DatasetInfo info, Selection selection, MediaField field) {
        if (selection.limit().isPresent() || selection.after().isPresent()) {
            throw new DatasetException(
                    Kind.INVALID,
                    "a limit does not go with relinking: which samples would be the first is no property of a sample");
        }
        this.database = database;
        this.info = info;
        this.selection = selection;
        this.ofFrames = field.ofFrames();
        // As of file paths, which every sample has: whether this field is there, the change asks itself.
        this.filter =
                SampleFilters.of(info, selection, MediaField.FILEPATH, FieldPath.of(MediaField.FILEPATH.path()), false);
    }

    @Override
    public Iterator<Document> iterator() {
        if (ofFrames && !selection.isAll()) {
            return new OfPages();
        }
        List<ObjectId> ids = SampleFilters.ids(selection.ids());
        if (ids.isEmpty()) {
            return List.of(filter).iterator();
        }
        return IntStream.iterate(0, at -> at < ids.size(), at -> at + SamplePages.PAGE)
                .mapToObj(at -> ids.subList(at, Math.min(ids.size(), at + SamplePages.PAGE)))
                .map(page -> SampleFilters.and(List.of(new Document("_id", new Document("$in", page)), filter)))
                .iterator();
    }

    /** Frames know their sample's id alone, so the samples are read. */
    private final class OfPages implements Iterator<Document> {
        private final SamplePages pages =
                new SamplePages(database, info.samples(), filter, selection, new Document("_id", 1));

        @Override
        public boolean hasNext() {
            return pages.hasNext();
        }

        @Override
        public Document next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more samples");
            }
            List<ObjectId> ids = pages.next().stream()
                    .map(sample -> sample.getObjectId("_id"))
                    .toList();
            return new Document("_sample_id", new Document("$in", ids));
        }
    }
}
