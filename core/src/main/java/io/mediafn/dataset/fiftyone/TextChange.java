package io.mediafn.dataset.fiftyone;

import java.util.List;
import org.bson.Document;

/** What becomes of some texts, in the words of queries and of pipelines. */
interface TextChange {
    /** Operators of the query language, each set of which matches some of the texts that are changed. */
    List<Document> conditions();

    /** An expression: whether the text that is referred to is changed. */
    Document appliesTo(String reference);

    /** An expression: what the text that is referred to becomes, if it is changed. */
    Document value(String reference);

    /** A filter for documents in which something is changed. */
    default Document filter(FieldPath path) {
        List<Document> any = conditions().stream().map(path::matching).toList();
        return any.size() == 1 ? any.getFirst() : new Document("$or", any);
    }

    /** A text that stands for itself, also where it has dollar signs. */
    static Document literal(Object value) {
        return new Document("$literal", value);
    }
}
