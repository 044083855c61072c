package io.mediafn.location;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of place that a {@link Location} can name. Every spelling of a scheme maps to one constant. */
public enum Scheme {
    /** Amazon S3 and what speaks its protocol. */
    S3("s3"),
    /** Google Cloud Storage. */
    GCS("gs", "google", "gcs"),
    /**
     * Azure Blob Storage; the bucket is a container. Written with the account's own host
     * ({@code https://ACCOUNT.blob.core.windows.net/CONTAINER/KEY}) it names the account, else that of the settings.
     */
    AZURE("az", "azure"),
    /** Any web server, read only; the bucket is its host, with its port, and the key is the path with its query. */
    HTTP("https", "http"),
    /** A folder of this machine; the bucket is empty and the key is an absolute path without its first slash. */
    FILE("file"),
    /** A folder that the settings give a name, which is the bucket. */
    FS("fs"),
    /** The memory of this process. */
    MEM("mem"),
    /** A name of its own for a service, from the settings; {@link Location#service()} is that name. */
    ALIAS("");

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
    private final List<String> others;

    Scheme(String text, String... others) {
        this.text = text;
        this.others = List.of(others);
    }

    /** The canonical spelling, in lower case and without {@code ://}; empty for an alias. */
    public String text() {
        return text;
    }

    static Optional<Scheme> of(String spelling) {
        return Arrays.stream(values())
                .filter(scheme -> scheme != ALIAS)
                .filter(scheme -> scheme.text.equals(spelling) || scheme.others.contains(spelling))
                .findFirst();
    }

    /** The schemes that need no settings, for messages. */
    public static String known() {
        return Arrays.stream(values())
                .filter(scheme -> scheme != ALIAS)
                .map(scheme -> scheme.text + "://")
                .collect(Collectors.joining(", "));
    }
}
