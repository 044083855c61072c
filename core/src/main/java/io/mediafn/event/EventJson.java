package io.mediafn.event;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks into the JSON of an event; what is not there, or of another type, is named in the error.
 *
 * @param path of the node, for messages
 */
public record EventJson(@Nullable Object node, String path) {
    public EventJson(@Nullable Object node) {
        this(node, "");
    }

    public EventJson at(String field) {
        if (!(node instanceof Map<?, ?> object) || object.get(field) == null) {
            throw new UnknownEventException("an event without " + path + field);
        }
        return new EventJson(object.get(field), path + field + ".");
    }

    public String text(String field) {
        if (!(at(field).node() instanceof String text) || text.isEmpty()) {
            throw new UnknownEventException("an event whose " + path + field + " is no text");
        }
        return text;
    }

    public List<EventJson> list(String field) {
        EventJson value = at(field);
        if (!(value.node() instanceof List<?> elements)) {
            throw new UnknownEventException("an event whose " + path + field + " is no list");
        }
        return elements.stream()
                .map(element -> new EventJson(element, value.path()))
                .toList();
    }

    public Optional<String> optionalText(String field) {
        return node instanceof Map<?, ?> object && object.get(field) instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }
}
