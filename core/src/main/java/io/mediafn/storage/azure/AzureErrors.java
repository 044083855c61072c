package io.mediafn.storage.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Translates what Azure answers and what the SDK throws. The one place that knows Azure's status and error codes. */
final class AzureErrors {
    static final int RANGE_NOT_SATISFIABLE = 416;

    private static final int LONGEST_MESSAGE = 300;
    private static final int DEEPEST_CAUSE = 10;
    private static final HttpHeaderName CODE = HttpHeaderName.fromString("x-ms-error-code");
    private static final HttpHeaderName SOURCE_CODE = HttpHeaderName.fromString("x-ms-copy-source-error-code");
    private static final HttpHeaderName SOURCE_STATUS = HttpHeaderName.fromString("x-ms-copy-source-status-code");
    private static final Pattern CODE_IN_XML = Pattern.compile("<Code>\\s*([A-Za-z0-9]{1,100})\\s*</Code>");
    /** The first line: behind it are the request's number and time, and what was signed. */
    private static final Pattern MESSAGE_IN_XML = Pattern.compile("<Message>\\s*([^<\r\n]*)");

    private static final Pattern QUERY_OF_URL = Pattern.compile("(https?://[^\\s?]*)\\?\\S*");

    private AzureErrors() {}

    /** An answer that is an error, in our words. */
    static StorageException toStorageException(Location at, AzureAnswer answer) {
        return new StorageException(kind(answer), at, reason(answer), cause(answer), Math.max(1, answer.attempts()));
    }

    /** A call that got no answer. */
    static StorageException notAnswered(Location at, IOException failure, int requests) {
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return new StorageException(Kind.UNAVAILABLE, at, plain(reason), failure, Math.max(1, requests));
    }

    /** What the SDK throws itself: only credentials do, since failed attempts are answers. */
    static StorageException toStorageException(Location at, RuntimeException e, int requests) {
        Optional<StorageException> ours = Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .filter(StorageException.class::isInstance)
                .map(StorageException.class::cast)
                .findFirst();
        if (ours.isPresent()) {
            return ours.get();
        }
        int sent = Math.max(1, requests);
        if (e instanceof ClientAuthenticationException) {
            return new StorageException(Kind.DENIED, at, "no Azure credentials: " + firstLine(e), e, sent);
        }
        boolean network = Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .anyMatch(IOException.class::isInstance);
        return new StorageException(network ? Kind.UNAVAILABLE : Kind.UNKNOWN, at, firstLine(e), e, sent);
    }

    /** The error code; the header has it where there can be no body. */
    static String code(AzureAnswer answer) {
        return answer.header(CODE.getCaseInsensitiveName())
                .or(() -> find(CODE_IN_XML, answer.bytes()))
                .orElse("");
    }

    /**
     * Whether the service has no such request. An emulator that stumbles over one answers 500 without the code that every
     * error of Azure has.
     */
    static boolean isUnknownRequest(AzureAnswer answer) {
        return answer.status() == 501 || (answer.status() == 500 && code(answer).isEmpty());
    }

    /** Whether an answer speaks of the source of a copy, not of its target. */
    static boolean isOfCopySource(HttpResponse answer) {
        String code = Objects.requireNonNullElse(answer.getHeaders().getValue(CODE), "");
        return code.equals("CannotVerifyCopySource") || answer.getHeaders().getValue(SOURCE_STATUS) != null;
    }

    /** What the source answered to the service, as far as that is told. */
    static int statusOfCopySource(HttpResponse answer) {
        String said = Objects.requireNonNullElse(answer.getHeaders().getValue(SOURCE_STATUS), "");
        return said.matches("\\d{3}") ? Integer.parseInt(said) : answer.getStatusCode();
    }

