package io.mediafn.media.read;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a value is absent, or not what it seems.
 *
 * @param field its name in the record
 * @param reason for people
 */
public record Problem(String field, String reason) {
    /** A row of {@code problems}. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("field", field);
        json.put("reason", reason);
        return json;
    }
}
