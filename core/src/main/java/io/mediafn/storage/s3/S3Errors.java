package io.mediafn.storage.s3;

import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Translates what the SDK throws. The one place that knows S3's status and error codes. */
final class S3Errors {
    static final int RANGE_NOT_SATISFIABLE = 416;

    private static final String NO_CREDENTIALS =
            "no AWS credentials: neither variables, nor a profile, nor a role gives any";
    private static final int DEEPEST_CAUSE = 10;

    private S3Errors() {}

    /**
     * The same failure in our words.
     *
     * @param requests how many were sent for it
     */
    static StorageException toStorageException(Location at, SdkException e, int requests) {
        Optional<StorageException> ours = ours(e);
        if (ours.isPresent()) {
            return ours.get();
        }
        int sent = Math.max(1, requests);
        return switch (e) {
            case S3Exception answered -> new StorageException(kind(answered), at, reason(answered), answered, sent);
            case SdkClientException unsigned
            when message(unsigned).contains("Unable to load credentials") ->
                new StorageException(Kind.DENIED, at, NO_CREDENTIALS, unsigned, sent);
            // Without an answer it is the network, or the time limit.
            case SdkClientException notAnswered ->
                new StorageException(Kind.UNAVAILABLE, at, message(notAnswered), notAnswered, sent);
            default -> new StorageException(Kind.UNKNOWN, at, message(e), e, sent);
        };
    }

    /** What we threw ourselves while the SDK had us read its answer: it wraps whatever comes out of there. */
    private static Optional<StorageException> ours(SdkException e) {
        return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .filter(StorageException.class::isInstance)
                .map(StorageException.class::cast)
                .findFirst();
    }

    /** Error codes first: S3 uses one status for very different things. */
    private static Kind kind(S3Exception e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        return switch (code) {
            case "NoSuchKey", "NoSuchBucket", "NoSuchVersion", "NoSuchUpload" -> Kind.NOT_FOUND;
            case "AccessDenied",
                    "AllAccessDisabled",
                    "ExpiredToken",
                    "InvalidToken",
                    "InvalidAccessKeyId",
                    "SignatureDoesNotMatch" -> Kind.DENIED;
            case "SlowDown", "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequests" ->
                Kind.THROTTLED;
            case "BadDigest", "XAmzContentChecksumMismatch" -> Kind.CORRUPT;
            case "RequestTimeout", "InternalError", "ServiceUnavailable" -> Kind.UNAVAILABLE;
            default -> kindOfStatus(e.statusCode());
        };
    }

    private static Kind kindOfStatus(int status) {
        return switch (status) {
            case 404 -> Kind.NOT_FOUND;
            case 401, 403 -> Kind.DENIED;
            case 412 -> Kind.PRECONDITION_FAILED;
            // 409 on a conditional write: two writers raced, and the whole operation may be tried again.
            case 408, 409, 500, 502, 503, 504 -> Kind.UNAVAILABLE;
            case 429 -> Kind.THROTTLED;
            // 301 and 307 come from a bucket in another region than the one asked.
            case 301, 307, 400, 405, 411, 413, 414, RANGE_NOT_SATISFIABLE -> Kind.INVALID;
            case 501 -> Kind.UNSUPPORTED;
            default -> Kind.UNKNOWN;
        };
    }

    private static String reason(S3Exception e) {
        AwsErrorDetails details = e.awsErrorDetails();
        if (details == null || details.errorCode() == null) {
            return "S3 answered " + e.statusCode();
        }
        String code = "S3 answered " + e.statusCode() + " " + details.errorCode()
                + (details.errorCode().equals("AccessDenied")
                        ? " (also for an object that is gone, to a role without s3:ListBucket)"
                        : "");
        return details.errorMessage() == null || details.errorMessage().isBlank()
                ? code
                : code + ": " + details.errorMessage();
    }

    private static String message(SdkException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
