package io.mediafn.storage.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Sends one attempt of a request over the JDK's HTTP client, below the SDK's retries and signatures, and reads its
 * answer, so that an answer that breaks off or stalls is asked for again. Counts what it sends. Thread-safe.
 *
 * <p>The SDK's own clients for HTTP buffer what a retry may need, have no limit on a whole answer, and cost a cold start
 * much more.
 */
final class AzureTransport implements HttpClient, AutoCloseable {
    /** Where a {@link Context} holds the {@link AzureRequest}. */
    static final String REQUEST = "mediafn.request";

    private static final int READ_BUFFER = 16 << 10;
    private static final int LARGEST_ERROR = 64 << 10;
    /** What a service could answer to a request that is not one of ours, such as one for a token. */
    private static final int LARGEST_OTHER = 1 << 20;
    /** The JDK's client sets these itself and takes them from nobody. */
    private static final Set<String> OF_THE_CLIENT = Set.of("content-length", "host", "connection");

    private static final HttpHeaderName RETRY_AFTER_MILLIS = HttpHeaderName.fromString("x-ms-retry-after-ms");

    private final java.net.http.HttpClient client = java.net.http.HttpClient.newBuilder()
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .connectTimeout(AzureTimeouts.CONNECT)
            .build();
    private final AtomicLong requests = new AtomicLong();

    /** How many requests of the store have gone out. */
    long requests() {
        return requests.get();
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return send(request, Context.NONE);
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request, Context context) {
        return Mono.fromCallable(() -> sendSync(request, context)).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        Optional<AzureRequest> ours =
                context.getData(REQUEST).filter(AzureRequest.class::isInstance).map(AzureRequest.class::cast);
        return ours.isPresent() ? attempt(request, ours.get()) : other(request);
    }

    private AzureResponse attempt(HttpRequest request, AzureRequest ours) {
        requests.incrementAndGet();
        ours.attempted();
        Optional<AzureBody> body = ours.body();
        BodyPublisher publisher = body.map(AzureBody::publisher).orElseGet(BodyPublishers::noBody);
        try {
            if (body.isPresent() && body.get().fault().isPresent()) {
                return AzureResponse.failed(request, new IOException("the content is not fit to be sent"), false);
            }
            return exchange(request, publisher, ours.limit(), ours.readAtOnce(), ours.leavesOpen());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return AzureResponse.failed(request, new IOException("interrupted", e), false);
        } catch (IOException e) {
            boolean passing = body.flatMap(AzureBody::fault).isEmpty()
                    && !Thread.currentThread().isInterrupted();
            return AzureResponse.failed(request, e, passing);
        } finally {
            body.ifPresent(AzureBody::close);
        }
    }

    /** A request of the SDK itself, such as one for a token. */
    private AzureResponse other(HttpRequest request) {
        BodyPublisher body = request.getBodyAsBinaryData() == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(request.getBodyAsBinaryData().toBytes());
        try {
            return exchange(request, body, AzureTimeouts.ATTEMPT, LARGEST_OTHER, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AzureResponse exchange(
            HttpRequest request, BodyPublisher body, Duration limit, long readAtOnce, boolean leavesOpen)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        java.net.http.HttpRequest.Builder toSend = java.net.http.HttpRequest.newBuilder(
                        URI.create(request.getUrl().toString()))
                .timeout(limit)
                .method(request.getHttpMethod().toString(), body);
        for (HttpHeader header : request.getHeaders()) {
            if (!OF_THE_CLIENT.contains(header.getName().toLowerCase(Locale.ROOT))) {
                toSend.header(header.getName(), header.getValue());
            }
        }
        java.net.http.HttpResponse<TimedBody> answer =
                client.send(toSend.build(), info -> new TimedBody(AzureTimeouts.BETWEEN_READS));
        int status = answer.statusCode();
        HttpHeaders headers = headers(answer);
        TimedBody stream = answer.body();
        boolean good = status / 100 == 2;
        if (good && leavesOpen) {
            return AzureResponse.open(request, status, headers, stream);
        }
        try (stream) {
            return AzureResponse.read(request, status, headers, read(stream, good ? readAtOnce : LARGEST_ERROR, end));
        }
    }

    /** The first {@code most} bytes, or as many as there are. */
    private static byte[] read(TimedBody body, long most, long end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[READ_BUFFER];
        while (bytes.size() < most) {
            int got = body.read(buffer, 0, (int) Math.min(buffer.length, most - bytes.size()));
            if (got < 0) {
                return bytes.toByteArray();
            }
            bytes.write(buffer, 0, got);
            if (System.nanoTime() > end) {
                throw new HttpTimeoutException(
                        "the answer drips: " + bytes.size() + " bytes in the time of an attempt");
            }
        }
        // One more, to find the end and keep the connection. Where there is none, closing cuts the rest off.
        body.skip(1);
        return bytes.toByteArray();
    }

    private static HttpHeaders headers(java.net.http.HttpResponse<?> answer) {
        HttpHeaders headers = new HttpHeaders();
        answer.headers().map().forEach((name, values) -> headers.set(HttpHeaderName.fromString(name), values));
        clampWait(headers, HttpHeaderName.RETRY_AFTER, true);
        clampWait(headers, HttpHeaderName.fromString("retry-after-ms"), false);
        clampWait(headers, RETRY_AFTER_MILLIS, false);
        return headers;
    }

    /** The SDK would sleep as long as the service says, be that a year. */
    private static void clampWait(HttpHeaders headers, HttpHeaderName name, boolean seconds) {
        String said = headers.getValue(name);
        if (said == null) {
            return;
        }
        headers.remove(name);
        String millis = seconds ? said + "000" : said;
        if (millis.matches("\\d{1,15}")) {
            long most = Math.min(Long.parseLong(millis), AzureTimeouts.LONGEST_WAIT.toMillis());
            headers.set(RETRY_AFTER_MILLIS, Long.toString(most));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
