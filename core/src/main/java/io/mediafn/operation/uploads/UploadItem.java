package io.mediafn.operation.uploads;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.storage.UnfinishedUpload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one unfinished upload.
 *
 * @param outcome {@link Outcome#DONE} if it was aborted, or found where nothing else was asked for
 * @param reason why it was skipped or not attempted
 */
public record UploadItem(UnfinishedUpload upload, Outcome outcome, Optional<String> reason, Optional<ItemError> error) {
    static UploadItem of(UnfinishedUpload upload, Outcome outcome) {
        return new UploadItem(upload, outcome, Optional.empty(), Optional.empty());
    }

    static UploadItem without(UnfinishedUpload upload, Outcome outcome, String reason) {
        return new UploadItem(upload, outcome, Optional.of(reason), Optional.empty());
    }

    static UploadItem failed(UnfinishedUpload upload, ItemError error) {
        return new UploadItem(upload, Outcome.FAILED, Optional.empty(), Optional.of(error));
    }

    /** The item as reports have it; what is not known is absent. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("filepath", upload.location().toString());
        json.put("upload_id", upload.id());
        json.put("outcome", outcome.text());
        reason.ifPresent(text -> json.put("reason", text));
        json.put("own", upload.own());
        upload.started().ifPresent(time -> json.put("started", Json.time(time)));
        error.ifPresent(failure -> json.put("error", failure.toJson()));
        return json;
    }
}
