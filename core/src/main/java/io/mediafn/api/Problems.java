package io.mediafn.api;

import io.mediafn.dataset.DatasetException;
import io.mediafn.json.FieldError;
import io.mediafn.json.Fields;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.JsonException;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.storage.StorageException;
import java.util.List;

/** The one place where exceptions become statuses. What nobody expected tells nothing of itself to the caller. */
final class Problems {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY = 429;
    private static final int FAULT = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER = "Retry-After";
    private static final String SECONDS = "5";

    private Problems() {}

    static Problem of(RuntimeException e) {
        return switch (e) {
            case ProblemException own -> own.problem();
            case InvalidFieldsException fields -> invalid(fields.errors());
            case JsonException json -> Problem.of(BAD_REQUEST, "not-json", "Not JSON", text(json));
            case LocationRefusedException refused ->
                Problem.of(FORBIDDEN, "location-refused", "Location not allowed", text(refused));
            case IllegalLocationException illegal ->
                Problem.of(BAD_REQUEST, "invalid-fields", "Invalid request", text(illegal));
            case DatasetException dataset -> ofDataset(dataset);
            case StorageException storage -> ofStorage(storage);
            default ->
                Problem.of(
                        FAULT,
                        "fault",
                        "Fault",
                        "something went wrong that should not; the log has it under the correlation id");
        };
    }

    private static Problem invalid(List<FieldError> errors) {
        String more =
                errors.size() < Fields.MOST_ERRORS ? "" : "; the first " + Fields.MOST_ERRORS + " mistakes are named";
        return Problem.of(BAD_REQUEST, "invalid-fields", "Invalid request", "the request breaks rules" + more)
                .withErrors(errors);
    }

    private static Problem ofDataset(DatasetException e) {
        return switch (e.kind()) {
            case NOT_FOUND -> Problem.of(NOT_FOUND, "no-dataset", "No such dataset", text(e));
            case REFUSED -> Problem.of(CONFLICT, "dataset-refused", "Dataset refused", text(e));
            case INVALID -> Problem.of(BAD_REQUEST, "invalid-fields", "Invalid request", text(e));
            case DENIED -> Problem.of(BAD_GATEWAY, "dataset-denied", "Database denies access", text(e));
            case UNAVAILABLE ->
                Problem.of(UNAVAILABLE, "dataset-unavailable", "Database not available", text(e))
                        .with(RETRY_AFTER, SECONDS);
        };
    }

    private static Problem ofStorage(StorageException e) {
        return switch (e.kind()) {
            case NOT_FOUND -> Problem.of(NOT_FOUND, "no-object", "No such object", text(e));
            case INVALID -> Problem.of(BAD_REQUEST, "invalid-fields", "Invalid request", text(e));
            case ALREADY_EXISTS, PRECONDITION_FAILED ->
                Problem.of(CONFLICT, "object-changed", "Object changed meanwhile", text(e));
            case UNSUPPORTED, CORRUPT -> Problem.of(UNPROCESSABLE, "object-unusable", "Object not usable", text(e));
            case DENIED -> Problem.of(BAD_GATEWAY, "store-denied", "Store denies access", text(e));
            case THROTTLED ->
                Problem.of(TOO_MANY, "store-throttled", "Store throttles", text(e))
                        .with(RETRY_AFTER, SECONDS);
            case UNAVAILABLE ->
                Problem.of(UNAVAILABLE, "store-unavailable", "Store not available", text(e))
                        .with(RETRY_AFTER, SECONDS);
            case UNKNOWN -> Problem.of(BAD_GATEWAY, "store-fault", "Store failed", text(e));
        };
    }

    private static String text(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }
}
