package io.mediafn.lambda;

import io.mediafn.api.ApiReply;
import io.mediafn.api.ApiRequest;
import io.mediafn.api.EntryContract;
import io.mediafn.app.MediaApp;
import io.mediafn.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** HTTP requests as a function URL brings them: headers in lower case, and a body as text or, if it is not, in base64. */
final class HttpEntryTest extends EntryContract {
    @Override
    protected Entry open(MediaApp app, Supplier<String> ids, LongSupplier nanoTime) {
        MediaHandler handler = new MediaHandler(app, ids, nanoTime);
        boolean[] base64 = {false};
        return request -> {
            base64[0] = !base64[0];
            return answer(handler, event(request, base64[0]));
        };
    }

    private static ApiReply answer(MediaHandler handler, Map<String, Object> event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(Json.write(event).getBytes(StandardCharsets.UTF_8)), out, new TestContext());
        Map<String, Object> answer = Json.readObject(out.toByteArray());
        Map<String, String> headers = new TreeMap<>();
        ((Map<?, ?>) answer.getOrDefault("headers", Map.of()))
                .forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
        return new ApiReply(
                ((Number) answer.getOrDefault("statusCode", 0)).intValue(),
                headers,
                String.valueOf(answer.get("body")));
    }

    private static Map<String, Object> event(ApiRequest request, boolean base64) {
        Map<String, Object> http = new LinkedHashMap<>();
        http.put("method", request.method());
        http.put("path", request.path());
        http.put("protocol", "HTTP/1.1");
        http.put("sourceIp", "192.0.2.1");
        http.put("userAgent", "test");
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("accountId", "anonymous");
        context.put("requestId", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef");
        context.put("stage", "$default");
        context.put("http", http);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("routeKey", "$default");
        event.put("rawPath", request.path());
        event.put("rawQueryString", "");
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name :
                new String[] {"Content-Type", "Content-Encoding", "Idempotency-Key", "X-Correlation-Id", "traceparent"
                }) {
            request.header(name).ifPresent(value -> headers.put(name.toLowerCase(Locale.ROOT), value));
        }
        event.put("headers", headers);
        event.put("requestContext", context);
        if (request.body().length > 0) {
            event.put(
                    "body",
                    base64
                            ? Base64.getEncoder().encodeToString(request.body())
                            : new String(request.body(), StandardCharsets.UTF_8));
        }
        event.put("isBase64Encoded", base64);
        return event;
    }
}
