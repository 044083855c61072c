package io.mediafn.gcf;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.mediafn.api.Api;
import io.mediafn.api.ApiReply;
import io.mediafn.api.ApiRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests and replies of the functions framework as the API has them. */
final class HttpMapping {
    private HttpMapping() {}

    static ApiRequest read(HttpRequest request) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        request.getHeaders().forEach((name, values) -> {
            if (!values.isEmpty()) {
                headers.put(name, values.getFirst());
            }
        });
        return new ApiRequest(request.getMethod(), request.getPath(), headers, body(request));
    }

    /** A byte more than is allowed is enough to see that a body is too large; the rest is not read. */
    private static byte[] body(HttpRequest request) throws IOException {
        InputStream in = request.getInputStream();
        return in.readNBytes(Api.LARGEST_BODY + 1);
    }

    static void write(ApiReply reply, HttpResponse response) throws IOException {
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::appendHeader);
        response.getOutputStream().write(reply.bytes());
    }
}
