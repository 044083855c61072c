package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.types.ObjectId;

/** From what is wanted of a dataset to filters of its samples. */
final class SampleFilters {
    private SampleFilters() {}

    /** Everything but the ids, of which there may be too many for one query. */
    static Document of(
            DatasetInfo info, Selection selection, MediaField field, FieldPath path, boolean onlyWithoutMetadata) {
        List<Document> all = new ArrayList<>();
        if (!selection.tags().isEmpty()) {
            all.add(new Document("tags", new Document("$in", selection.tags())));
        }
        if (!selection.groupSlices().isEmpty()) {
            all.add(slices(info, selection.groupSlices()));
        }
        if (onlyWithoutMetadata) {
            // Equal to null is also what is not there.
            all.add(new Document("metadata", null));
        }
        if (!field.ofFrames() && !field.equals(MediaField.FILEPATH)) {
            all.add(present(path));
        }
        return and(all);
    }

    /** Documents that have a text there. */
    static Document present(FieldPath path) {
        return path.matching(new Document("$type", "string"));
    }

    /** All of some; an empty one is for every document. */
    static Document and(List<Document> filters) {
        List<Document> all =
                filters.stream().filter(filter -> !filter.isEmpty()).toList();
        return switch (all.size()) {
            case 0 -> new Document();
            case 1 -> all.getFirst();
            default -> new Document("$and", all);
        };
    }

    private static Document slices(DatasetInfo info, List<String> names) {
        String field = info.groupField()
                .orElseThrow(() -> new DatasetException(
                        Kind.INVALID, "the dataset '" + info.name() + "' has no groups, so no slices of them"));
        for (String name : names) {
            if (!info.slices().containsKey(name)) {
                throw new DatasetException(
                        Kind.INVALID,
                        "the dataset '" + info.name() + "' has no group slice '" + name + "'; there are "
                                + String.join(", ", new TreeSet<>(info.slices().keySet())));
            }
        }
        return new Document(field + ".name", new Document("$in", names));
    }

    /** @throws DatasetException INVALID if a text is no id */
    static List<ObjectId> ids(List<String> texts) {
        return texts.stream()
                .map(text -> {
                    if (!ObjectId.isValid(text)) {
                        throw new DatasetException(
                                Kind.INVALID, "'" + text + "' is no id of a sample, which has 24 hex digits");
                    }
                    return new ObjectId(text);
                })
                .distinct()
                .sorted()
                .toList();
    }
}
