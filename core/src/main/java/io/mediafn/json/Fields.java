package io.mediafn.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the fields of a request and collects what is wrong with them, so that a caller learns everything at once. A
 * field that nobody read is unknown, and an error. Belongs to one thread.
 */
public final class Fields {
    /** What a caller is told of at once. A request of some megabytes could break rules a million times. */
    public static final int MOST_ERRORS = 100;

    private final Map<String, Object> object;
    private final Set<String> known = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    public Fields(Map<String, Object> object) {
        this.object = object;
    }

    /** Whether the field is there and not null. */
    public boolean has(String field) {
        known.add(field);
        return object.get(field) != null;
    }

    public boolean bool(String field, boolean byDefault) {
        if (!has(field)) {
            return byDefault;
        }
        if (object.get(field) instanceof Boolean value) {
            return value;
        }
        reject(field, "true or false");
        return byDefault;
    }

    public Optional<String> string(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        if (object.get(field) instanceof String value) {
            return Optional.of(value);
        }
        reject(field, "a string");
        return Optional.empty();
    }

    /** A whole number of 1 or more. */
    public Optional<Long> positive(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        if (object.get(field) instanceof Number value
                && value.doubleValue() == value.longValue()
                && value.longValue() > 0) {
            return Optional.of(value.longValue());
        }
        reject(field, "a whole number of 1 or more");
        return Optional.empty();
    }

    /** A string, or the text of true or false, where FiftyOne takes either. */
    public Optional<String> boolOrString(String field) {
        return has(field) && object.get(field) instanceof Boolean value ? Optional.of(value.toString()) : string(field);
    }

    /** A string that a parser takes; what the parser throws for bad input becomes the rule. */
    public <T> Optional<T> parsed(String field, Function<String, T> parser) {
        return string(field).flatMap(text -> parse(field, text, parser));
    }

    /** A list of strings, each taken by a parser. */
    public <T> List<T> parsedList(String field, Function<String, T> parser) {
        if (!has(field)) {
            return List.of();
        }
        if (!(object.get(field) instanceof List<?> values)) {
            reject(field, "a list of strings");
            return List.of();
        }
        List<T> parsed = new ArrayList<>(values.size());
        for (int i = 0; i < values.size() && !isFull(); i++) {
            String element = field + "[" + i + "]";
            if (values.get(i) instanceof String text) {
                parse(element, text, parser).ifPresent(parsed::add);
            } else {
                reject(element, "a string", String.valueOf(values.get(i)));
            }
        }
        return parsed;
    }

    /** An object, whose fields the caller reads; empty where it is absent. */
    public Fields object(String field) {
        if (has(field) && object.get(field) instanceof Map<?, ?> inner) {
            return new Fields(copy(inner));
        }
        if (has(field)) {
            reject(field, "an object");
        }
        return new Fields(Map.of());
    }

    /** A list of objects, whose fields the caller reads and verifies; empty where it is absent. */
    public List<Fields> objects(String field) {
        if (!has(field)) {
            return List.of();
        }
        if (!(object.get(field) instanceof List<?> values)) {
            reject(field, "a list of objects");
            return List.of();
        }
        List<Fields> objects = new ArrayList<>(values.size());
        for (int i = 0; i < values.size() && !isFull(); i++) {
            if (values.get(i) instanceof Map<?, ?> inner) {
                objects.add(new Fields(copy(inner)));
            } else {
                reject(field + "[" + i + "]", "an object", String.valueOf(values.get(i)));
            }
        }
        return objects;
    }

    /** The fields that are there, by their names, in their order; which of them are known is not asked. */
    public List<String> names() {
        return List.copyOf(object.keySet());
    }

    /** The whole object, for whoever reads its fields; they count as known. */
    public Map<String, Object> asMap() {
        known.addAll(object.keySet());
        return Collections.unmodifiableMap(new LinkedHashMap<>(object));
    }

    private static Map<String, Object> copy(Map<?, ?> inner) {
        Map<String, Object> copy = new LinkedHashMap<>();
        inner.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }

    /** The strings of an object of strings; empty where it is absent. */
    public Map<String, String> strings(String field) {
        Map<String, String> strings = new LinkedHashMap<>();
        object(field).object.forEach((name, value) -> {
            if (value instanceof String text) {
                strings.put(name, text);
            } else {
                reject(field, "an object of strings", name + " is " + value);
            }
        });
        return strings;
    }

    /** Verifies the fields of an object, whose errors become those of this one. */
    public void verify(String field, Fields inner) {
        try {
            inner.verify();
        } catch (InvalidFieldsException e) {
            e.errors().forEach(error -> reject(field + "." + error.field(), error.rule(), error.value()));
        }
    }

    /** What a parser makes of a text; what it throws for bad input becomes the rule. */
    public <T> Optional<T> parse(String field, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            reject(field, String.valueOf(e.getMessage()), text);
            return Optional.empty();
        }
    }

    /** Records that a field breaks a rule. */
    public void reject(String field, String rule) {
        reject(field, rule, object.containsKey(field) ? String.valueOf(object.get(field)) : "absent");
    }

    /** Likewise, with other words for the value. */
    public void reject(String field, String rule, String value) {
        if (!isFull()) {
            errors.add(new FieldError(field, rule, value));
        }
    }

    private boolean isFull() {
        return errors.size() >= MOST_ERRORS;
    }

    /**
     * To be called when every field has been read.
     *
     * @throws InvalidFieldsException if any was rejected, or is unknown
     */
    public void verify() {
        for (String field : object.keySet()) {
            if (!known.contains(field) && !isFull()) {
                reject(
                        field,
                        "an unknown field; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidFieldsException(errors);
        }
    }
}
