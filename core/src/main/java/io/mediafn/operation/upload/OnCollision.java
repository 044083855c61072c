package io.mediafn.operation.upload;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What happens where two different sources would get one name. */
public enum OnCollision {
    /** Nothing is uploaded. */
    FAIL,
    /** The later ones get {@code -2}, {@code -3} and so on before their extension. */
    UNIQUE;

    /** The name in requests. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The rule of that name.
     *
     * @throws IllegalArgumentException with the names that there are
     */
    public static OnCollision of(String text) {
        return Arrays.stream(values())
                .filter(rule -> rule.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of: "
                        + Arrays.stream(values()).map(OnCollision::text).collect(Collectors.joining(", "))));
    }
}
