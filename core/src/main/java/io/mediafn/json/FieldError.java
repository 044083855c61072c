package io.mediafn.json;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is wrong with one field: the rule that it breaks and the value that broke it. */
public record FieldError(String field, String rule, String value) {
    private static final int LONGEST_VALUE = 200;

    public FieldError {
        value = value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("field", field);
        json.put("rule", rule);
        json.put("value", value);
        return json;
    }

    @Override
    public String toString() {
        return field + ": " + rule + " (is " + value + ")";
    }
}
