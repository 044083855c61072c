package io.mediafn.operation.migrate;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which samples are relinked where not everything can be copied. */
public enum MigrationPolicy {
    /** Those whose media are proven to be at the target, batch by batch. */
    VERIFIED_ONLY,
    /** None, unless all media are proven to be at the target. */
    ALL_OR_NOTHING;

    /** The name in requests, such as {@code verified_only}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The policy of that name.
     *
     * @throws IllegalArgumentException with the names that there are
     */
    public static MigrationPolicy of(String text) {
        return Arrays.stream(values())
                .filter(policy -> policy.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of: "
                        + Arrays.stream(values()).map(MigrationPolicy::text).collect(Collectors.joining(", "))));
    }
}
