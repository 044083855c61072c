package io.mediafn.dataset.fiftyone;

import java.util.List;
import org.bson.Document;

/** An expression that finds a text's place in one list and takes what stands there in another. */
final class TextLookup {
    /**
     * The most texts of one list where there is a choice. In an update the server looks through the list for each
     * document: with a thousand texts that is most of its work, and with fewer than some dozens the updates are.
     */
    static final int MOST = 50;

    private TextLookup() {}

    /**
     * What belongs to a text that is in the list.
     *
     * @param reference to the text
     * @param texts all different
     * @param values one for each text
     */
    static Document of(String reference, List<String> texts, List<?> values) {
        Document place = new Document("$indexOfArray", List.of(TextChange.literal(texts), reference));
        return new Document("$arrayElemAt", List.of(TextChange.literal(values), place));
    }
}
