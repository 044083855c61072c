package io.mediafn.event;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
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

    static EventOutcome done(ObjectEvent event, Map<String, Object> item) {
        return new EventOutcome(event, Outcome.DONE, Optional.empty(), item, false);
    }

    /** The worst of the steps' outcomes, and the first error that should bring the event again. */
    static EventOutcome ofSteps(ObjectEvent event, List<EventOutcome> steps, List<Map<String, Object>> items) {
        Optional<EventOutcome> again =
                steps.stream().filter(EventOutcome::redeliver).findFirst();
        Optional<EventOutcome> failed = again.or(
                () -> steps.stream().filter(step -> step.error().isPresent()).findFirst());
        boolean anyDone = steps.stream().anyMatch(step -> step.outcome() == Outcome.DONE);
        Outcome outcome = failed.isPresent() ? Outcome.FAILED : anyDone ? Outcome.DONE : Outcome.SKIPPED;
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("filepath", event.location().toString());
        item.put("outcome", outcome.text());
        item.put("steps", items);
        return new EventOutcome(event, outcome, failed.flatMap(EventOutcome::error), item, again.isPresent());
    }

    static EventOutcome failed(ObjectEvent event, ItemError error) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("filepath", event.location().toString());
        item.put("outcome", Outcome.FAILED.text());
        item.put("error", error.toJson());
        return new EventOutcome(event, Outcome.FAILED, Optional.of(error), item, true);
    }

    /** Which event should be delivered again, and why; absent if it should not. */
    public Optional<String> failure() {
        if (!redeliver) {
            return Optional.empty();
        }
        String why = error.map(cause -> cause.kind() + " " + cause.message()).orElse("");
        return Optional.of(event.location().display() + ": " + why);
    }
}
