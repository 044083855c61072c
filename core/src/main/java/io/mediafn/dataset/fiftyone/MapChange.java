package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.LinkChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * Some texts become others, all at once: none is applied to the outcome of another.
 */
final class MapChange implements TextChange {
    private final List<String> froms;
    private final List<String> tos;

    /** @param changes whose old texts are all different */
    MapChange(List<LinkChange> changes) {
        this.froms = changes.stream().map(LinkChange::from).toList();
        this.tos = changes.stream().map(LinkChange::to).toList();
    }

    /**
     * The same in changes of fewer texts, which take the server less time; only this one, if some text is an old one and
     * a new one, and so all have to be changed at once.
     */
    static List<TextChange> inPieces(List<LinkChange> changes) {
        Set<String> froms = changes.stream().map(LinkChange::from).collect(Collectors.toSet());
        if (changes.stream().anyMatch(change -> froms.contains(change.to()))) {
            return List.of(new MapChange(changes));
        }
        List<TextChange> pieces = new ArrayList<>();
        for (int start = 0; start < changes.size(); start += TextLookup.MOST) {
            pieces.add(new MapChange(changes.subList(start, Math.min(changes.size(), start + TextLookup.MOST))));
        }
        return pieces;
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
        return TextLookup.of(reference, froms, tos);
    }
}
