package io.mediafn.event;

import io.mediafn.batch.BatchRunner;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Links samples to another place of their media: only to an object that is there, and, as long as the old one is there
 * too, only to one with the same content. Thread-safe.
 */
final class RelinkStep implements EventStep {
    /** As many changes as a dataset takes at once. */
    private static final int MOST = 1000;

    private static final String NO_SAMPLE = "no_sample";

    private final EditableDataset dataset;
    private final Step.Relink step;
    private final Stores stores;
    private final LocationPolicy policy;
    private final BatchRunner runner;

    RelinkStep(EditableDataset dataset, Step.Relink step, Stores stores, LocationPolicy policy, BatchRunner runner) {
        this.dataset = dataset;
        this.step = step;
        this.stores = stores;
        this.policy = policy;
        this.runner = runner;
    }

    private record Change(Location from, Location to) {
        LinkChange stored() {
            return new LinkChange(StoredPath.of(from), StoredPath.of(to));
        }
    }

    /** What a look at both places came to: a change that may be made, or an outcome at once. */
    private record Look(ObjectEvent event, Optional<Change> change, Optional<EventOutcome> settled) {
        static Look settled(EventOutcome outcome) {
            return new Look(outcome.event(), Optional.empty(), Optional.of(outcome));
        }
    }

    @Override
    public List<EventOutcome> run(List<ObjectEvent> events, Deadline deadline) {
        List<Look> looks = new ArrayList<>(events.size());
        runner.run(events.iterator(), event -> look(event, deadline), looks::add, () -> false);
        Map<Change, Linked> linked = new HashMap<>();
        for (List<Change> group : groups(looks)) {
            linked.putAll(relinked(group));
        }
        List<EventOutcome> outcomes = new ArrayList<>(events.size());
        Set<Change> told = new HashSet<>();
        for (Look look : looks) {
            outcomes.add(look.settled().orElseGet(() -> {
                Change change = look.change().orElseThrow();
                Linked done = Optional.ofNullable(linked.get(change)).orElseThrow();
                // Of two events of one object, the second has found nothing left to do.
                boolean again = !told.add(change) && done.error().isEmpty();
                return again ? EventOutcome.skipped(look.event(), NO_SAMPLE) : done.outcome(look.event(), change);
            }));
        }
        return outcomes;
    }

    private Look look(ObjectEvent event, Deadline deadline) {
        if (deadline.isOver()) {
            return Look.settled(failed(event, Kind.UNAVAILABLE, "there was no time left"));
        }
        try {
            Location from = policy.check(EventSteps.moved(event.location(), step.of(), step.from()));
            Location to = policy.check(EventSteps.moved(event.location(), step.of(), step.to()));
            Optional<ObjectStat> target = stores.forLocation(to).find(to);
            if (target.isEmpty()) {
                return Look.settled(EventOutcome.skipped(event, "gone"));
            }
            ObjectStore source = stores.forLocation(from);
            Optional<ObjectStat> old = source.find(from);
            if (old.isPresent() && !SameContent.isProven(source, old.get(), stores.forLocation(to), target.get())) {
                return Look.settled(
                        failed(event, Kind.CORRUPT, to.display() + " is not what lies at " + from.display()));
            }
            return new Look(event, Optional.of(new Change(from, to)), Optional.empty());
        } catch (IllegalLocationException e) {
            return Look.settled(failed(event, Kind.INVALID, String.valueOf(e.getMessage())));
        } catch (LocationRefusedException e) {
            return Look.settled(failed(event, Kind.DENIED, String.valueOf(e.getMessage())));
        } catch (StorageException e) {
            return Look.settled(EventOutcome.failed(event, ItemError.of(e)));
        }
    }

    /** Changes that may be made at once, which none may that begins where another one ends. */
    private static List<List<Change>> groups(List<Look> looks) {
        List<List<Change>> groups = new ArrayList<>();
        Set<Location> places = new HashSet<>();
        List<Change> group = new ArrayList<>();
        for (Change change : looks.stream()
                .flatMap(look -> look.change().stream())
                .distinct()
                .toList()) {
            if (group.size() == MOST || places.contains(change.from()) || places.contains(change.to())) {
                groups.add(group);
                group = new ArrayList<>();
                places.clear();
            }
            group.add(change);
            places.add(change.from());
            places.add(change.to());
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    /** What became of a change. */
    private record Linked(long samples, Optional<ItemError> error) {
        EventOutcome outcome(ObjectEvent event, Change change) {
            return error.map(why -> EventOutcome.failed(event, why))
                    .orElseGet(() -> samples == 0
                            ? EventOutcome.skipped(event, NO_SAMPLE)
                            : done(event, change.from(), change.to(), samples));
        }
    }

    private Map<Change, Linked> relinked(List<Change> group) {
        Map<Change, Linked> linked = new HashMap<>();
        try {
            List<Map<MediaField, ChangeCount>> counts =
                    dataset.relink(group.stream().map(Change::stored).toList(), dataset.mediaFields());
            for (int i = 0; i < group.size(); i++) {
                long samples = counts.get(i).values().stream()
                        .mapToLong(ChangeCount::changed)
                        .sum();
                linked.put(group.get(i), new Linked(samples, Optional.empty()));
            }
        } catch (DatasetException e) {
            Linked failed = new Linked(0, Optional.of(DatasetErrors.of(e)));
            group.forEach(change -> linked.put(change, failed));
        }
        return linked;
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
