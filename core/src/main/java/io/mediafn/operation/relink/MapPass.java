package io.mediafn.operation.relink;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.batch.RunGate;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.operation.relink.MapPhase.Step;
import io.mediafn.operation.relink.RelinkRequest.ByMap;
import io.mediafn.operation.relink.TargetCheck.Found;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Goes through a map from its beginning, as each step does, and changes the links of a batch. For one thread. */
final class MapPass {
    private final Tools tools;
    private final RelinkRequest request;
    private final ByMap way;
    private final Optional<EditableDataset> dataset;
    private final List<MediaField> fields;
    private final RunGate gate;
    private final Results out;
    private final ObjectStore store;
    private final Optional<String> etag;
    private final UndoFile undo;
    private final boolean undoes;
    private final TargetCheck check;
    private final Optional<PayloadFiles> payloads;
    private boolean allWell = true;

    /**
     * Reads nothing yet.
     *
     * @param store that has the map
     * @param etag of the map
     * @param undo where what undoes the map is, if it is
     * @param undoes whether the map undoes another one
     */
    MapPass(
            Tools tools,
            RelinkRequest request,
            ByMap way,
            Optional<EditableDataset> dataset,
            List<MediaField> fields,
            RunGate gate,
            Results out,
            ObjectStore store,
            Optional<String> etag,
            UndoFile undo,
            boolean undoes) {
        this.tools = tools;
        this.request = request;
        this.way = way;
        this.dataset = dataset;
        this.fields = fields;
        this.gate = gate;
        this.out = out;
        this.store = store;
        this.etag = etag;
        this.undo = undo;
        this.undoes = undoes;
        this.check = new TargetCheck(tools.stores(), tools.policy(), way.verify());
        this.payloads = way.rendering()
                .filter(unused -> !request.dryRun())
                .map(rendering -> new PayloadFiles(tools.stores().forLocation(rendering.folder()), rendering));
    }

    MapBatches batches() {
        return new MapBatches(MapReader.open(store, way.map(), etag), dataset, fields, request.selection());
    }

    UndoCursor known(boolean isThere) {
        return undo.cursor(isThere);
    }

    boolean undoes() {
        return undoes;
    }

    RunGate gate() {
        return gate;
    }

    Results out() {
        return out;
    }

    boolean renders() {
        return way.rendering().isPresent();
    }

    /**
     * Verifies the targets of some entries side by side.
     *
     * @return what was found of each; those that time did not allow are missing
     */
    Map<Integer, Found> verified(List<MapEntry> entries) {
        Map<Integer, Found> found = new HashMap<>();
        tools.runner()
                .run(
                        entries.iterator(),
                        entry -> Map.entry(
                                entry.index(),
                                gate.isOpen() ? Optional.of(check.check(entry)) : Optional.<Found>empty()),
                        result -> result.getValue().ifPresent(one -> found.put(result.getKey(), one)),
                        () -> false);
        return found;
    }

    /** Those of some entries whose old locations have nothing any more, by their indexes. */
    Set<Integer> gone(List<MapEntry> entries) {
        Set<Integer> gone = new HashSet<>();
        tools.runner()
                .run(
                        entries.iterator(),
                        entry -> check.isGone(entry.from()) ? OptionalInt.of(entry.index()) : OptionalInt.empty(),
                        index -> index.ifPresent(gone::add),
                        () -> false);
        return gone;
    }

    /** Whether every entry that was gone through came to what it should. */
    boolean isAllWell() {
        return allWell;
    }

    /** Changes links, in the selected samples or in all. */
    List<Map<MediaField, ChangeCount>> change(List<LinkChange> changes, boolean selected) {
        return changes.isEmpty() || dataset.isEmpty()
                ? List.of()
                : selected
                        ? dataset.get().relink(changes, fields, request.selection())
                        : dataset.get().relink(changes, fields);
    }

    /**
     * Relinks what time allows.
     *
     * @param first the first entry
     * @param hasUndo whether there is an undo map, without which nothing but a dry run, or undoing, changes anything
     */
    Ending relink(int first, boolean hasUndo) {
        Optional<String> next = Optional.empty();
        try (MapBatches batches = batches();
                UndoCursor known = known(hasUndo)) {
            batches.skipTo(first);
            boolean lost = false;
            while (next.isEmpty() && batches.hasNext()) {
                List<MapEntry> entries = batches.take();
                if (out.isFull() || !gate.isOpen()) {
                    next = next(entries.getFirst());
                    break;
                }
                List<LineResult> results = batch(batches, entries, known);
                lost = results.stream().anyMatch(MapPass::isLost);
                next = lost ? next(entries.getFirst()) : Optional.empty();
                Optional<String> left = report(results, entries);
                next = next.or(() -> left);
            }
            if (lost && out.wantsAll()) {
                while (batches.hasNext()) {
                    batches.take().forEach(entry -> out.add(LineResult.notAttempted(entry, "failure")));
                }
            }
        }
        Map<String, Object> more = new LinkedHashMap<>();
        way.rendering()
                .ifPresent(rendering -> payloads.ifPresent(files -> {
                    more.put("payloads", files.written());
                    more.put("payloads_location", rendering.folder().display());
                }));
        return new Ending(next, more);
    }

    private static Optional<String> next(MapEntry entry) {
        return Optional.of(new MapPhase(Step.RELINK, entry.index()).next());
    }

    /** Whether the database did not answer, so that nothing more is tried. */
    private static boolean isLost(LineResult result) {
        return result.error().filter(error -> error.message().startsWith(LOST)).isPresent();
    }

    private static final String LOST = "not certain to be relinked: ";

