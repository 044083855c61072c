package io.mediafn.event;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.location.Location;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.storage.StorageException.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What steps have in common. */
final class EventSteps {
    private EventSteps() {}

    /** The same name below another prefix. */
    static Location moved(Location at, Location from, Location to) {
        return to.child(at.key().substring(from.key().length()));
    }

    /** That an object is gone is no failure: its deletion is told by an event of its own. */
    static EventOutcome outcome(ObjectEvent event, @Nullable CopyResult result) {
        if (result == null || result.outcome() == Outcome.NOT_ATTEMPTED) {
            return EventOutcome.failed(event, new ItemError(Kind.UNAVAILABLE, "there was no time left"));
        }
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("filepath", event.location().toString());
        item.putAll(result.toJson());
        Optional<ItemError> error = result.error();
        if (error.filter(why -> why.kind() == Kind.NOT_FOUND).isPresent()) {
            return EventOutcome.skipped(event, "gone");
        }
        return error.isPresent()
                ? new EventOutcome(event, Outcome.FAILED, error, item, true)
                : new EventOutcome(event, result.outcome(), Optional.empty(), item, false);
    }
}
