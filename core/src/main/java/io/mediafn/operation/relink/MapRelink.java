package io.mediafn.operation.relink;

import io.mediafn.batch.RunGate;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.Location;
import io.mediafn.operation.relink.MapPhase.Step;
import io.mediafn.operation.relink.RelinkRequest.ByMap;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Relinks by a map: the map is checked as a whole, then (where one bad target is to stop everything) all targets, then
 * what undoes it is written, and only then links change. For one thread.
 */
final class MapRelink {
    private final Tools tools;
    private final RelinkRequest request;
    private final ByMap way;
    private final Optional<EditableDataset> dataset;
    private final RunGate gate;
    private final Results out;

    MapRelink(
            Tools tools,
            RelinkRequest request,
            ByMap way,
            Optional<EditableDataset> dataset,
            RunGate gate,
            Results out) {
        this.tools = tools;
        this.request = request;
        this.way = way;
        this.dataset = dataset;
        this.gate = gate;
        this.out = out;
    }

    /** The undo map could not be written in the time that was left; nothing of it is kept. */
    private static final class OutOfTimeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Ending run() {
        ObjectStore store = tools.stores().forLocation(tools.policy().check(way.map()));
        Location undoAt = tools.policy().check(way.undo().orElseGet(() -> UndoFile.beside(way.map())));
        way.rendering().ifPresent(rendering -> tools.policy().check(rendering.folder()));
        Optional<UndoHeader> undone = headerOf(store, way.map());
        undone.ifPresent(this::checkDataset);
        List<MediaField> fields = dataset.map(one -> fields(one, undone)).orElse(List.of());
        MapCheck.Found map = new MapCheck(tools.policy(), fields.contains(MediaField.FILEPATH)).check(store, way.map());
        UndoHeader header = UndoHeader.of(way.map().display(), map.sha256(), request.dataset(), fields);
        UndoFile undo = new UndoFile(tools.stores().forLocation(undoAt), undoAt);
        boolean undoes = map.header().isPresent();
        boolean undoable = dataset.isPresent() && !undoes;
        Optional<ObjectStat> existing = undoable ? undo.existing(header) : Optional.empty();
        MapPass pass = new MapPass(tools, request, way, dataset, fields, gate, out, store, map.etag(), undo, undoes);
        MapPhase start = MapPhase.of(request.next()).orElse(new MapPhase(Step.VERIFY, 0));

        if (request.dryRun()) {
            return pass.relink(start.index(), existing.isPresent());
        }
        boolean all = way.policy() == Policy.ALL_OR_NOTHING;
        if (all && start.step() == Step.VERIFY && start.index() < map.entries()) {
            AllTargets targets = new AllTargets(pass, existing.isPresent(), existing.isPresent() && undo.isComplete());
            Optional<Ending> ended = targets.verify(start.index());
            if (ended.isPresent()) {
                return ended.get();
            }
        }
        if (undoable && start.step() == Step.VERIFY) {
            if (!writeUndo(pass, undo, header, existing)) {
                return later(map.entries());
            }
            existing = undo.existing(header);
        }
        int from = start.step() == Step.RELINK ? start.index() : 0;
        boolean marked = all && existing.isPresent();
        if (marked && from == 0) {
            undo.begin();
        }
        Ending ending = pass.relink(from, existing.isPresent());
        if (marked && from == 0 && ending.next().isEmpty() && pass.isAllWell()) {
            undo.complete();
        }
        return existing.isPresent() ? ending.with("undo_location", undoAt.display()) : ending;
    }

    /** What undoes a relink of one dataset would be another relink of another. */
    private void checkDataset(UndoHeader header) {
        if (dataset.isPresent() && !request.force() && !header.dataset().equals(request.dataset())) {
            throw new InvalidFieldsException(List.of(new FieldError(
                    "dataset",
                    "the one that the undo map is of, " + header.dataset() + " (unless force is true)",
                    request.dataset())));
        }
    }

    /** Those of the request, of the map that is undone, or all. */
    private List<MediaField> fields(EditableDataset one, Optional<UndoHeader> undone) {
        List<String> names = request.mediaFields();
        return FieldNames.of(
                one, names.isEmpty() ? undone.map(UndoHeader::mediaFields).orElse(List.of()) : names);
    }

    private static Optional<UndoHeader> headerOf(ObjectStore store, Location map) {
        try (MapReader reader = MapReader.open(store, map, Optional.empty())) {
            return reader.header();
        }
    }

    private Ending later(int entries) {
        String next = new MapPhase(Step.VERIFY, entries).next();
        if (request.next().filter(next::equals).isPresent()) {
            throw new DatasetException(
                    DatasetException.Kind.INVALID,
                    "the undo map of " + entries + " lines can't be written in the time of one call: split the map");
        }
        return new Ending(Optional.of(next), Map.of());
    }

    /** Whether it is complete; where nothing is to be undone, none is written. */
    private boolean writeUndo(MapPass pass, UndoFile undo, UndoHeader header, Optional<ObjectStat> existing) {
        if (!tools.stores().forLocation(undo.at()).capabilities().writable()) {
            throw new InvalidFieldsException(List.of(new FieldError(
                    "undo_location",
                    "in a store that can be written to",
                    undo.at().display())));
        }
        try {
            if (existing.isPresent() && !isAnyNew(pass)) {
                return true;
            }
            try (UndoLines lines = new UndoLines(pass, existing.isPresent())) {
                if (lines.hasNext()) {
                    undo.write(header, lines, existing);
                }
            }
            return true;
        } catch (OutOfTimeException e) {
            return false;
        }
    }

    /** Whether samples are to change that the undo map does not know. */
    private boolean isAnyNew(MapPass pass) {
        try (MapBatches batches = pass.batches();
                UndoCursor known = pass.known(true)) {
            boolean any = false;
            while (batches.hasNext() && !any) {
                checkTime();
                List<MapEntry> unused = batches.take();
                any = batches.standings(known, false, false).stream()
                        .anyMatch(standing -> standing.isToChange() && !standing.known());
            }
            return any;
        }
    }

    private void checkTime() {
        if (!gate.isOpen()) {
            throw new OutOfTimeException();
        }
    }

    /** What undoes everything that is to change, and what an earlier run has changed. */
    private final class UndoLines implements Iterator<Map<String, Object>>, AutoCloseable {
        private final MapBatches batches;
        private final UndoCursor before;
        private final Deque<MapEntry> ready = new ArrayDeque<>();

        UndoLines(MapPass pass, boolean isThere) {
            this.batches = pass.batches();
            this.before = pass.known(isThere);
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && batches.hasNext()) {
                checkTime();
                List<MapEntry> unused = batches.take();
                for (Standing standing : batches.standings(before, false, false)) {
                    if (standing.isToChange() || standing.known()) {
                        ready.add(standing.entry());
                    }
                }
            }
            return !ready.isEmpty();
        }

        @Override
        public Map<String, Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more lines");
            }
            return ready.remove().undoJson();
        }

        @Override
        public void close() {
            batches.close();
            before.close();
        }
    }
}
