package io.mediafn.dataset.fiftyone;

import org.bson.Document;

/** Numbers of documents, which MongoDB gives as int32 or as int64, as they come out. */
final class Counted {
    private Counted() {}

    static long of(Document document, String key) {
        return document.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
