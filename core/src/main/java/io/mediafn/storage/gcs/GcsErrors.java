package io.mediafn.storage.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Translates what the client throws, and what the service answers to us. The one place that knows its codes. */
final class GcsErrors {
    static final int RANGE_NOT_SATISFIABLE = 416;

    private static final int DEEPEST_CAUSE = 10;
    /** So ends the text about a CRC32C or an MD5 that came with other bytes; there is no code for it. */
    private static final String OTHER_CHECKSUM = "match calculated";

    private GcsErrors() {}

    /**
     * The same failure in our words.
     *
     * @param requests how many were sent for it
     */
    static StorageException toStorageException(Location at, Throwable e, int requests) {
        Optional<StorageException> ours = find(e, StorageException.class);
        if (ours.isPresent()) {
            return ours.get();
        }
        Optional<GcsRefusal> refusal = refusal(e);
        String reason = refusal.map(Throwable::getMessage).orElseGet(() -> reason(e));
        return new StorageException(kind(e), at, reason, e, Math.max(1, requests));
    }

    /** What kind of failure it is, for who decides whether to try again. */
    static Kind kind(Throwable e) {
        Optional<StorageException> ours = find(e, StorageException.class);
        if (ours.isPresent()) {
            return ours.get().kind();
        }
        // Before the status: that of a token's service is no answer of Cloud Storage.
        Optional<Retryable> token = find(e, Retryable.class);
        if (token.isPresent()) {
            return token.get().isRetryable() ? Kind.UNAVAILABLE : Kind.DENIED;
        }
        Optional<GcsRefusal> refusal = refusal(e);
        if (refusal.isPresent()) {
            return kind(refusal.get());
        }
        if (find(e, NoCredentialsException.class).isPresent()) {
            return Kind.DENIED;
        }
        if (find(e, ContentException.class).isPresent()) {
            return Kind.INVALID;
        }
        // Without an answer it is the network, or the time limit, or something between that answers no JSON; and the
        // client falls over an answer that lacks what it takes for granted.
        return find(e, IOException.class).isPresent() || isNonsense(e) ? Kind.UNAVAILABLE : Kind.UNKNOWN;
    }

    private static boolean isNonsense(Throwable e) {
        return find(e, com.google.cloud.storage.StorageException.class).isPresent();
    }

    private static Optional<GcsRefusal> refusal(Throwable e) {
        return find(e, GcsRefusal.class)
                .or(() -> find(e, HttpResponseException.class)
                        .map(http -> GcsRefusal.of(
                                http.getStatusCode(),
                                Optional.ofNullable(http.getContent()).orElse(""))))
                .or(() -> find(e, com.google.cloud.storage.StorageException.class)
                        .filter(client -> client.getCode() > 0)
                        .map(client -> new GcsRefusal(
                                client.getCode(),
                                Optional.ofNullable(client.getReason()).orElse(""),
                                Optional.ofNullable(client.getMessage()).orElse(""))));
    }

    private static Kind kind(GcsRefusal refusal) {
        return switch (refusal.status()) {
            case 400 -> refusal.text().contains(OTHER_CHECKSUM) ? Kind.CORRUPT : Kind.INVALID;
            case 401 -> Kind.DENIED;
            case 403 -> refusal.reason().endsWith("ateLimitExceeded") ? Kind.THROTTLED : Kind.DENIED;
            case 404, 410 -> Kind.NOT_FOUND;
            case 412 -> Kind.PRECONDITION_FAILED;
            case 429 -> Kind.THROTTLED;
            // 409: another request changes the same thing at the moment.
            case 408, 409, 500, 502, 503, 504 -> Kind.UNAVAILABLE;
            case 405, 411, 413, 414, RANGE_NOT_SATISFIABLE -> Kind.INVALID;
            case 501 -> Kind.UNSUPPORTED;
            default -> Kind.UNKNOWN;
        };
    }

    /** The same 412 means another thing for each precondition. */
    static StorageException refusedWrite(Location to, WriteMode mode, StorageException e) {
        if (mode != WriteMode.CREATE_ONLY || e.kind() != Kind.PRECONDITION_FAILED) {
            return e;
        }
        String reason = e.requests() > 1
                ? "an object is already there, perhaps by a request of ours whose answer was lost"
                : "an object is already there";
        return new StorageException(Kind.ALREADY_EXISTS, to, reason, e, e.requests());
    }

    private static <T> Optional<T> find(Throwable e, Class<T> type) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    private static String reason(Throwable e) {
        if (isNonsense(e) && find(e, IOException.class).isEmpty()) {
            return "the answer makes no sense";
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
