package io.mediafn.operation.relink;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.batch.RunGate;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Prefixes;
import io.mediafn.dataset.Selection;
import io.mediafn.operation.relink.RelinkRequest.ByPrefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives everything under a prefix another one: a single update at the server for each field. For one thread. */
final class PrefixRelink {
    private final EditableDataset dataset;
    private final RelinkRequest request;
    private final ByPrefix way;
    private final RunGate gate;
    private final Results out;

    PrefixRelink(EditableDataset dataset, RelinkRequest request, ByPrefix way, RunGate gate, Results out) {
        this.dataset = dataset;
        this.request = request;
        this.way = way;
        this.gate = gate;
        this.out = out;
    }

    /**
     * Relinks all fields that time allows.
     *
     * @throws DatasetException REFUSED before anything is changed, if samples are under both prefixes, or would be under the
     *     old one still
     */
    Ending run(List<MediaField> fields) {
        Map<MediaField, Long> left = new LinkedHashMap<>();
        List<String> both = new ArrayList<>();
        List<String> stuck = new ArrayList<>();
        for (MediaField field : fields) {
            long here = dataset.countToRelink(field, way.from(), way.to(), request.selection());
            // All that undoing would take away from there, whoever selected it.
            long there = here == 0 ? 0 : dataset.countToRelink(field, way.to(), way.from(), Selection.all());
            left.put(field, here);
            long again = here == 0 ? 0 : dataset.countLeftUnderOld(field, way.from(), way.to(), request.selection());
            if (again > 0) {
                stuck.add(again + " in " + field.text());
            }
            if (there > 0) {
                both.add(field.text() + " has " + here + " under " + way.from() + " and " + there + " under "
                        + way.to());
            }
        }
        if (!stuck.isEmpty()) {
            throw Prefixes.refusal(String.join(", ", stuck), way.from(), way.to());
        }
        if (!both.isEmpty() && !way.resume()) {
            throw new DatasetException(
                    Kind.REFUSED,
                    "both prefixes have samples, so that undoing could not tell them apart: " + String.join("; ", both)
                            + ". After a run that was cut off, say resume; otherwise relink by a map");
        }
        boolean anyLeft = relinkAll(left);
        Map<String, Object> more = both.isEmpty() ? Map.of("undo", undo()) : Map.of();
        // A field that is done has nothing left under the old prefix, so a next call begins at the first again.
        return new Ending(anyLeft ? Optional.of("relink:0") : Optional.empty(), more);
    }

    private Map<String, Object> undo() {
        Map<String, Object> undo = new LinkedHashMap<>();
        undo.put("from_prefix", way.to());
        undo.put("to_prefix", way.from());
        if (!request.selection().isAll()) {
            // Those that were not selected are under the old prefix still.
            undo.put("resume", true);
        }
        return undo;
    }

    private boolean relinkAll(Map<MediaField, Long> left) {
        boolean anyLeft = false;
        Optional<DatasetException> ended = Optional.empty();
        for (Map.Entry<MediaField, Long> entry : left.entrySet()) {
            String field = entry.getKey().text();
            long here = entry.getValue();
            if (here == 0) {
                add(field, Outcome.SKIPPED, 0, 0, Optional.of("nothing_there"), Optional.empty());
            } else if (request.dryRun()) {
                add(field, Outcome.PLANNED, here, here, Optional.empty(), Optional.empty());
            } else if (ended.isPresent() || !gate.isOpen()) {
                anyLeft = true;
                String reason = ended.isPresent() ? "failure" : gate.reason();
                add(field, Outcome.NOT_ATTEMPTED, here, 0, Optional.of(reason), Optional.empty());
            } else {
                try {
                    ChangeCount count = dataset.relinkPrefix(entry.getKey(), way.from(), way.to(), request.selection());
                    add(field, Outcome.DONE, count.matched(), count.changed(), Optional.empty(), Optional.empty());
                } catch (DatasetException e) {
                    ended = Optional.of(e);
                    add(field, Outcome.FAILED, here, 0, Optional.empty(), Optional.of(Errors.of(e)));
                }
            }
        }
        return anyLeft;
    }

    private void add(
            String field,
            Outcome outcome,
            long matched,
            long changed,
            Optional<String> reason,
            Optional<ItemError> error) {
        boolean unused = out.add(new FieldResult(field, outcome, matched, changed, reason, error));
    }
}
