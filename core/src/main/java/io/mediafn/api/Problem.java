package io.mediafn.api;

import io.mediafn.json.FieldError;
import io.mediafn.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why a request was not done, as RFC 9457 has it.
 *
 * @param kind names the type of problem; {@code urn:mediafn:problem:KIND} in JSON
 * @param errors what is wrong with fields, empty where it is something else
 * @param headers that go with the reply
 */
record Problem(
        int status, String kind, String title, String detail, List<FieldError> errors, Map<String, String> headers) {
    private static final String TYPE = "urn:mediafn:problem:";
    private static final String PROBLEM_JSON = "application/problem+json";

    Problem {
        errors = List.copyOf(errors);
        headers = Map.copyOf(headers);
    }

    static Problem of(int status, String kind, String title, String detail) {
        return new Problem(status, kind, title, detail, List.of(), Map.of());
    }

    Problem with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Problem(status, kind, title, detail, errors, all);
    }

    Problem withErrors(List<FieldError> fields) {
        return new Problem(status, kind, title, detail, fields, headers);
    }

    ApiReply toReply() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", TYPE + kind);
        json.put("title", title);
        json.put("status", status);
        json.put("detail", detail);
        if (!errors.isEmpty()) {
            List<Map<String, Object>> fields = new ArrayList<>();
            errors.forEach(error -> fields.add(error.toJson()));
            json.put("errors", fields);
        }
        Map<String, String> all = new TreeMap<>(headers);
        all.put(ApiReply.CONTENT_TYPE, PROBLEM_JSON);
        return new ApiReply(status, all, Json.write(json));
    }
}
