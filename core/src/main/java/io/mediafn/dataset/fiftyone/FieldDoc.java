package io.mediafn.dataset.fiftyone;

import java.util.List;
import java.util.Optional;
import org.bson.Document;

/**
 * A field of a dataset's schema.
 *
 * @param name as users write it
 * @param key of the documents, which is another for fields of ids
 * @param type the path of its Python class, as are the next two
 * @param embeddedType of the documents in it, empty if there are none
 * @param elementType of a list, empty if it is none
 * @param fields of the documents in it, as far as they are declared
 */
record FieldDoc(String name, String key, String type, String embeddedType, String elementType, List<FieldDoc> fields) {
    private static final String FIELDS = "fiftyone.core.fields.";
    static final String STRING = FIELDS + "StringField";
    private static final String LIST = FIELDS + "ListField";
    private static final String EMBEDDED = FIELDS + "EmbeddedDocumentField";
    private static final String EMBEDDED_LIST = FIELDS + "EmbeddedDocumentListField";
    /** Deeper than any schema; a limit against one that is made to harm. */
    private static final int DEEPEST = 16;

    FieldDoc {
        fields = List.copyOf(fields);
    }

    /** The fields that stand in a list of a document. */
    static List<FieldDoc> listOf(Document document, String key) {
        return listOf(document, key, DEEPEST);
    }

    private static List<FieldDoc> listOf(Document document, String key, int depth) {
        if (depth == 0 || !(document.get(key) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(Document.class::isInstance)
                .map(Document.class::cast)
                .map(field -> of(field, depth - 1))
                .toList();
    }

    private static FieldDoc of(Document field, int depth) {
        String name = text(field, "name");
        String key = text(field, "db_field");
        return new FieldDoc(
                name,
                key.isEmpty() ? name : key,
                text(field, "ftype"),
                text(field, "embedded_doc_type"),
                text(field, "subfield"),
                listOf(field, "fields", depth));
    }

    private static String text(Document document, String key) {
        return document.get(key) instanceof String text ? text : "";
    }

    static Optional<FieldDoc> named(List<FieldDoc> fields, String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    boolean isString() {
        return type.equals(STRING);
    }

    boolean isListOfDocuments() {
        return type.equals(EMBEDDED_LIST) || (type.equals(LIST) && elementType.equals(EMBEDDED));
    }

    FieldPath.Step toStep() {
        return new FieldPath.Step(key, isListOfDocuments());
    }
}
