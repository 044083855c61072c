package io.mediafn.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NameCollisionsTest {
    @ParameterizedTest
    @CsvSource({
        "img.jpg, IMG.JPG",
        "Folder/a.jpg, folder/a.jpg",
        "i.jpg, I.jpg",
        "same, same",
        // Composed and decomposed, and both with another case.
        "caf\u00e9, cafe\u0301",
        "CAF\u00c9, cafe\u0301",
        "\u00c5ngstr\u00f6m, \u212bngstr\u00f6m",
        "\u03a3\u0399\u03a3, \u03c3\u03b9\u03c2",
        "stra\u00dfe, STRASSE",
        "\uff21.jpg, \uff41.jpg",
        "\ud801\udc00, \ud801\udc28"
    })
    void two_keys_that_a_disk_takes_for_one_are_found(String first, String second) {
        assertThat(both(first, second)).containsExactly(first);
        assertThat(both(second, first)).containsExactly(second);
    }

    @ParameterizedTest
    @CsvSource({"a.jpg, b.jpg", "a/b, ab", "caf\u00e9, cafe", "\u0131.jpg, i.jpg", "a b, ab", "\uff21, A"})
    void other_keys_are_not(String first, String second) {
        assertThat(both(first, second)).isEmpty();
        assertThat(both(second, first)).isEmpty();
    }

    @Test
    void the_first_of_many_is_named_and_others_are_kept_apart() {
        NameCollisions keys = new NameCollisions();
        assertThat(keys.add("A")).isEmpty();
        assertThat(keys.add("b")).isEmpty();
        assertThat(keys.add("a")).contains("A");
        assertThat(keys.add("A")).contains("A");
        assertThat(keys.add("B")).contains("b");
    }

    private static List<String> both(String first, String second) {
        NameCollisions keys = new NameCollisions();
        assertThat(keys.add(first)).isEmpty();
        return keys.add(second).stream().toList();
    }
}
