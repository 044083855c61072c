package io.mediafn.storage.azure;

import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The precondition of a write, and what it means when the service finds it not met.
 *
 * @param etag present exactly for {@link WriteMode#IF_MATCH}
 */
record AzureConditions(WriteMode mode, Optional<String> etag) {
    Consumer<AzureRequest> headers() {
        return request -> {
            switch (mode) {
                case CREATE_ONLY -> request.header("If-None-Match", "*");
                case IF_MATCH -> request.header("If-Match", etag.orElseThrow());
                case REPLACE -> {}
            }
        };
    }

    /** Whether an answer says that the target is not as it must be. */
    boolean refused(AzureAnswer answer) {
        Kind kind = kind(answer);
        return (mode == WriteMode.CREATE_ONLY && kind == Kind.ALREADY_EXISTS)
                || (mode == WriteMode.IF_MATCH && kind == Kind.PRECONDITION_FAILED);
    }

    /** The error that an answer to the write means; the same code means another thing for each precondition. */
    StorageException toStorageException(Location to, AzureAnswer answer) {
        StorageException plain = AzureErrors.toStorageException(to, answer);
        Kind kind = kind(answer);
        if (kind == plain.kind()) {
            return plain;
        }
        String reason = kind == Kind.ALREADY_EXISTS ? "an object is already there" : "the object to replace is gone";
        return new StorageException(kind, to, reason, plain, plain.requests());
    }

    private Kind kind(AzureAnswer answer) {
        String code = AzureErrors.code(answer);
        Kind kind = AzureErrors.kind(answer);
        boolean ofSource = code.equals("SourceConditionNotMet") || AzureErrors.isOfCopySource(answer.response());
        if (ofSource) {
            return kind;
        }
        if (mode == WriteMode.CREATE_ONLY && kind == Kind.PRECONDITION_FAILED) {
            return Kind.ALREADY_EXISTS;
        }
        if (mode == WriteMode.IF_MATCH && code.equals("BlobNotFound")) {
            return Kind.PRECONDITION_FAILED;
        }
        return kind;
    }
}
