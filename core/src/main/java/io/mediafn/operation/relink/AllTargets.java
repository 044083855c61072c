package io.mediafn.operation.relink;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.operation.relink.MapPhase.Step;
import io.mediafn.operation.relink.TargetCheck.Found;
import io.mediafn.storage.StorageException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at all targets before anything is changed. Where one does not verify nothing is, and what an earlier run that was
 * cut off has changed goes back. For one thread.
 */
final class AllTargets {
    /** More than anybody reads. */
    private static final int MOST_FAILURES = 10_000;

    private static final ItemError NOTHING_THERE = new ItemError(
            Kind.NOT_FOUND,
            "its samples stay linked to the new location, although another target fails: nothing is at the old one");

    private final MapPass pass;
    private final boolean hasUndo;
    private final boolean wasComplete;
    private final Map<Integer, LineResult> failures = new LinkedHashMap<>();

    /**
     * Looks at nothing yet.
     *
     * @param hasUndo whether an earlier run of the map left its undo map
     * @param wasComplete whether that run came to its end
     */
    AllTargets(MapPass pass, boolean hasUndo, boolean wasComplete) {
        this.pass = pass;
        this.hasUndo = hasUndo;
        this.wasComplete = wasComplete;
    }

    /**
     * Verifies what time allows.
     *
     * @return empty if all do, and links may change
     */
    Optional<Ending> verify(int first) {
        try (MapBatches batches = pass.batches();
                UndoCursor known = pass.known(hasUndo)) {
            batches.skipTo(first);
            while (batches.hasNext() && failures.size() < MOST_FAILURES) {
                int at = batches.take().getFirst().index();
                if (pass.gate().isOpen()) {
                    at = verify(batches.standings(known, pass.undoes(), false));
                }
                if (!pass.gate().isOpen() && batches.hasNext()) {
                    return Optional.of(failures.isEmpty() ? later(at) : stopped());
                }
            }
        }
        return failures.isEmpty() ? Optional.empty() : Optional.of(stopped());
    }

    private static Ending later(int index) {
        return new Ending(Optional.of(new MapPhase(Step.VERIFY, index).next()), Map.of());
    }

    /** The entry that a later call goes on with: the first for which time was over. */
    private int verify(List<Standing> standings) {
        List<Standing> concerned = standings.stream()
                .filter(standing ->
                        pass.renders() || standing.isToChange() || (standing.known() && standing.there() > 0))
                .toList();
        Map<Integer, Found> found =
                pass.verified(concerned.stream().map(Standing::entry).toList());
        int next = standings.getLast().entry().index() + 1;
        for (Standing standing : standings) {
            MapEntry entry = standing.entry();
            boolean taken = standing.here() > 0 && !standing.mayChange() && !entry.isNothing();
            if (taken) {
                failures.put(
                        entry.index(),
                        LineResult.failed(
                                entry,
                                new ItemError(
                                        Kind.ALREADY_EXISTS,
                                        standing.there() + " others link to the new location already: undoing could"
                                                + " not tell them from the " + standing.here() + " that would come")));
            }
        }
        for (Standing standing : concerned) {
            MapEntry entry = standing.entry();
            Found result = found.get(entry.index());
            if (result == null) {
                next = Math.min(next, entry.index());
            } else if (!result.verified()) {
                failures.put(entry.index(), LineResult.of(entry, Outcome.FAILED).with(result));
            }
        }
        return next;
    }

    /** Nothing is changed, and what was is changed back. */
    private Ending stopped() {
        boolean goBack = hasUndo && !wasComplete && isCutOff();
        failures.values().forEach(failure -> pass.out().add(failure));
        try (MapBatches batches = pass.batches();
                UndoCursor known = pass.known(hasUndo)) {
            while (batches.hasNext() && (goBack || !pass.out().isFull())) {
                List<MapEntry> unused = batches.take();
                List<Standing> standings = batches.standings(known, pass.undoes(), false);
                Set<Integer> nowhere = goBack ? nowhere(standings) : Set.of();
                Map<Integer, Long> undone = goBack ? undone(standings, nowhere) : Map.of();
                for (Standing standing : standings) {
                    MapEntry entry = standing.entry();
                    long back = undone.getOrDefault(entry.index(), 0L);
                    if (nowhere.contains(entry.index()) && !failures.containsKey(entry.index())) {
                        pass.out().add(LineResult.failed(entry, NOTHING_THERE));
                    } else if (!failures.containsKey(entry.index())) {
                        pass.out()
                                .add(LineResult.notAttempted(entry, back > 0 ? "undone" : Policy.ALL_OR_NOTHING.text())
                                        .withSamples(back));
                    }
                }
            }
        }
        return Ending.done(Map.of());
    }

    /** Whether some of it was changed and some was not: whoever did it did not come to the end. */
    private boolean isCutOff() {
        boolean changed = false;
        boolean pending = false;
        try (MapBatches batches = pass.batches();
                UndoCursor known = pass.known(true)) {
            while (batches.hasNext() && !(changed && pending)) {
                List<MapEntry> unused = batches.take();
                for (Standing standing : batches.standings(known, false, true)) {
                    changed |= standing.known() && standing.there() > 0;
                    pending |= standing.known() && standing.here() > 0;
                }
            }
        }
        return changed && pending;
    }

    /** What is not to go back to where nothing is any more. */
    private Set<Integer> nowhere(List<Standing> standings) {
        return pass.gone(standings.stream()
                .filter(AllTargets::mayGoBack)
                .map(Standing::entry)
                .toList());
    }

    private static boolean mayGoBack(Standing standing) {
        return standing.known() && standing.there() > 0;
    }

    private Map<Integer, Long> undone(List<Standing> standings, Set<Integer> nowhere) {
        List<Standing> back = standings.stream()
                .filter(standing -> mayGoBack(standing)
                        && !nowhere.contains(standing.entry().index()))
                .toList();
        List<LinkChange> changes =
                back.stream().map(standing -> standing.entry().change().undo()).toList();
        List<Map<MediaField, ChangeCount>> counts = pass.change(changes, false);
        Map<Integer, Long> undone = new LinkedHashMap<>();
        for (int i = 0; i < counts.size(); i++) {
            long sum = counts.get(i).values().stream()
                    .mapToLong(ChangeCount::changed)
                    .sum();
            undone.put(back.get(i).entry().index(), sum);
        }
        return undone;
    }
}
