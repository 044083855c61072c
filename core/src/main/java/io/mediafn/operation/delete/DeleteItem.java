package io.mediafn.operation.delete;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.location.Location;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of one object.
 *
 * @param outcome {@link Outcome#DONE} if it is gone, or was not there
 * @param size in bytes, where a listing told it
 * @param error present exactly for {@link Outcome#FAILED}
 * @param reason why it was not attempted
 */
public record DeleteItem(
        Location filepath, Outcome outcome, OptionalLong size, Optional<ItemError> error, Optional<String> reason) {
    static DeleteItem of(DeleteTarget target, Outcome outcome) {
        return new DeleteItem(target.at(), outcome, target.size(), Optional.empty(), Optional.empty());
    }

    static DeleteItem failed(DeleteTarget target, ItemError error) {
        return new DeleteItem(target.at(), Outcome.FAILED, target.size(), Optional.of(error), Optional.empty());
    }

    static DeleteItem notAttempted(DeleteTarget target, String reason) {
        return new DeleteItem(target.at(), Outcome.NOT_ATTEMPTED, target.size(), Optional.empty(), Optional.of(reason));
    }

    /** The item as reports have it; what is not known is absent. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("filepath", filepath.toString());
        json.put("outcome", outcome.text());
        reason.ifPresent(text -> json.put("reason", text));
        size.ifPresent(bytes -> json.put("size_bytes", bytes));
        error.ifPresent(failure -> json.put("error", failure.toJson()));
        return json;
    }
}
