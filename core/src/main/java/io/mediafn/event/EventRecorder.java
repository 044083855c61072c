package io.mediafn.event;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.batch.ItemError;
import io.mediafn.dataset.Dataset;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.json.Json;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.operation.metadata.MetadataOptions;
import io.mediafn.operation.metadata.MetadataReader;
import io.mediafn.operation.metadata.MetadataRecord;
import io.mediafn.storage.StorageException.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an event leads to: the metadata of the object that is there now goes into the dataset. The same event twice, or
 * two in the wrong order, leave the same dataset. Thread-safe.
 */
final class EventRecorder implements EventStep {
    private final MetadataReader reader;
    private final BatchRunner runner;
    private final Dataset dataset;
    private final LinkedPlaces places;
    private final MetadataOptions options;
    private final LocationPolicy policy;
    private final Clock clock;

    EventRecorder(
            MetadataReader reader,
            BatchRunner runner,
            Dataset dataset,
            LinkedPlaces places,
            MetadataOptions options,
            LocationPolicy policy,
            Clock clock) {
        this.reader = reader;
        this.runner = runner;
        this.dataset = dataset;
        this.places = places;
        this.options = options;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public List<EventOutcome> run(List<ObjectEvent> events, Deadline deadline) {
        List<EventOutcome> outcomes = new ArrayList<>(events.size());
        List<SampleRecord> observations = new ArrayList<>();
        runner.run(
                events.iterator(),
                event -> observe(event, deadline),
                observed -> {
                    outcomes.add(observed.outcome());
                    observed.sample().ifPresent(observations::add);
                },
                () -> false);
        return RecordedOutcomes.write(dataset, places, outcomes, observations);
    }

    private record Observed(EventOutcome outcome, Optional<SampleRecord> sample) {}

    private Observed observe(ObjectEvent event, Deadline deadline) {
        // What is skipped is skipped before anything else is asked: it would only come again as a failure.
        Optional<EventOutcome> passedOver = skipped(event).or(() -> refused(event, deadline));
        if (passedOver.isPresent()) {
            return new Observed(passedOver.get(), Optional.empty());
        }
        // Before the look: what others saw while it took place is newer, and must stay.
        Instant observedAt = clock.instant();
        MetadataRecord record = reader.read(event.location(), options);
        if (record.error().isPresent() && !record.settled()) {
            // A denied access becomes a permitted one when somebody mends a policy, and an unknown fault has to be
            // seen:
            // both go back to the queue, and at last to its dead letters, where nothing is lost.
            return new Observed(EventOutcome.failed(event, record.error().get()), Optional.empty());
        }
        EventOutcome outcome = new EventOutcome(event, record.outcome(), record.error(), record.toJson(), false);
        if (isGone(outcome)) {
            // Its deletion is told by an event of its own, which may have come before this one.
            return new Observed(outcome, Optional.empty());
        }
        SampleRecord sample = new SampleRecord(
                places.sampleId(event.location()),
                event.location(),
                Optional.empty(),
                event.sequence(),
                observedAt,
                false,
                facts(record, event));
        return new Observed(outcome, Optional.of(sample));
    }

    private static boolean isGone(EventOutcome outcome) {
        return outcome.error().filter(error -> error.kind() == Kind.NOT_FOUND).isPresent();
    }

    private Optional<EventOutcome> skipped(ObjectEvent event) {
        if (dataset.owns(event.location())) {
            return Optional.of(EventOutcome.skipped(event, "own_output"));
        }
        if (!event.location().isMedia()) {
            return Optional.of(EventOutcome.skipped(event, "not_media"));
        }
        return event.type() == ObjectEvent.Type.DELETED
                ? Optional.of(EventOutcome.skipped(event, "no_rule_for_deletions"))
                : Optional.empty();
    }

    private Optional<EventOutcome> refused(ObjectEvent event, Deadline deadline) {
        try {
            policy.check(event.location());
        } catch (LocationRefusedException e) {
            return Optional.of(EventOutcome.failed(event, new ItemError(Kind.DENIED, String.valueOf(e.getMessage()))));
        }
        return deadline.isOver()
                ? Optional.of(EventOutcome.failed(event, new ItemError(Kind.UNAVAILABLE, "there was no time left")))
                : Optional.empty();
    }

    /** What the record says, without what identifies it, and with the time of its event. */
    private static Map<String, Object> facts(MetadataRecord record, ObjectEvent event) {
        Map<String, Object> facts = new LinkedHashMap<>(record.toJson());
        facts.remove("filepath");
        Map<String, Object> source = new LinkedHashMap<>();
        if (facts.get("source") instanceof Map<?, ?> said) {
            said.forEach((field, value) -> source.put(String.valueOf(field), value));
        }
        event.time().ifPresent(time -> source.put("event_time", Json.time(time)));
        facts.put("source", source);
        return facts;
    }
}