    /** Hands results on; where a reply is full, or time was over, the entry that is still to be done. */
    private Optional<String> report(List<LineResult> results, List<MapEntry> entries) {
        Optional<String> left = Optional.empty();
        for (int i = 0; i < results.size(); i++) {
            boolean taken = out.add(results.get(i));
            Outcome outcome = results.get(i).outcome();
            allWell &= outcome == Outcome.DONE || outcome == Outcome.SKIPPED;
            boolean done = taken && results.get(i).outcome() != Outcome.NOT_ATTEMPTED;
            if (!done && left.isEmpty()) {
                left = next(entries.get(i));
            }
        }
        return left;
    }

    private List<LineResult> batch(MapBatches batches, List<MapEntry> entries, UndoCursor known) {
        List<Standing> standings;
        try {
            standings = batches.standings(known, undoes, !request.dryRun());
        } catch (DatasetException e) {
            if (e.kind() != DatasetException.Kind.UNAVAILABLE) {
                throw e;
            }
            return entries.stream()
                    .map(entry -> LineResult.failed(entry, lost(e)))
                    .toList();
        }
        List<MapEntry> toVerify = standings.stream()
                .filter(standing -> renders() || standing.isToChange())
                .map(Standing::entry)
                .toList();
        Map<Integer, Found> found = verified(toVerify);
        // A line that stands there twice is done once.
        Set<String> seen = new HashSet<>();
        List<Standing> toChange = standings.stream()
                .filter(standing -> standing.isToChange()
                        && seen.add(standing.entry().from())
                        && Optional.ofNullable(found.get(standing.entry().index()))
                                .filter(Found::verified)
                                .isPresent())
                .toList();
        Map<Integer, Long> changed = new HashMap<>();
        Optional<ItemError> failure = Optional.empty();
        if (!request.dryRun()) {
            try {
                List<Map<MediaField, ChangeCount>> counts = change(
                        toChange.stream()
                                .map(standing -> standing.entry().change())
                                .toList(),
                        true);
                for (int i = 0; i < counts.size(); i++) {
                    long sum = counts.get(i).values().stream()
                            .mapToLong(ChangeCount::changed)
                            .sum();
                    changed.put(toChange.get(i).entry().index(), sum);
                }
            } catch (DatasetException e) {
                failure = Optional.of(lost(e));
            }
        }
        Optional<ItemError> failed = failure;
        List<LineResult> results = standings.stream()
                .map(standing -> rendered(
                        standing.entry(),
                        result(
                                standing,
                                Optional.ofNullable(found.get(standing.entry().index())),
                                Optional.ofNullable(changed.get(standing.entry().index())),
                                failed)))
                .toList();
        render(entries, results);
        return results;
    }

    private static ItemError lost(DatasetException e) {
        ItemError error = Errors.of(e);
        return e.kind() == DatasetException.Kind.UNAVAILABLE
                ? new ItemError(error.kind(), LOST + error.message())
                : error;
    }

    private LineResult result(
            Standing standing, Optional<Found> found, Optional<Long> changed, Optional<ItemError> failure) {
        MapEntry entry = standing.entry();
        if (dataset.isPresent() && !standing.isToChange()) {
            return unchanged(standing, found);
        }
        if (found.isEmpty()) {
            return LineResult.notAttempted(entry, gate.reason());
        }
        if (!found.get().verified()) {
            return LineResult.of(entry, Outcome.FAILED).with(found.get());
        }
        if (failure.isPresent()) {
            return LineResult.failed(entry, failure.get());
        }
        if (request.dryRun()) {
            return LineResult.of(entry, Outcome.PLANNED).with(found.get()).withSamples(standing.here());
        }
        if (dataset.isPresent() && changed.orElse(0L) == 0) {
            return LineResult.skipped(entry, "already").with(found.get());
        }
        return LineResult.of(entry, Outcome.DONE).with(found.get()).withSamples(changed.orElse(0L));
    }

    private static LineResult unchanged(Standing standing, Optional<Found> found) {
        MapEntry entry = standing.entry();
        if (entry.isNothing()) {
            return LineResult.skipped(entry, "same_location");
        }
        if (standing.here() == 0) {
            LineResult skipped = LineResult.skipped(entry, standing.there() > 0 ? "already" : "no_sample");
            return found.map(skipped::with).orElse(skipped);
        }
        return LineResult.failed(
                entry,
                standing.there() > 0
                        ? new ItemError(
                                Kind.ALREADY_EXISTS,
                                standing.there() + " others link to the new location already: undoing could not tell"
                                        + " them from the " + standing.here() + " that would come")
                        : new ItemError(
                                Kind.UNAVAILABLE,
                                "its samples came after the undo map was written; run the map again"));
    }

    private LineResult rendered(MapEntry entry, LineResult result) {
        if (!renders() || result.verified().isEmpty()) {
            return result;
        }
        Optional<String> problem =
                way.rendering().flatMap(rendering -> rendering.format().problem(entry.medium(), rendering.options()));
        if (problem.isEmpty()) {
            return result;
        }
        return dataset.isPresent()
                ? result.notRendered(problem.get())
                : LineResult.failed(entry, new ItemError(Kind.INVALID, problem.get()));
    }

    /** A batch that an earlier call began has its payload, unless time was over for some of it. */
    private void render(List<MapEntry> entries, List<LineResult> results) {
        int first = entries.getFirst().index();
        if (payloads.isEmpty() || first % MapBatches.SIZE != 0) {
            return;
        }
        payloads.get()
                .write(
                        first / MapBatches.SIZE + 1,
                        entries.stream()
                                .filter(entry -> {
                                    LineResult result = results.get(entry.index() - first);
                                    return result.verified().isPresent()
                                            && result.notRendered().isEmpty()
                                            && result.error().isEmpty();
                                })
                                .map(MapEntry::medium)
                                .toList());
    }
}
