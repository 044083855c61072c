package io.mediafn.storage.s3;

import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;

/** Translates what goes wrong. The one place that knows S3's status and error codes. */
final class S3Errors {
    static final int RANGE_NOT_SATISFIABLE = 416;

    private S3Errors() {}

    /**
     * The same failure in our words.
     *
     * @param requests how many were sent for it
     */
    static StorageException toStorageException(Location at, Exception e, int requests) {
        int sent = Math.max(1, requests);
        return switch (e) {
            case StorageException ours -> ours;
            case S3Refusal refusal ->
                new StorageException(kind(refusal.code(), refusal.status()), at, message(refusal), refusal, sent);
            case ContentException content ->
                new StorageException(Kind.INVALID, at, "the content can't be read: " + message(content), content, sent);
            // Without an answer it is the network, or the time limit.
            case IOException notAnswered ->
                new StorageException(Kind.UNAVAILABLE, at, message(notAnswered), notAnswered, sent);
            default -> new StorageException(Kind.UNKNOWN, at, message(e), e, sent);
        };
    }

    /** Error codes first: S3 uses one status for very different things, and 200 for failures too. */
    static Kind kind(String code, int status) {
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
            case "BadDigest", "XAmzContentChecksumMismatch", "InvalidDigest" -> Kind.CORRUPT;
            case "PreconditionFailed" -> Kind.PRECONDITION_FAILED;
            case "InvalidPart", "InvalidPartOrder", "EntityTooSmall", "EntityTooLarge", "InvalidArgument" ->
                Kind.INVALID;
            case "NotImplemented" -> Kind.UNSUPPORTED;
            case "RequestTimeout", "InternalError", "ServiceUnavailable", "OperationAborted" -> Kind.UNAVAILABLE;
            default -> kindOfStatus(status);
        };
    }

    private static Kind kindOfStatus(int status) {
        return switch (status) {
            case 404 -> Kind.NOT_FOUND;
            case 401, 403 -> Kind.DENIED;
            case 412 -> Kind.PRECONDITION_FAILED;
            // 409 on a conditional write: two writers raced, and the whole operation may be tried again. 200 with an
            // error of another name is a fault of the service.
            case 200, 408, 409, 500, 502, 503, 504 -> Kind.UNAVAILABLE;
            case 429 -> Kind.THROTTLED;
            // 301 and 307 come from a bucket in another region than the one asked.
            case 301, 307, 400, 405, 411, 413, 414, RANGE_NOT_SATISFIABLE -> Kind.INVALID;
            case 501 -> Kind.UNSUPPORTED;
            default -> Kind.UNKNOWN;
        };
    }

    private static String message(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
