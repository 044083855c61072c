package io.mediafn.operation.copy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    FAIL,
    /**
     * What is there, and is not proven to be the same content, is an error; both are read where nothing less proves it.
     * For operations on datasets, whose samples link to what is there; no word of requests.
     */
    FAIL_IF_CHECKSUM_DIFFERS;

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
        return ofRequests()
                .filter(rule -> rule.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "one of: " + ofRequests().map(Overwrite::text).collect(Collectors.joining(", "))));
    }

    private static Stream<Overwrite> ofRequests() {
        return Arrays.stream(values()).filter(rule -> rule != FAIL_IF_CHECKSUM_DIFFERS);
    }
}
