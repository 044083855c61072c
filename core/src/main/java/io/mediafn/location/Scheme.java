package io.mediafn.location;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of place that a {@link Location} can name. Every spelling of a scheme maps to one constant. */
public enum Scheme {
    /** Amazon S3 and what speaks its protocol. */
    S3("s3"),
    /** A folder of this machine; the bucket is empty and the key is an absolute path without its first slash. */
    FILE("file"),
    /** The memory of this process. */
    MEM("mem");

    private final String text;

    Scheme(String text) {
        this.text = text;
    }

    /** The canonical spelling, in lower case and without {@code ://}. */
    public String text() {
        return text;
    }

    static Optional<Scheme> of(String spelling) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.text.equals(spelling))
                .findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(scheme -> scheme.text + "://").collect(Collectors.joining(", "));
    }
}
