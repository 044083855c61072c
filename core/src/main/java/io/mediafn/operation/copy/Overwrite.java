package io.mediafn.operation.copy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What to do where an object already stands at the target. Decided by looking, enforced by the write's precondition. */
public enum Overwrite {
    /** Leave what is there. */
    NEVER,
    /** Replace whatever is there. */
    ALWAYS,
    IF_SIZE_DIFFERS,
    /** Replace what is not known to be the same content; what is the same is left, which makes a second run free. */
    IF_CHECKSUM_DIFFERS,
    /** Replace what was last modified before the source was. */
    IF_NEWER,
    /** What is there is an error. */
    FAIL;

    /** The name in requests, such as {@code if_newer}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The rule of that name.
     *
     * @throws IllegalArgumentException with the names that there are
     */
    public static Overwrite of(String text) {
        return Arrays.stream(values())
                .filter(rule -> rule.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of: "
                        + Arrays.stream(values()).map(Overwrite::text).collect(Collectors.joining(", "))));
    }
}
