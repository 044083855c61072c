package io.mediafn.dataset.fiftyone;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.dataset.LinkChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class MapChangeTest {
    private static List<LinkChange> changes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new LinkChange("/old/" + i, "/new/" + i))
                .toList();
    }

    private static List<String> froms(List<TextChange> pieces) {
        return pieces.stream()
                .flatMap(piece -> piece.conditions().getFirst().getList("$in", String.class).stream())
                .toList();
    }

    @Test
    void changes_that_do_not_touch_each_other_come_in_pieces_each_once() {
        List<LinkChange> changes = changes(2 * TextLookup.MOST + 1);

        List<TextChange> pieces = MapChange.inPieces(changes);

        assertThat(pieces).hasSize(3);
        assertThat(froms(pieces))
                .containsExactlyElementsOf(
                        changes.stream().map(LinkChange::from).toList());
        assertThat(pieces.getLast().value("$x").toJson())
                .isEqualTo(TextLookup.of("$x", List.of("/old/100"), List.of("/new/100"))
                        .toJson());
    }

    @Test
    void a_chain_of_changes_stays_in_one_piece() {
        List<LinkChange> changes = new ArrayList<>(changes(2 * TextLookup.MOST));
        changes.add(new LinkChange("/new/0", "/newer/0"));

        List<TextChange> pieces = MapChange.inPieces(changes);

        assertThat(pieces).hasSize(1);
        assertThat(froms(pieces)).hasSize(changes.size());
    }

    @Test
    void a_path_with_a_dollar_sign_is_no_reference() {
        Document found = TextLookup.of("$filepath", List.of("$a"), List.of("$b"));

        assertThat(found.toJson()).contains("{\"$literal\": [\"$a\"]}").contains("{\"$literal\": [\"$b\"]}");
    }
}
