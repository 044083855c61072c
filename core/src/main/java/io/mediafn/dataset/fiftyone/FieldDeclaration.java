package io.mediafn.dataset.fiftyone;

import com.mongodb.client.model.Filters;
import com.mongodb.client.result.UpdateResult;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.Document;

/** Declares a field of texts, which the App then offers as media. */
final class FieldDeclaration {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,99}");
    /** What FiftyOne keeps for itself, in some datasets or in all. */
    private static final Set<String> RESERVED = Set.of("frames", "groups", "id");

    private FieldDeclaration() {}

    /** @throws DatasetException INVALID if it is there with another type, or can be no field */
    static void declare(Database database, DatasetInfo info, String name, Date now) {
        if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
            throw new DatasetException(
                    Kind.INVALID,
                    "a field's name has 1 to 100 letters, digits and underscores, with a letter in front, and is not one"
                            + " of FiftyOne's own; it is '" + name + "'");
        }
        Optional<FieldDoc> existing = FieldDoc.named(info.sampleFields(), name);
        if (existing.isPresent() && !existing.get().isString()) {
            throw new DatasetException(
                    Kind.INVALID,
                    "the field '" + name + "' is there already, as a "
                            + existing.get().type());
        }
        String what = "declaring the field " + name;
        if (existing.isEmpty()) {
            // Two who declare it at once push it once.
            Document change = new Document("$push", new Document("sample_fields", field(info, name, now)));
            if (info.dates(false)) {
                change.append("$set", new Document(DatasetInfo.LAST_MODIFIED, now));
            }
            UpdateResult unused = database.ask(
                    what,
                    () -> database.collection("datasets")
                            .updateOne(
                                    Filters.and(Filters.eq("_id", info.id()), Filters.ne("sample_fields.name", name)),
                                    change));
        }
        if (!info.mediaFields().contains(name)) {
            // The first one is the default, which it would no longer have.
            Document names = new Document("$each", List.of("filepath", name));
            UpdateResult unused = database.ask(
                    what,
                    () -> database.collection("datasets")
                            .updateOne(
                                    Filters.eq("_id", info.id()),
                                    new Document("$addToSet", new Document("app_config.media_fields", names))));
        }
    }

    /** As FiftyOne's client writes it; before 1.0 it knew nothing of the last two. */
    private static Document field(DatasetInfo info, String name, Date now) {
        Document field = new Document("name", name)
                .append("ftype", FieldDoc.STRING)
                .append("embedded_doc_type", null)
                .append("subfield", null)
                .append("fields", List.of())
                .append("db_field", name)
                .append("description", null)
                .append("info", null);
        return info.dates(false) ? field.append("read_only", false).append("created_at", now) : field;
    }
}
