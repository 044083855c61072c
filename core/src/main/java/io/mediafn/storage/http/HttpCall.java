package io.mediafn.storage.http;

import io.mediafn.location.Location;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One verb on one location: its requests, through redirects and attempts. Belongs to one thread. */
final class HttpCall {
    /** Makes something of an answer, which it ends. An IOException, and a passing failure, are worth another attempt. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Answer answer) throws IOException, HttpFailure;
    }

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpAccess access;
    private final Location at;
    private final long begun = System.nanoTime();
    private int requests;

    HttpCall(HttpAccess access, Location at) {
        this.access = access;
        this.at = at;
    }

    /** How many requests were sent so far. */
    int requests() {
        return requests;
    }

    /** Sends a request until there is an answer that the reader can use. */
    <T> T run(String method, Map<String, String> headers, Reader<T> reader) throws HttpFailure {
        HttpTarget target = HttpTarget.of(at);
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(method, target, headers, reader);
            } catch (HttpFailure e) {
                Duration pause = HttpRetries.pause(attempt, e);
                Duration left = access.limits().call().minusNanos(System.nanoTime() - begun);
                if (!HttpRetries.allows(attempt, e) || pause.compareTo(left) >= 0) {
                    throw e;
                }
                sleep(pause, e);
            }
        }
    }

    private static void sleep(Duration pause, HttpFailure failure) throws HttpFailure {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private <T> T attempt(String method, HttpTarget target, Map<String, String> headers, Reader<T> reader)
            throws HttpFailure {
        HttpLimits limits = access.limits();
        try (Watchdog.Watch watch = access.watchdog().watch(limits.attempt())) {
            try {
                Answer answer = follow(method, target, headers, watch);
                return read(answer, reader);
            } catch (IOException e) {
                throw watch.isOver() ? HttpErrors.tooSlow(watch.limit(), e) : HttpErrors.ofNetwork(e, limits);
            }
        }
    }

    private static <T> T read(Answer answer, Reader<T> reader) throws IOException, HttpFailure {
        try {
            return reader.read(answer);
        } catch (IOException | HttpFailure | RuntimeException e) {
            answer.cancel();
            throw e;
        }
    }

    /** Each hop is checked like the first one, for where it leads and by the address that it is connected to. */
    private Answer follow(String method, HttpTarget first, Map<String, String> headers, Watchdog.Watch watch)
            throws IOException, HttpFailure {
        HttpTarget target = first;
        for (int redirects = 0; redirects <= access.settings().maxRedirects(); redirects++) {
            Answer answer = send(method, target, headers(first, target, headers), watch);
            Optional<String> next = REDIRECTS.contains(answer.status()) ? answer.header("Location") : Optional.empty();
            if (next.isEmpty()) {
                return answer;
            }
            answer.discard();
            target = allowed(target.redirected(next.get()));
        }
        throw HttpFailure.lasting(
                Kind.UNSUPPORTED, "redirects more than " + access.settings().maxRedirects() + " times");
    }

    private HttpTarget allowed(HttpTarget target) throws HttpFailure {
        try {
            access.settings().redirects().check(target.location());
            return target;
        } catch (LocationRefusedException e) {
            // Its target is not quoted: such URLs are often signed.
            throw HttpFailure.lasting(Kind.DENIED, "redirects to what lies under none of MEDIAFN_ALLOW");
        }
    }

    private Answer send(String method, HttpTarget target, Map<String, String> headers, Watchdog.Watch watch)
            throws IOException {
        try {
            return sendOnce(method, target, headers, watch);
        } catch (HttpTransport.KeptConnectionException e) {
            // Nobody's fault, hence without a pause; the second time it is one like others.
            return sendOnce(method, target, headers, watch);
        }
    }

    private Answer sendOnce(String method, HttpTarget target, Map<String, String> headers, Watchdog.Watch watch)
            throws IOException {
        requests++;
        access.requests().incrementAndGet();
        return access.transport().send(method, target, headers, watch);
    }

    /** Credentials go to the host that the location names and to no other, wherever it sends us. */
    private Map<String, String> headers(HttpTarget first, HttpTarget target, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("User-Agent", access.settings().userAgent());
        // Bytes are wanted as they are stored, and a size that is theirs.
        all.put("Accept-Encoding", "identity");
        if (target.origin().equals(first.origin())) {
            Optional.ofNullable(access.credentials().get(target.origin()))
                    .ifPresent(known -> all.put("Authorization", known.header()));
        }
        return all;
    }

    /** The failure in the words of this call's location. */
    StorageException toStorageException(HttpFailure e) {
        return new StorageException(e.kind(), at, e.reason(), e, Math.max(1, requests));
    }
}
