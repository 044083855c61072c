package io.mediafn.azure;

import io.mediafn.event.EventJson;
import io.mediafn.event.UnknownEventException;
import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text that a queue or Event Grid brings: an event or an array of them, as JSON, or that in base64. */
final class EventGridMessages {
    private static final String EVENTS = "events";

    private EventGridMessages() {}

    /**
     * The events of a message; none of an empty array.
     *
     * @throws UnknownEventException if it is no event at all
     */
    static List<Map<String, Object>> read(String message) {
        String text = message.strip();
        String json = isJson(text) ? text : decoded(text);
        try {
            if (json.startsWith("[")) {
                Map<String, Object> wrapped = Json.readObject("{\"" + EVENTS + "\":" + json + "}");
                // What comes behind the array's end would be taken for fields beside it.
                if (wrapped.size() > 1) {
                    throw new UnknownEventException("a message with something behind its array");
                }
                return new EventJson(wrapped)
                        .list(EVENTS).stream().map(EventGridMessages::object).toList();
            }
            return List.of(Json.readObject(json));
        } catch (JsonException e) {
            throw new UnknownEventException("a message that is not JSON: " + e.getMessage());
        }
    }

    private static boolean isJson(String text) {
        return text.startsWith("{") || text.startsWith("[");
    }

    /**
     * Event Grid writes its messages in base64. The host could decode that, but then it would take a message that
     * somebody put there as plain text for a broken one; so host.json says {@code none}, and both are read here.
     */
    private static String decoded(String text) {
        try {
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(text)))
                    .toString()
                    .strip();
            if (isJson(json)) {
                return json;
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new UnknownEventException(
                    "a message of " + text.length() + " characters that is neither JSON nor base64 of it");
        }
        throw new UnknownEventException("a message that is base64, but not of JSON");
    }

    private static Map<String, Object> object(EventJson event) {
        if (!(event.node() instanceof Map<?, ?> fields)) {
            throw new UnknownEventException("an array with something else than events in it");
        }
        Map<String, Object> object = new LinkedHashMap<>();
        fields.forEach((name, value) -> object.put(String.valueOf(name), value));
        return object;
    }
}
