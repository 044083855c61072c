package io.mediafn.operation.relink;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the links of one field that were under a prefix.
 *
 * @param field its name
 * @param samples documents that link to another place now, or would
 * @param matched documents that had a link under the old prefix
 * @param reason why nothing was done
 */
public record FieldResult(
        String field, Outcome outcome, long matched, long samples, Optional<String> reason, Optional<ItemError> error)
        implements RelinkResult {
    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("media_field", field);
        json.put("outcome", outcome.text());
        json.put("matched", matched);
        json.put("changed", samples);
        reason.ifPresent(text -> json.put("reason", text));
        error.ifPresent(found -> json.put("error", found.toJson()));
        return json;
    }
}
