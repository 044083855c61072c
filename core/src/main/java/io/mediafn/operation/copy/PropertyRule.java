package io.mediafn.operation.copy;

import io.mediafn.storage.ObjectProperties;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where the properties of a copy come from. */
public enum PropertyRule {
    /** From the source, and its tags too. */
    COPY,
    /** From the request alone. */
    REPLACE,
    /** From the request, and where that is silent from the source; tags from the source. */
    MERGE;

    /** The name in requests. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The rule of that name.
     *
     * @throws IllegalArgumentException with the names that there are
     */
    public static PropertyRule of(String text) {
        return Arrays.stream(values())
                .filter(rule -> rule.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of: "
                        + Arrays.stream(values()).map(PropertyRule::text).collect(Collectors.joining(", "))));
    }

    /**
     * The properties of the copy. A storage class is never taken over: its names differ between services, and a class
     * for the archive would make the copy unreadable.
     */
    ObjectProperties apply(ObjectProperties source, ObjectProperties set) {
        return switch (this) {
            case COPY -> source.withStorageClass(java.util.Optional.empty());
            case REPLACE -> set;
            case MERGE -> set.over(source.withStorageClass(java.util.Optional.empty()));
        };
    }
}
