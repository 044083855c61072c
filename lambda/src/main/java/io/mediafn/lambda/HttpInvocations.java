package io.mediafn.lambda;

import io.mediafn.api.Api;
import io.mediafn.api.ApiReply;
import io.mediafn.api.ApiRequest;
import io.mediafn.batch.Deadline;
import io.mediafn.event.EventJson;
import io.mediafn.event.UnknownEventException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests by a function URL, or by an HTTP API of API Gateway: payload format 2.0 of both. */
final class HttpInvocations {
    private static final String CONTEXT = "requestContext";
    /** A stage of this name has no place in the path. */
    private static final String DEFAULT_STAGE = "$default";

    private final Api api;

    HttpInvocations(Api api) {
        this.api = api;
    }

    static boolean isRequest(Map<String, Object> event) {
        return event.get(CONTEXT) instanceof Map<?, ?> context && context.get("http") instanceof Map<?, ?>;
    }

    Map<String, Object> handle(Map<String, Object> event, Deadline deadline) {
        ApiReply reply = api.handle(request(event), deadline);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("statusCode", reply.status());
        answer.put("headers", reply.headers());
        answer.put("body", reply.body());
        answer.put("isBase64Encoded", false);
        return answer;
    }

    private static ApiRequest request(Map<String, Object> event) {
        EventJson json = new EventJson(event);
        EventJson context = json.at(CONTEXT);
        Map<String, String> headers = new LinkedHashMap<>();
        if (event.get("headers") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
        }
        String path = json.text("rawPath");
        String stage = "/" + context.optionalText("stage").orElse(DEFAULT_STAGE);
        return new ApiRequest(
                context.at("http").text("method"),
                path.startsWith(stage + "/") ? path.substring(stage.length()) : path,
                headers,
                body(event));
    }

    private static byte[] body(Map<String, Object> event) {
        String body = event.get("body") instanceof String text ? text : "";
        if (!Boolean.TRUE.equals(event.get("isBase64Encoded"))) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new UnknownEventException("a body that is said to be base64, and is not");
        }
    }
}
