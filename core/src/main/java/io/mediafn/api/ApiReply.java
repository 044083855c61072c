package io.mediafn.api;

import io.mediafn.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to a request. Immutable.
 *
 * @param headers in the order of their names
 * @param body JSON, to be sent in UTF-8
 */
public record ApiReply(int status, Map<String, String> headers, String body) {
    static final String CONTENT_TYPE = "Content-Type";
    static final String JSON = "application/json";

    public ApiReply {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    static ApiReply of(int status, Map<String, ?> json) {
        return new ApiReply(status, Map.of(CONTENT_TYPE, JSON), Json.write(json));
    }

    ApiReply with(String header, String value) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put(header, value);
        return new ApiReply(status, all, body);
    }

    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
