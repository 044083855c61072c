package io.mediafn.operation.relink;

import java.util.Locale;

/** What becomes of a map of which not everything verifies. */
public enum Policy {
    /** What verifies is relinked, and the rest is not. */
    VERIFIED_ONLY,
    /** Nothing is relinked. */
    ALL_OR_NOTHING;

    /** As requests spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The policy of a name.
     *
     * @throws IllegalArgumentException naming the ones that there are
     */
    public static Policy of(String text) {
        for (Policy policy : values()) {
            if (policy.text().equals(text)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("verified_only or all_or_nothing");
    }
}