    /** Error codes first: Azure uses one status for very different things. */
    static Kind kind(AzureAnswer answer) {
        String code = code(answer);
        return switch (code) {
            case "BlobNotFound", "ContainerNotFound", "ResourceNotFound", "PathNotFound" -> Kind.NOT_FOUND;
            case "BlobAlreadyExists", "PathAlreadyExists" -> Kind.ALREADY_EXISTS;
            case "ConditionNotMet", "TargetConditionNotMet", "SourceConditionNotMet", "CopyIdMismatch" ->
                Kind.PRECONDITION_FAILED;
            case "AuthenticationFailed",
                    "AuthorizationFailure",
                    "AuthorizationPermissionMismatch",
                    "AuthorizationProtocolMismatch",
                    "AuthorizationResourceTypeMismatch",
                    "AuthorizationServiceMismatch",
                    "AuthorizationSourceIPMismatch",
                    "InsufficientAccountPermissions",
                    "InvalidAuthenticationInfo",
                    "NoAuthenticationInformation",
                    "PublicAccessNotPermitted",
                    "UnauthorizedBlobOverwrite",
                    "AccountIsDisabled",
                    "KeyBasedAuthenticationNotPermitted",
                    "BlobImmutableDueToPolicy",
                    "LeaseIdMissing",
                    "LeaseIdMismatchWithBlobOperation",
                    "LeaseLost",
                    "LeaseNotPresentWithBlobOperation" -> Kind.DENIED;
            case "ServerBusy", "TooManyRequests", "OperationLimitExceeded" -> Kind.THROTTLED;
            case "InternalError", "OperationTimedOut", "ContainerBeingDeleted", "PendingCopyOperation" ->
                Kind.UNAVAILABLE;
            // Blocks go when somebody else completes an upload of the same name, or overwrites it: begin again.
            case "InvalidBlockList" -> Kind.UNAVAILABLE;
            case "Md5Mismatch", "Crc64Mismatch" -> Kind.CORRUPT;
            case "InvalidBlobOrBlock", "InvalidBlobType", "InvalidMd5", "InvalidHeaderValue", "OutOfRangeInput" ->
                Kind.INVALID;
            case "BlobArchived",
                    "BlobBeingRehydrated",
                    "ApiNotImplemented",
                    "APINotImplemented",
                    "FeatureVersionMismatch",
                    "FeatureNotYetSupportedForHierarchicalNamespaceAccounts",
                    "UnsupportedHeader",
                    "UnsupportedHttpVerb" -> Kind.UNSUPPORTED;
            case "CannotVerifyCopySource" -> kindOfStatus(statusOfCopySource(answer.response()));
            default -> kindOfStatus(answer.status());
        };
    }

    private static Kind kindOfStatus(int status) {
        return switch (status) {
            case 404 -> Kind.NOT_FOUND;
            case 401, 403 -> Kind.DENIED;
            case 412 -> Kind.PRECONDITION_FAILED;
            case 408, 500, 502, 504 -> Kind.UNAVAILABLE;
            case 429, 503 -> Kind.THROTTLED;
            case 400, 405, 411, 413, 414, RANGE_NOT_SATISFIABLE -> Kind.INVALID;
            case 501 -> Kind.UNSUPPORTED;
            default -> Kind.UNKNOWN;
        };
    }

    private static String reason(AzureAnswer answer) {
        String code = code(answer);
        String text = "Azure answered " + answer.status() + (code.isEmpty() ? "" : " " + code);
        Optional<String> source = answer.header(SOURCE_CODE.getCaseInsensitiveName());
        String detail = switch (code) {
            case "LeaseIdMissing" -> ": the blob is leased by somebody else";
            case "InvalidBlockList" -> ": the blocks are gone, since somebody completed or replaced this blob";
            case "InvalidBlobOrBlock" -> ": blocks of another program's unfinished upload lie here";
            default ->
                find(MESSAGE_IN_XML, answer.bytes())
                        .map(message -> ": " + plain(message))
                        .orElse("");
        };
        return text
                + source.map(ofSource -> " (of the source: " + plain(ofSource) + ")")
                        .orElse("")
                + detail;
    }

    /** The answer as an exception, for those who look for causes; it holds nothing that the reason does not. */
    private static Throwable cause(AzureAnswer answer) {
        return new IOException("HTTP " + answer.status());
    }

    private static Optional<String> find(Pattern pattern, byte[] body) {
        Matcher matcher = pattern.matcher(new String(body, StandardCharsets.UTF_8));
        return matcher.find() ? Optional.of(matcher.group(1)).filter(text -> !text.isBlank()) : Optional.empty();
    }

    private static String firstLine(RuntimeException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return plain(message.lines().findFirst().orElse(""));
    }

    /** Short, and without the query of any URL, which may be a signature. */
    private static String plain(String text) {
        String safe = QUERY_OF_URL.matcher(text).replaceAll("$1?***");
        return safe.length() <= LONGEST_MESSAGE ? safe : safe.substring(0, LONGEST_MESSAGE) + "...";
    }
}
