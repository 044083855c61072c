package io.mediafn.operation.relink;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a relink ended.
 *
 * @param next what a second call continues from, where something was left
 * @param more what there is to say beside the items: how to undo it, and where payloads are
 */
public record Ending(Optional<String> next, Map<String, Object> more) {
    public Ending {
        more = Map.copyOf(more);
    }

    static Ending done(Map<String, Object> more) {
        return new Ending(Optional.empty(), more);
    }

    Ending with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        all.put(name, value);
        return new Ending(next, all);
    }
}
