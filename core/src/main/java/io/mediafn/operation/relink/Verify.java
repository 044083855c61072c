package io.mediafn.operation.relink;

import java.util.Locale;

/** What has to be shown of a new location before anything links to it. */
public enum Verify {
    /** That it has the bytes that it should have. */
    CHECKSUM,
    /** That it has as many bytes as it should have. */
    SIZE;

    /** As requests spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The proof of a name.
     *
     * @throws IllegalArgumentException naming the ones that there are
     */
    public static Verify of(String text) {
        for (Verify verify : values()) {
            if (verify.text().equals(text)) {
                return verify;
            }
        }
        throw new IllegalArgumentException("checksum or size");
    }
}
