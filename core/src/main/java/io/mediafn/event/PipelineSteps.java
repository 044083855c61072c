package io.mediafn.event;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.DatasetException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.operation.DatasetErrors;
import io.mediafn.operation.copy.CopyOperation;
import io.mediafn.operation.metadata.MetadataReader;
import io.mediafn.storage.Stores;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What steps work with. Thread-safe.
 *
 * @param jobs where this deployment keeps work in progress, which is no medium
 */
public record PipelineSteps(
        EventDatasets datasets,
        MetadataReader reader,
        CopyOperation copy,
        Stores stores,
        LocationPolicy policy,
        BatchRunner runner,
        Clock clock,
        Optional<Location> jobs) {
    /** A runner of a pipeline's rules. */
    public PipelineRunner runner(Pipeline pipeline) {
        Set<Optional<String>> named = new LinkedHashSet<>();
        pipeline.rules().forEach(rule -> rule.steps().forEach(step -> named.add(step.dataset())));
        Predicate<ObjectEvent> own = event ->
                jobs.filter(prefix -> prefix.contains(event.location())).isPresent()
                        || named.stream().anyMatch(name -> datasets.owns(name, event.location()));
        return new PipelineRunner(pipeline, step -> ready(step, LinkedPlaces.of(pipeline, step.dataset())), own);
    }

    private EventStep ready(Step step, LinkedPlaces places) {
        return switch (step) {
            case Step.Copy copying -> new CopyStep(copy, copying, policy);
            case Step.Metadata metadata ->
                (events, deadline) -> lent(
                        events,
                        () -> datasets.recording(
                                metadata.dataset(),
                                dataset -> new EventRecorder(
                                                reader, runner, dataset, places, metadata.options(), policy, clock)
                                        .run(events, deadline)));
            case Step.Relink relink ->
                (events, deadline) -> lent(
                        events,
                        () -> datasets.editing(
                                relink.dataset(),
                                dataset ->
                                        new RelinkStep(dataset, relink, stores, policy, runner).run(events, deadline)));
            case Step.Unregister unregister ->
                (events, deadline) -> lent(
                        events,
                        () -> datasets.recording(
                                unregister.dataset(),
                                dataset -> new UnregisterStep(dataset, places, stores, policy, runner, clock)
                                        .run(events, deadline)));
        };
    }

    /** A dataset that can't be opened is no event's fault: all of them come again. */
    private static List<EventOutcome> lent(List<ObjectEvent> events, Supplier<List<EventOutcome>> work) {
        try {
            return work.get();
        } catch (DatasetException e) {
            return events.stream()
                    .map(event -> EventOutcome.failed(event, DatasetErrors.of(e)))
                    .toList();
        }
    }
}
