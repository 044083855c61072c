package io.mediafn.operation.copy;

import java.util.Locale;

/** On which way the bytes go. */
public enum Method {
    /** Inside the service. */
    SERVER_SIDE,
    /** The target's service fetches them from a signed URL. */
    FROM_URL,
    /** Through this process. */
    STREAM;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
