package io.mediafn.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import io.mediafn.api.Api;
import io.mediafn.log.LogFields;
import java.util.Optional;

/** The HTTP API on Azure Functions. The host asks callers for a function key. Thread-safe. */
public final class HttpFunction {
    private final Api api;
    private final FunctionTime time;

    public HttpFunction(Api api, FunctionTime time) {
        this.api = api;
        this.time = time;
    }

    /**
     * Answers a request of any method and path.
     *
     * @param request bound as bytes: as text, the host would decode it before anybody has looked at it
     */
    @FunctionName("http")
    @SuppressWarnings("try") // the fields are there for whoever logs
    public HttpResponseMessage http(
            @HttpTrigger(
                            name = "request",
                            // By name, since an empty list may be read as none. The core says which of them a path
                            // takes.
                            methods = {
                                HttpMethod.GET,
                                HttpMethod.HEAD,
                                HttpMethod.POST,
                                HttpMethod.PUT,
                                HttpMethod.PATCH,
                                HttpMethod.DELETE,
                                HttpMethod.OPTIONS
                            },
                            route = "{*path}",
                            dataType = "binary",
                            authLevel = AuthorizationLevel.FUNCTION)
                    HttpRequestMessage<Optional<byte[]>> request,
            ExecutionContext context) {
        try (LogFields fields = InvocationFields.of(context)) {
            return HttpMessages.toResponse(request, api.handle(HttpMessages.toRequest(request), time.ofReply()));
        }
    }
}
