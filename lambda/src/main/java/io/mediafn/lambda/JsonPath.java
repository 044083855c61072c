package io.mediafn.lambda;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks into an event; what is not there, or of another type, is named in the error. */
record JsonPath(@Nullable Object node, String path) {
    JsonPath(@Nullable Object node) {
        this(node, "");
    }

    JsonPath at(String field) {
        if (!(node instanceof Map<?, ?> object) || object.get(field) == null) {
            throw new UnknownEventException("an event without " + path + field);
        }
        return new JsonPath(object.get(field), path + field + ".");
    }

    String text(String field) {
        if (!(at(field).node() instanceof String text) || text.isEmpty()) {
            throw new UnknownEventException("an event whose " + path + field + " is no text");
        }
        return text;
    }

    List<JsonPath> list(String field) {
        JsonPath value = at(field);
        if (!(value.node() instanceof List<?> elements)) {
            throw new UnknownEventException("an event whose " + path + field + " is no list");
        }
        return elements.stream()
                .map(element -> new JsonPath(element, value.path()))
                .toList();
    }

    Optional<String> optionalText(String field) {
        return node instanceof Map<?, ?> object && object.get(field) instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }
}
