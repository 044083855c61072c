package io.mediafn.storage.azure;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.AddDatePolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.util.Context;
import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends requests through the SDK's pipeline: it retries, dates and signs, each attempt anew. Thread-safe.
 *
 * <p>There is no policy that logs: a log of requests would hold signatures.
 */
final class AzureWire implements AutoCloseable {
    private final AzureTransport transport;
    private final HttpPipeline pipeline;

    /**
     * Over a transport, which it closes in the end.
     *
     * @param authentication what signs requests; none for anonymous ones
     */
    AzureWire(AzureTransport transport, Optional<HttpPipelinePolicy> authentication) {
        this.transport = transport;
        List<HttpPipelinePolicy> policies = new ArrayList<>();
        policies.add(new RequestIdPolicy());
        policies.add(new RetryPolicy(new AzureTimeouts()));
        policies.add(new AddDatePolicy());
        authentication.ifPresent(policies::add);
        pipeline = new HttpPipelineBuilder()
                .policies(policies.toArray(HttpPipelinePolicy[]::new))
                .httpClient(transport)
                .build();
    }

    /**
     * Sends a request.
     *
     * @param at for messages
     * @return the answer, be it an error
     * @throws StorageException if there is no answer, or nothing could be sent
     */
    @SuppressWarnings("MustBeClosed") // an answer whose body is open is closed by whoever reads it
    AzureAnswer send(Location at, AzureRequest request) {
        HttpResponse answer;
        try {
            answer = pipeline.sendSync(request.toSdk(), new Context(AzureTransport.REQUEST, request));
        } catch (RuntimeException e) {
            throw AzureErrors.toStorageException(at, e, request.attempts());
        }
        if (!(answer instanceof AzureResponse response)) {
            throw new IllegalStateException("the pipeline answers what the transport did");
        }
        Optional<StorageException> fault = request.body().flatMap(AzureBody::fault);
        if (fault.isPresent() && response.getStatusCode() / 100 != 2) {
            throw fault.get();
        }
        Optional<IOException> failure = response.failure();
        if (failure.isPresent()) {
            throw AzureErrors.notAnswered(at, failure.get(), request.attempts());
        }
        return new AzureAnswer(response, request.attempts());
    }

    /** How many requests have gone out, attempts that failed included. */
    long requests() {
        return transport.requests();
    }

    @Override
    public void close() {
        transport.close();
    }
}
