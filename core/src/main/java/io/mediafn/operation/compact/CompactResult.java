package io.mediafn.operation.compact;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.Compaction;
import io.mediafn.dataset.Compaction.Extent;
import io.mediafn.location.Location;
import io.mediafn.operation.ItemResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What became of a manifest. */
public record CompactResult(
        Location dataset,
        Outcome outcome,
        Optional<String> reason,
        Optional<Compaction> compaction,
        Optional<ItemError> error)
        implements ItemResult {
    static CompactResult of(Location dataset, boolean dryRun, Compaction compaction) {
        Outcome outcome;
        Optional<String> reason = Optional.empty();
        if (!compaction.folded()) {
            outcome = Outcome.SKIPPED;
            reason = Optional.of(compaction.before().segments() == 0 ? "no_segments" : "nothing_to_fold");
        } else if (!compaction.finished()) {
            outcome = Outcome.NOT_ATTEMPTED;
            reason = Optional.of("deadline");
        } else {
            outcome = dryRun ? Outcome.PLANNED : Outcome.DONE;
        }
        return new CompactResult(dataset, outcome, reason, Optional.of(compaction), Optional.empty());
    }

    static CompactResult failed(Location dataset, ItemError error) {
        return new CompactResult(dataset, Outcome.FAILED, Optional.empty(), Optional.empty(), Optional.of(error));
    }

    /** Of the segments that were replaced, or would be. */
    @Override
    public long bytes() {
        return compaction
                .filter(done -> done.folded() && outcome == Outcome.DONE)
                .map(done -> done.after().bytes())
                .orElse(0L);
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", dataset.display());
        json.put("outcome", outcome.text());
        reason.ifPresent(text -> json.put("reason", text));
        compaction.ifPresent(done -> {
            put(json, "before", done.before());
            put(json, "after", done.after());
        });
        error.ifPresent(failure -> json.put("error", failure.toJson()));
        return json;
    }

    private static void put(Map<String, Object> json, String when, Extent extent) {
        json.put("segments_" + when, extent.segments());
        if (extent.records() != Extent.NOT_READ) {
            json.put("records_" + when, extent.records());
        }
        json.put("bytes_" + when, extent.bytes());
    }
}
