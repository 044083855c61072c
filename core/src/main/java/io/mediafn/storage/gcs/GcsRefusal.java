package io.mediafn.storage.gcs;

import com.google.api.client.http.HttpResponse;
import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Cloud Storage says when it does not do what it was asked for, as the client's exceptions have it too, but without
 * the URL: that of an upload's session lets anybody write.
 */
final class GcsRefusal extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_TEXT = 300;

    private final int status;
    private final String reason;
    private final String text;

    GcsRefusal(int status, String reason, String text) {
        super("Cloud Storage answered " + status + (reason.isEmpty() ? "" : " " + reason)
                + (text.isEmpty() ? "" : ": " + text));
        this.status = status;
        this.reason = reason;
        this.text = text;
    }

    /** Reads an answer that is an error, and ends it. */
    static GcsRefusal of(HttpResponse response) throws IOException {
        return of(response.getStatusCode(), new String(GcsAnswers.bytes(response), StandardCharsets.UTF_8));
    }

    static GcsRefusal of(int status, String body) {
        try {
            if (Json.readObject(body).get("error") instanceof Map<?, ?> error) {
                return new GcsRefusal(status, reason(error), text(error.get("message")));
            }
        } catch (JsonException e) {
            // Not every error comes from the API itself: what stands before it answers with plain text, or a page.
        }
        boolean page = body.stripLeading().startsWith("<");
        return new GcsRefusal(status, "", page ? "" : text(body));
    }

    private static String reason(Map<?, ?> error) {
        return error.get("errors") instanceof List<?> errors
                        && !errors.isEmpty()
                        && errors.getFirst() instanceof Map<?, ?> first
                ? text(first.get("reason"))
                : "";
    }

    private static String text(@Nullable Object value) {
        String text =
                Optional.ofNullable(value).map(Object::toString).orElse("").strip();
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    int status() {
        return status;
    }

    /** The API's own word for it, such as {@code conditionNotMet}; empty where there is none. */
    String reason() {
        return reason;
    }

    String text() {
        return text;
    }
}
