package io.mediafn.azure;

import io.mediafn.event.EventJson;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import java.util.Optional;

/** What the host tells of a blob that it triggers a function with: "Blob trigger, metadata" of its documentation. */
final class BlobTriggers {
    private static final String URI = "uri";

    private BlobTriggers() {}

    /**
     * The event of a blob that was created or written anew; the host tells of nothing else, and neither of their order.
     *
     * @param uri its URL, which names the account; the worker hands it on as JSON, in quotes
     * @param path its container and name, with a slash between them, as they are
     * @throws UnknownEventException if it can't be told which blob is meant
     */
    static ObjectEvent event(String uri, String path) {
        return new ObjectEvent(
                BlobUrls.location(uri.startsWith("\"") ? unquoted(uri) : uri, path),
                ObjectEvent.Type.CREATED,
                "",
                Optional.empty());
    }

    private static String unquoted(String json) {
        try {
            return new EventJson(Json.readObject("{\"" + URI + "\":" + json + "}")).text(URI);
        } catch (JsonException e) {
            throw new UnknownEventException("a blob whose URL is " + json);
        }
    }
}
