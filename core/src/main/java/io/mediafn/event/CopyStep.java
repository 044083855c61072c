package io.mediafn.event;

import io.mediafn.batch.Deadline;
import io.mediafn.batch.ItemError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.Location;
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

/**
 * Copies objects to their names below another prefix. Assets of scenes have events of their own. What is there already is
 * passed over, so that an event that comes again costs a look. Thread-safe.
 */
final class CopyStep implements EventStep {
    private final CopyOperation copy;
    private final Step.Copy step;

    CopyStep(CopyOperation copy, Step.Copy step) {
        this.copy = copy;
        this.step = step;
    }

    @Override
    public List<EventOutcome> run(List<ObjectEvent> events, Deadline deadline) {
        List<Location> in =
                events.stream().map(ObjectEvent::location).distinct().toList();
        Map<Location, CopyResult> results = new HashMap<>();
        try {
            copy.exactly(request(in), () -> !deadline.isOver(), CopyWatcher.NOBODY)
                    .forEach(result -> results.put(result.in(), result));
        } catch (InvalidFieldsException | LocationRefusedException e) {
            Kind kind = e instanceof LocationRefusedException ? Kind.DENIED : Kind.INVALID;
            ItemError error = new ItemError(kind, String.valueOf(e.getMessage()));
            return events.stream()
                    .map(event -> EventOutcome.failed(event, error))
                    .toList();
        }
        return events.stream()
                .map(event -> EventSteps.outcome(event, results.get(event.location())))
                .toList();
    }

    private CopyRequest request(List<Location> in) {
        Map<String, Object> fields = new LinkedHashMap<>(step.options());
        fields.put("inpaths", in.stream().map(Location::toString).toList());
        fields.put(
                "outpaths",
                in.stream()
                        .map(at ->
                                EventSteps.moved(at, step.from(), step.outdir()).toString())
                        .toList());
        return CopyRequestReader.read(fields, false).withSkipFailures(true);
    }
}
