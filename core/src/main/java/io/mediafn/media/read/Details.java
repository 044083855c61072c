package io.mediafn.media.read;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a file tells beyond what FiftyOne stores, by the names that users see; only what is known, in the order in which
 * it was put. Belongs to one thread until it is turned into a map.
 */
public final class Details {
    private final Map<String, Object> values = new LinkedHashMap<>();

    public Details put(String name, String value) {
        return set(name, value);
    }

    public Details put(String name, long value) {
        return value == (int) value ? set(name, (int) value) : set(name, value);
    }

    /** A number that is no number (infinite, or not one) is not put. */
    public Details put(String name, double value) {
        return Double.isFinite(value) ? set(name, value) : this;
    }

    public Details put(String name, boolean value) {
        return set(name, value);
    }

    /** A group of details; nothing if it is empty. */
    public Details put(String name, Details group) {
        return group.values.isEmpty() ? this : set(name, group.toMap());
    }

    /** Lists and maps that are JSON already. */
    public Details putJson(String name, Object json) {
        return set(name, json);
    }

    /** Text without control characters and blanks around it; nothing if none is left. */
    public Details putText(String name, String value) {
        String text = value.replaceAll("\\p{Cntrl}", " ").strip();
        return text.isEmpty() ? this : set(name, text);
    }

    /** {@link #putText} into a group, which is made if there is none. */
    public Details putText(String group, String name, String value) {
        Map<String, Object> inner = new LinkedHashMap<>();
        if (values.get(group) instanceof Map<?, ?> known) {
            known.forEach((key, old) -> inner.put(String.valueOf(key), old));
        }
        inner.putAll(new Details().putText(name, value).values);
        return inner.isEmpty() ? this : set(group, Collections.unmodifiableMap(inner));
    }

    public Details putAll(Details others) {
        values.putAll(others.values);
        return this;
    }

    private Details set(String name, Object value) {
        values.put(name, value);
        return this;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A copy that cannot be changed. */
    public Map<String, Object> toMap() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
