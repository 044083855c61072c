package io.mediafn.storage.s3;

import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The attempts of one call, and whether there is another. What is mended once for good (a clock, a region, a key) is no
 * failure of the service, and is repeated at once. Belongs to one thread.
 */
final class S3Attempts {
    private static final long SUSPICIOUS_SKEW = 300;

    private final S3Routes routes;
    private final CredentialSource credentials;
    private final AmzDate.Source dates;
    private final RetryTokens tokens;
    private final S3Request request;
    private final long until;
    private int sent;
    private int failures;
    private boolean fresh;
    private boolean clockMended;
    private boolean regionMended;
    private boolean keyMended;
    private Optional<AccessKey> key = Optional.empty();

    S3Attempts(
            S3Routes routes,
            CredentialSource credentials,
            AmzDate.Source dates,
            RetryTokens tokens,
            S3Request request,
            long until) {
        this.routes = routes;
        this.credentials = credentials;
        this.dates = dates;
        this.tokens = tokens;
        this.request = request;
        this.until = until;
    }

    void signedWith(Optional<AccessKey> used) {
        key = used;
    }

    void sending() {
        sent++;
    }

    /** How many requests were sent. */
    int sent() {
        return sent;
    }

    int failures() {
        return failures;
    }

    boolean wantsFreshConnection() {
        return fresh;
    }

    long nanosLeft() {
        return until - System.nanoTime();
    }

    /** A kept connection turned out to be closed; the next one is a new one. */
    void stale(StaleConnectionException e) {
        if (fresh) {
            failed(e);
        } else if (request.method().equals("GET") || request.method().equals("HEAD")) {
            // Nobody saw it, and nobody is paid for it. What changes something may have been done nevertheless.
            sent--;
        }
        fresh = true;
    }

    /**
     * Waits for the next attempt.
     *
     * @throws StorageException if there is none
     */
    void failed(Exception e) {
        // Whatever broke may have broken what was kept beside it.
        fresh |= !(e instanceof S3Refusal);
        if (e instanceof S3Refusal refusal && isMended(refusal)) {
            return;
        }
        failures++;
        if (!isTransient(e) || failures >= S3Timeouts.MOST_ATTEMPTS || !tokens.take() || !pause(e)) {
            throw S3Errors.toStorageException(request.at().location(), e, sent);
        }
    }

    private boolean isMended(S3Refusal refusal) {
        return isClockMended(refusal) || isKeyMended(refusal) || isElsewhere(refusal);
    }

    /** S3 refuses signatures of more than 15 minutes ago, or ahead. An answer to HEAD can't say so in words. */
    private boolean isClockMended(S3Refusal refusal) {
        boolean said = refusal.code().equals("RequestTimeTooSkewed");
        boolean silent = refusal.status() == 403 && refusal.code().isEmpty();
        if (clockMended || !(said || silent) || refusal.date().isEmpty()) {
            return false;
        }
        clockMended = true;
        try {
            Instant service = HttpDate.parse(refusal.date().get());
            if (silent && Math.abs(service.getEpochSecond() - dates.now().epochSecond()) < SUSPICIOUS_SKEW) {
                return false;
            }
            dates.adjustTo(service);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** A key that has expired; to HEAD S3 says no more than 400. */
    private boolean isKeyMended(S3Refusal refusal) {
        boolean said = refusal.code().equals("ExpiredToken") || refusal.code().equals("ExpiredTokenException");
        boolean silent = refusal.status() == 400 && refusal.code().isEmpty();
        if (keyMended || !(said || silent) || key.isEmpty()) {
            return false;
        }
        keyMended = true;
        return credentials.expired(key.get());
    }

    /** A bucket of another region: S3 says 301 or 307, or that the signature is of the wrong region. */
    private boolean isElsewhere(S3Refusal refusal) {
        int status = refusal.status();
        if (regionMended
                || !(status == 301 || status == 307 || status == 400)
                || refusal.region().isEmpty()) {
            return false;
        }
        regionMended = true;
        return routes.learn(request.at().bucket(), refusal.region().get());
    }

    private boolean isTransient(Exception e) {
        if (e instanceof S3Refusal refusal) {
            Kind kind = S3Errors.kind(refusal.code(), refusal.status());
            boolean conflict = refusal.status() == 409 || refusal.code().equals("ConditionalRequestConflict");
            return kind.retryable() && !(conflict && request.conflictIsFinal());
        }
        return e instanceof IOException && !(e instanceof ContentException);
    }

    /** Whether there was time for the pause. */
    private boolean pause(Exception e) {
        boolean throttled =
                e instanceof S3Refusal refusal && S3Errors.kind(refusal.code(), refusal.status()) == Kind.THROTTLED;
        long millis = S3Timeouts.pause(failures, throttled);
        if (e instanceof S3Refusal refusal && refusal.retryAfter() >= 0) {
            millis = Math.max(millis, S3Timeouts.pauseAsked(refusal.retryAfter()));
        }
        if (millis * 1_000_000 >= nanosLeft()) {
            return false;
        }
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
