package io.mediafn.azure;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import io.mediafn.api.ApiReply;
import io.mediafn.api.ApiRequest;
import java.util.Optional;

/** Between the host's words for HTTP and the core's. */
final class HttpMessages {
    private static final byte[] NOTHING = {};

    private HttpMessages() {}

    static ApiRequest toRequest(HttpRequestMessage<Optional<byte[]>> request) {
        String path = request.getUri().getRawPath();
        return new ApiRequest(
                request.getHttpMethod().name(),
                path.startsWith("/") ? path : "/" + path,
                request.getHeaders(),
                request.getBody().orElse(NOTHING));
    }

    static HttpResponseMessage toResponse(HttpRequestMessage<?> request, ApiReply reply) {
        HttpResponseMessage.Builder response = request.createResponseBuilder(HttpStatusType.custom(reply.status()))
                .body(reply.bytes());
        reply.headers().forEach(response::header);
        return response.build();
    }
}
