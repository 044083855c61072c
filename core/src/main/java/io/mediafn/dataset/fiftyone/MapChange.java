package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.LinkChange;
import java.util.List;
import org.bson.Document;

/**
 * Some texts become others, all at once: none is applied to the outcome of another. The server finds a text's place in
 * the list of the old ones and takes what stands there in the list of the new ones.
 */
final class MapChange implements TextChange {
    private final List<String> froms;
    private final List<String> tos;

    /** @param changes whose old texts are all different */
    MapChange(List<LinkChange> changes) {
        this.froms = changes.stream().map(LinkChange::from).toList();
        this.tos = changes.stream().map(LinkChange::to).toList();
    }

    List<String> froms() {
        return froms;
    }

    @Override
    public List<Document> conditions() {
        return List.of(new Document("$in", froms));
    }

    @Override
    public Document appliesTo(String reference) {
        return new Document("$in", List.of(reference, TextChange.literal(froms)));
    }

    @Override
    public Document value(String reference) {
        Document place = new Document("$indexOfArray", List.of(TextChange.literal(froms), reference));
        return new Document("$arrayElemAt", List.of(TextChange.literal(tos), place));
    }
}
