package io.mediafn.storage.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What came of one attempt: an answer whose body has been read, one whose body is open, or none at all. Belongs to one
 * thread.
 */
final class AzureResponse extends HttpResponse {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] bytes;
    private final InputStream rest;
    private final Optional<IOException> failure;
    private final boolean passing;

    private AzureResponse(
            HttpRequest request,
            int status,
            HttpHeaders headers,
            byte[] bytes,
            InputStream rest,
            Optional<IOException> failure,
            boolean passing) {
        super(request);
        this.status = status;
        this.headers = headers;
        this.bytes = bytes;
        this.rest = rest;
        this.failure = failure;
        this.passing = passing;
    }

    static AzureResponse read(HttpRequest request, int status, HttpHeaders headers, byte[] bytes) {
        return new AzureResponse(
                request, status, headers, bytes, InputStream.nullInputStream(), Optional.empty(), false);
    }

    static AzureResponse open(HttpRequest request, int status, HttpHeaders headers, InputStream body) {
        return new AzureResponse(request, status, headers, new byte[0], body, Optional.empty(), false);
    }

    /**
     * No answer. It is no exception, since the SDK logs every exception that passes its retries, with its stack.
     *
     * @param passing whether another attempt may fare better
     */
    static AzureResponse failed(HttpRequest request, IOException failure, boolean passing) {
        return new AzureResponse(
                request,
                0,
                new HttpHeaders(),
                new byte[0],
                InputStream.nullInputStream(),
                Optional.of(failure),
                passing);
    }

    Optional<IOException> failure() {
        return failure;
    }

    boolean passing() {
        return passing;
    }

    /** What was read of the body. */
    byte[] bytes() {
        return bytes;
    }

    /** The body, where it was left open. */
    InputStream rest() {
        return rest;
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    @Deprecated
    public @Nullable String getHeaderValue(String name) {
        return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
        return Flux.just(ByteBuffer.wrap(bytes));
    }

    @Override
    public BinaryData getBodyAsBinaryData() {
        return BinaryData.fromBytes(bytes);
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
        return Mono.just(bytes);
    }

    @Override
    public Mono<String> getBodyAsString() {
        return getBodyAsString(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
        return Mono.just(new String(bytes, charset));
    }

    @Override
    public void close() {
        try {
            rest.close();
        } catch (IOException e) {
            throw new AssertionError("closing an answer only lets go of it", e);
        }
    }
}
