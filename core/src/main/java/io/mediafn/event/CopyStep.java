package io.mediafn.event;

import io.mediafn.batch.Deadline;
import io.mediafn.batch.ItemError;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.operation.copy.CopyOperation;
import io.mediafn.operation.copy.CopyRequest;
import io.mediafn.operation.copy.CopyRequestReader;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.operation.copy.CopyWatcher;
import io.mediafn.storage.StorageException.Kind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies objects to their names below another prefix. Assets of scenes have events of their own. What is there already is
 * passed over, so that an event that comes again costs a look. Thread-safe.
 */
final class CopyStep implements EventStep {
    private final CopyOperation copy;
    private final Step.Copy step;
    private final LocationPolicy policy;

    CopyStep(CopyOperation copy, Step.Copy step, LocationPolicy policy) {
        this.copy = copy;
        this.step = step;
        this.policy = policy;
    }

    @Override
    public List<EventOutcome> run(List<ObjectEvent> events, Deadline deadline) {
        Map<Location, ItemError> impossible = new HashMap<>();
        Map<Location, Location> ways = new LinkedHashMap<>();
        for (ObjectEvent event : events) {
            try {
                // One by one: what is wrong with one of them must not keep the others from being copied.
                Location in = policy.check(event.location());
                ways.put(in, policy.check(EventSteps.moved(in, step.from(), step.outdir())));
            } catch (IllegalLocationException e) {
                impossible.put(event.location(), new ItemError(Kind.INVALID, String.valueOf(e.getMessage())));
            } catch (LocationRefusedException e) {
                impossible.put(event.location(), new ItemError(Kind.DENIED, String.valueOf(e.getMessage())));
            }
        }
        Map<Location, CopyResult> results = new HashMap<>();
        if (!ways.isEmpty()) {
            copy.exactly(request(ways), () -> !deadline.isOver(), CopyWatcher.NOBODY)
                    .forEach(result -> results.put(result.in(), result));
        }
        return events.stream()
                .map(event -> Optional.ofNullable(impossible.get(event.location()))
                        .map(error -> EventOutcome.failed(event, error))
                        .orElseGet(() -> EventSteps.outcome(event, results.get(event.location()))))
                .toList();
    }

    private CopyRequest request(Map<Location, Location> ways) {
        Map<String, Object> fields = new LinkedHashMap<>(step.options());
        fields.put("inpaths", ways.keySet().stream().map(Location::toString).toList());
        fields.put("outpaths", ways.values().stream().map(Location::toString).toList());
        return CopyRequestReader.read(fields, false).withSkipFailures(true);
    }
}
