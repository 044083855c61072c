package io.mediafn.event;

import io.mediafn.batch.Deadline;
import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.StoredPath;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.operation.DatasetErrors;
import io.mediafn.operation.copy.SameContent;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Links samples to another place of their media: only to an object that is there, and, as long as the old one is there
 * too, only to one with the same content. Thread-safe.
 */
final class RelinkStep implements EventStep {
    private final EditableDataset dataset;
    private final Step.Relink step;
    private final Stores stores;
    private final LocationPolicy policy;

    RelinkStep(EditableDataset dataset, Step.Relink step, Stores stores, LocationPolicy policy) {
        this.dataset = dataset;
        this.step = step;
        this.stores = stores;
        this.policy = policy;
    }

    @Override
    public List<EventOutcome> run(List<ObjectEvent> events, Deadline deadline) {
        return events.stream()
                .map(event ->
                        deadline.isOver() ? failed(event, Kind.UNAVAILABLE, "there was no time left") : relinked(event))
                .toList();
    }

    private EventOutcome relinked(ObjectEvent event) {
        try {
            Location from = policy.check(EventSteps.moved(event.location(), step.of(), step.from()));
            Location to = policy.check(EventSteps.moved(event.location(), step.of(), step.to()));
            Optional<ObjectStat> target = stores.forLocation(to).find(to);
            if (target.isEmpty()) {
                return EventOutcome.skipped(event, "gone");
            }
            ObjectStore source = stores.forLocation(from);
            Optional<ObjectStat> old = source.find(from);
            if (old.isPresent() && !SameContent.isProven(source, old.get(), stores.forLocation(to), target.get())) {
                return failed(event, Kind.CORRUPT, to.display() + " is not what lies at " + from.display());
            }
            LinkChange change = new LinkChange(StoredPath.of(from), StoredPath.of(to));
            List<MediaField> fields = dataset.mediaFields();
            long samples = dataset.relink(List.of(change), fields).stream()
                    .flatMap(counts -> counts.values().stream())
                    .mapToLong(ChangeCount::changed)
                    .sum();
            return samples == 0 ? EventOutcome.skipped(event, "no_sample") : done(event, from, to, samples);
        } catch (IllegalLocationException e) {
            return failed(event, Kind.INVALID, String.valueOf(e.getMessage()));
        } catch (LocationRefusedException e) {
            return failed(event, Kind.DENIED, String.valueOf(e.getMessage()));
        } catch (StorageException e) {
            return EventOutcome.failed(event, ItemError.of(e));
        } catch (DatasetException e) {
            return EventOutcome.failed(event, DatasetErrors.of(e));
        }
    }

    private static EventOutcome done(ObjectEvent event, Location from, Location to, long samples) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("filepath", to.toString());
        item.put("previous_filepath", from.toString());
        item.put("outcome", Outcome.DONE.text());
        item.put("samples", samples);
        return EventOutcome.done(event, item);
    }

    private static EventOutcome failed(ObjectEvent event, Kind kind, String message) {
        return EventOutcome.failed(event, new ItemError(kind, message));
    }
}
