package io.mediafn.event;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.Dataset;
import io.mediafn.dataset.SampleIds;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes samples out of a dataset whose objects are gone, and only if they are: the event may be older than the object that
 * is there now. Media are never touched. Thread-safe.
 */
final class UnregisterStep implements EventStep {
    private final Dataset dataset;
    private final LinkedPlaces places;
    private final Stores stores;
    private final LocationPolicy policy;
    private final BatchRunner runner;
    private final Clock clock;

    UnregisterStep(
            Dataset dataset,
            LinkedPlaces places,
            Stores stores,
            LocationPolicy policy,
            BatchRunner runner,
            Clock clock) {
        this.dataset = dataset;
        this.places = places;
        this.stores = stores;
        this.policy = policy;
        this.runner = runner;
        this.clock = clock;
    }

    @Override
    public List<EventOutcome> run(List<ObjectEvent> events, Deadline deadline) {
        List<EventOutcome> outcomes = new ArrayList<>(events.size());
        List<SampleRecord> gone = new ArrayList<>();
        runner.run(
                events.iterator(),
                // The time before the look: what others saw while it took place is newer, and must stay.
                event -> new Look(clock.instant(), look(event, deadline)),
                look -> {
                    outcomes.add(look.outcome());
                    gone.addAll(tombstones(look));
                },
                () -> false);
        return RecordedOutcomes.write(dataset, places, outcomes, gone);
    }

    private record Look(Instant at, EventOutcome outcome) {}

    private EventOutcome look(ObjectEvent event, Deadline deadline) {
        if (deadline.isOver()) {
            return EventOutcome.failed(event, new ItemError(Kind.UNAVAILABLE, "there was no time left"));
        }
        try {
            Location at = policy.check(event.location());
            if (stores.forLocation(at).find(at).isPresent()) {
                return EventOutcome.skipped(event, "exists");
            }
        } catch (LocationRefusedException e) {
            return EventOutcome.failed(event, new ItemError(Kind.DENIED, String.valueOf(e.getMessage())));
        } catch (StorageException e) {
            return EventOutcome.failed(event, ItemError.of(e));
        }
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("filepath", event.location().toString());
        item.put("outcome", Outcome.DONE.text());
        return EventOutcome.done(event, item);
    }

    private List<SampleRecord> tombstones(Look look) {
        if (look.outcome().outcome() != Outcome.DONE) {
            return List.of();
        }
        ObjectEvent event = look.outcome().event();
        Map<String, Object> facts = new LinkedHashMap<>();
        event.time().ifPresent(time -> facts.put("source", Map.of("event_time", Json.time(time))));
        // A sample that was linked to this place has the id of the place where it was before.
        return Stream.of(SampleIds.of(event.location()), places.sampleId(event.location()))
                .distinct()
                .map(id -> new SampleRecord(
                        id, event.location(), Optional.empty(), event.sequence(), look.at(), true, facts))
                .toList();
    }
}
