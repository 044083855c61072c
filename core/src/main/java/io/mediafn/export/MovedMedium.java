package io.mediafn.export;

import java.util.Map;

/**
 * A medium that lies elsewhere now, as a labelling tool has to be told.
 *
 * @param from where it lay, as it was registered
 * @param to where it lies, as it should be registered
 * @param ids what the tool calls it, by the names in {@link PayloadFormat}
 */
public record MovedMedium(String from, String to, Map<String, String> ids) {
    public MovedMedium {
        ids = Map.copyOf(ids);
    }
}
