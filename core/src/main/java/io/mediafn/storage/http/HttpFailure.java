package io.mediafn.storage.http;

import io.mediafn.storage.StorageException.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why an attempt came to nothing, before it is told of a location. */
final class HttpFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String reason;
    private final boolean again;
    private final Duration notBefore;

    private HttpFailure(Kind kind, String reason, boolean again, Duration notBefore, @Nullable Throwable cause) {
        super(reason, cause);
        this.kind = kind;
        this.reason = reason;
        this.again = again;
        this.notBefore = notBefore;
    }

    /** A failure that another attempt would only repeat. */
    static HttpFailure lasting(Kind kind, String reason) {
        return new HttpFailure(kind, reason, false, Duration.ZERO, null);
    }

    static HttpFailure lasting(Kind kind, String reason, Throwable cause) {
        return new HttpFailure(kind, reason, false, Duration.ZERO, cause);
    }

    /** A failure that may be over soon; {@code notBefore} is how long the server asks to be left alone. */
    static HttpFailure passing(Kind kind, String reason, Duration notBefore) {
        return new HttpFailure(kind, reason, true, notBefore, null);
    }

    static HttpFailure passing(String reason, Throwable cause) {
        return new HttpFailure(Kind.UNAVAILABLE, reason, true, Duration.ZERO, cause);
    }

    Kind kind() {
        return kind;
    }

    /** To stand behind a location; says nothing that a server wrote. */
    String reason() {
        return reason;
    }

    /** Whether trying again may help. */
    boolean again() {
        return again;
    }

    Duration notBefore() {
        return notBefore;
    }
}
