package io.mediafn.storage.s3;

import io.mediafn.storage.Content;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends signed requests over kept connections and repeats what makes sense to repeat. Thread-safe.
 *
 * <p>It is ours because it is the hot path: a small request costs a tenth of the CPU that it costs through the SDK in a
 * fresh process, and a copy function's process is fresh for most of its life.
 */
final class S3Wire implements AutoCloseable {
    private static final String AGENT = "mediafn";

    /** Reads a successful answer. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * What the answer says; its body need not be closed.
         *
         * @param requests how many were sent for it
         * @throws IOException if it breaks off; it is then asked for again
         * @throws S3Refusal if it is an error in spite of its status
         */
        T read(HttpAnswer answer, int requests) throws IOException, S3Refusal;
    }

    private final S3Routes routes;
    private final CredentialSource credentials;
    private final ConnectionPool pool;
    private final SigV4 signer = new SigV4("s3");
    private final AmzDate.Source dates;
    private final RetryTokens tokens = new RetryTokens();
    private final AtomicLong requests = new AtomicLong();

    S3Wire(S3Routes routes, CredentialSource credentials, ConnectionPool pool, Clock clock) {
        this.routes = routes;
        this.credentials = credentials;
        this.pool = pool;
        this.dates = new AmzDate.Source(clock);
    }

    Optional<java.net.URI> endpoint() {
        return routes.endpoint();
    }

    /** How many requests were sent so far. */
    long requests() {
        return requests.get();
    }

    /** Sends a request until it succeeds, fails for good, or the limits are reached. */
    <T> T call(S3Request request, Reader<T> reader) {
        long until = System.nanoTime() + request.limits().call().toNanos();
        S3Attempts attempts = new S3Attempts(routes, credentials, dates, tokens, request, until);
        while (true) {
            try {
                T result = attempt(request, reader, attempts);
                tokens.succeeded(attempts.failures());
                return result;
            } catch (StaleConnectionException e) {
                // Nobody saw the request: no attempt and no pause.
                attempts.stale(e);
            } catch (S3Refusal | IOException e) {
                attempts.failed(e);
            }
        }
    }

    private <T> T attempt(S3Request request, Reader<T> reader, S3Attempts attempts) throws IOException, S3Refusal {
        long until = System.nanoTime() + Math.min(request.limits().attempt().toNanos(), attempts.nanosLeft());
        try (HttpAnswer answer = send(request, attempts, until)) {
            if (!answer.isSuccess()) {
                throw S3Refusal.of(answer);
            }
            return reader.read(answer, attempts.sent());
        }
    }

    private HttpAnswer send(S3Request request, S3Attempts attempts, long until) throws IOException {
        Optional<AccessKey> key = key(request, attempts);
        S3Routes.Route route = routes.to(request.at().bucket());
        Content body = request.body();
        boolean small = body.length() > 0 && body.length() <= HttpConnection.SMALL_BODY;
        byte[] bytes = small ? SentBody.all(body) : new byte[0];
        String head = head(request, route, key, payload(route, request, bytes));
        HttpConnection connection = pool.take(route.endpoint(), attempts.wantsFreshConnection(), until);
        attempts.sending();
        requests.incrementAndGet();
        return connection.exchange(
                head,
                request.method(),
                small ? Content.of(bytes) : body,
                asksForLeave(request),
                request.limits().silence(),
                until);
    }

    private Optional<AccessKey> key(S3Request request, S3Attempts attempts) throws IOException {
        try {
            Optional<AccessKey> key = credentials.key();
            attempts.signedWith(key);
            return key;
        } catch (NoCredentialsException e) {
            throw new StorageException(
                    Kind.DENIED, request.at().location(), String.valueOf(e.getMessage()), e, attempts.sent());
        }
    }

    private static boolean asksForLeave(S3Request request) {
        return request.conditional() && request.body().length() >= S3Timeouts.WAITS_FOR_LEAVE;
    }

    /** TLS protects the bytes on their way. Without it small bodies are hashed; large ones rely on their checksum. */
    private static String payload(S3Routes.Route route, S3Request request, byte[] bytes) {
        if (request.fields().get("x-amz-trailer").isPresent()) {
            return TrailerContent.PAYLOAD;
        }
        if (request.body().length() == 0) {
            return SigV4.NO_PAYLOAD;
        }
        return route.endpoint().tls() || bytes.length == 0 ? SigV4.UNSIGNED_PAYLOAD : Sha256.hex(bytes, bytes.length);
    }

    private String head(S3Request request, S3Routes.Route route, Optional<AccessKey> key, String payload) {
        HeaderFields fields;
        String path = path(route, request.at().key());
        String authorization;
        try {
            fields = request.fields().copy();
            fields.set("host", route.endpoint().hostField());
            authorization = key.map(with -> signer.authorization(
                            request.method(),
                            path,
                            request.query(),
                            fields,
                            payload,
                            with,
                            route.region(),
                            dates.now()))
                    .orElse("");
        } catch (IllegalArgumentException e) {
            throw new StorageException(Kind.INVALID, request.at().location(), String.valueOf(e.getMessage()), e);
        }
        StringBuilder head = new StringBuilder(1024);
        head.append(request.method()).append(' ').append(path);
        if (!request.query().isEmpty()) {
            head.append('?').append(request.query());
        }
        head.append(" HTTP/1.1\r\n");
        for (int i = 0; i < fields.size(); i++) {
            head.append(fields.name(i)).append(": ").append(fields.value(i)).append("\r\n");
        }
        if (!authorization.isEmpty()) {
            head.append("authorization: ").append(authorization).append("\r\n");
        }
        if (request.body().length() > 0 || request.method().startsWith("P")) {
            head.append("content-length: ").append(request.body().length()).append("\r\n");
        }
        if (asksForLeave(request)) {
            head.append("expect: 100-continue\r\n");
        }
        return head.append("user-agent: ").append(AGENT).append("\r\n\r\n").toString();
    }

    private static String path(S3Routes.Route route, String key) {
        StringBuilder path = new StringBuilder(route.path()).append('/');
        PercentCode.appendPath(path, key);
        return path.toString();
    }

    /** A URL for whoever has it; absent where there is no key to sign with. */
    Optional<String> presigned(String method, S3Address at, Duration valid) {
        try {
            Optional<AccessKey> key = credentials.key();
            S3Routes.Route route = routes.to(at.bucket());
            String path = path(route, at.key());
            return key.map(with -> route.endpoint() + path + "?"
                    + signer.presignedQuery(
                            method,
                            path,
                            new Query(),
                            route.endpoint().hostField(),
                            valid,
                            with,
                            route.region(),
                            dates.now()));
        } catch (NoCredentialsException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw S3Errors.toStorageException(at.location(), e, 1);
        }
    }

    @Override
    public void close() {
        pool.close();
        credentials.close();
    }
}
