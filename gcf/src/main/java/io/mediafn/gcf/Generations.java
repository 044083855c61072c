package io.mediafn.gcf;

import io.mediafn.event.EventJson;
import io.mediafn.event.UnknownEventException;
import java.util.regex.Pattern;

/**
 * Generations order what happened to one name: they grow with each new object of it. They stay decimal, with zeros before
 * them up to the most digits that an int64 has: their texts are then in the order of their numbers.
 */
final class Generations {
    private static final int MOST_DIGITS = 19;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1," + MOST_DIGITS + "}");

    private Generations() {}

    /** An int64 is a text in JSON of the API, and a number in some of the documented examples. */
    static String of(EventJson json, String field) {
        Object value = json.at(field).node();
        String text = value instanceof String || value instanceof Long || value instanceof Integer
                ? String.valueOf(value)
                : "";
        if (!DIGITS.matcher(text).matches()) {
            throw new UnknownEventException("an event whose " + json.path() + field + " is no generation: " + value);
        }
        return "0".repeat(MOST_DIGITS - text.length()) + text;
    }
}
