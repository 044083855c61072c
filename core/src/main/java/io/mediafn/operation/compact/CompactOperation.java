package io.mediafn.operation.compact;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.Compactable;
import io.mediafn.dataset.Compaction;
import io.mediafn.location.Location;
import io.mediafn.operation.Report;
import io.mediafn.operation.ReportBuilder;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.StorageException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Folds a manifest's many small segments into few large ones, while others write and read it. What the manifest says stays
 * the same. Thread-safe.
 */
public final class CompactOperation {
    public static final String NAME = "compact";

    private final Function<Location, ? extends Compactable> manifests;

    /** @param manifests opens the one at a location, which it checks */
    public CompactOperation(Function<Location, ? extends Compactable> manifests) {
        this.manifests = manifests;
    }

    /**
     * Folds, until the deadline; what was begun then is begun again by a next call.
     *
     * @throws io.mediafn.location.LocationRefusedException if the manifest may not lie there
     */
    public CompactResult fold(CompactRequest request, RunContext context) {
        Compactable manifest = manifests.apply(request.dataset());
        try {
            Compaction compaction = manifest.compact(request.dryRun(), context.deadline()::isOver);
            return CompactResult.of(request.dataset(), request.dryRun(), compaction);
        } catch (StorageException e) {
            // Whatever was done, no record is lost: old segments go last.
            return CompactResult.failed(request.dataset(), ItemError.of(e));
        }
    }

    /** The same, as a report of one item. */
    public Report run(CompactRequest request, RunContext context) {
        ReportBuilder report = new ReportBuilder(NAME, request.dryRun(), context);
        CompactResult result = fold(request, context);
        report.add(result.outcome(), result.toJson());
        report.addBytes(result.bytes());
        return report.build(
                false,
                result.compaction().map(Compaction::requests).orElse(0L),
                0,
                result.outcome() == Outcome.NOT_ATTEMPTED ? Optional.of("") : Optional.empty());
    }
}
