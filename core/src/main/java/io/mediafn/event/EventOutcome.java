package io.mediafn.event;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of an event.
 *
 * @param item the metadata record, or less where there is none
 * @param redeliver whether the platform should deliver the event again: what went wrong was not the object's fault, and
 *     nothing was recorded
 */
public record EventOutcome(
        ObjectEvent event, Outcome outcome, Optional<ItemError> error, Map<String, Object> item, boolean redeliver) {
    static EventOutcome skipped(ObjectEvent event, String reason) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("filepath", event.location().toString());
        item.put("outcome", Outcome.SKIPPED.text());
        item.put("reason", reason);
        return new EventOutcome(event, Outcome.SKIPPED, Optional.empty(), item, false);
    }

    static EventOutcome failed(ObjectEvent event, ItemError error) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("filepath", event.location().toString());
        item.put("outcome", Outcome.FAILED.text());
        item.put("error", error.toJson());
        return new EventOutcome(event, Outcome.FAILED, Optional.of(error), item, true);
    }
}
