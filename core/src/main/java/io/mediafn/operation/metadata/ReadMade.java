package io.mediafn.operation.metadata;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A ranged read of an object.
 *
 * @param offset from its start, in bytes
 * @param length that came, or that was opened as a stream
 * @param why what was looked for
 */
public record ReadMade(long offset, long length, String why) {
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("offset", offset);
        json.put("length", length);
        json.put("why", why);
        return json;
    }
}
