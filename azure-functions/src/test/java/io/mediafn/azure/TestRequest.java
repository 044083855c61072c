package io.mediafn.azure;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import io.mediafn.api.ApiReply;
import io.mediafn.api.ApiRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A request as the Java worker brings it: a whole URL, names of headers in lower case, a body as bytes or none. */
final class TestRequest implements HttpRequestMessage<Optional<byte[]>> {
    private final ApiRequest request;
    private final Map<String, String> headers = new LinkedHashMap<>();

    TestRequest(ApiRequest request, Map<String, String> headers) {
        this.request = request;
        this.headers.putAll(headers);
    }

    /** Of a request whose headers are among those that the core reads. */
    static TestRequest of(ApiRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : List.of(
                "accept", "content-type", "content-encoding", "idempotency-key", "traceparent", "x-correlation-id")) {
            request.header(name).ifPresent(value -> headers.put(name, value));
        }
        return new TestRequest(request, headers);
    }

    @Override
    public URI getUri() {
        return URI.create("https://mediafn.azurewebsites.net" + request.path() + "?code=key");
    }

    @Override
    public HttpMethod getHttpMethod() {
        return HttpMethod.value(request.method());
    }

    @Override
    public Map<String, String> getHeaders() {
        return headers;
    }

    @Override
    public Map<String, String> getQueryParameters() {
        return Map.of("code", "key");
    }

    @Override
    public Optional<byte[]> getBody() {
        return request.body().length == 0 ? Optional.empty() : Optional.of(request.body());
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
        return new Builder(status);
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
        return new Builder(status);
    }

    /** What the worker would send to the host. */
    static ApiReply reply(Object result) {
        Response response = (Response) result;
        return new ApiReply(
                response.getStatusCode(),
                response.headers(),
                new String((byte[]) response.getBody(), StandardCharsets.UTF_8));
    }

    private record Response(HttpStatusType status, Map<String, String> headers, Object body)
            implements HttpResponseMessage {
        @Override
        public HttpStatusType getStatus() {
            return status;
        }

        @Override
        public String getHeader(String name) {
            return Objects.requireNonNull(headers.get(name));
        }

        @Override
        public Object getBody() {
            return body;
        }
    }

    private static final class Builder implements HttpResponseMessage.Builder {
        private final Map<String, String> headers = new LinkedHashMap<>();
        private HttpStatusType status;
        private Object body = new byte[0];

        Builder(HttpStatusType status) {
            this.status = status;
        }

        @Override
        public HttpResponseMessage.Builder status(HttpStatusType newStatus) {
            status = newStatus;
            return this;
        }

        @Override
        public HttpResponseMessage.Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        @Override
        public HttpResponseMessage.Builder body(Object newBody) {
            body = newBody;
            return this;
        }

        @Override
        public HttpResponseMessage build() {
            return new Response(status, headers, body);
        }
    }
}
