package io.mediafn.operation.delete;

import io.mediafn.batch.BatchRunner;
import io.mediafn.location.LocationPolicy;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.Stores;
import java.util.function.Consumer;

/**
 * Deletes objects with as few requests as their stores allow. What is not there counts as deleted, so a run that was cut
 * off is simply run again. Thread-safe.
 */
public final class DeleteOperation {
    public static final String NAME = "delete";
    /** Each names up to a thousand objects, and services limit objects a second, not requests. */
    private static final int MOST_BATCHES_IN_FLIGHT = 4;

    private final Stores stores;
    private final LocationPolicy policy;
    private final BatchRunner singles;
    private final BatchRunner batches;

    /** @param inFlight how many requests are on their way at once where each names one object, 1 or more */
    public DeleteOperation(Stores stores, LocationPolicy policy, int inFlight) {
        this.stores = stores;
        this.policy = policy;
        this.singles = new BatchRunner(inFlight);
        this.batches = new BatchRunner(Math.min(inFlight, MOST_BATCHES_IN_FLIGHT));
    }

    /**
     * Deletes everything that the request names and hands on each item in its turn: memory does not grow with their
     * number.
     *
     * @throws StorageException if a listing breaks off; what was listed until then is deleted, and was handed on
     */
    public void each(DeleteRequest request, Consumer<DeleteItem> sink) {
        request.locations().forEach(policy::check);
        DeleteRun run = new DeleteRun(stores, request, RunContext.unbounded());
        run.work(singles, batches, sink);
        run.broken().ifPresent(e -> {
            throw e;
        });
    }

    /**
     * Deletes as much as the deadline and the reply allow and reports it; what is left is continued from
     * {@link Report#next()}.
     *
     * @throws StorageException if a listing breaks off before anything was deleted; later it only leaves something for
     *     the next call
     */
    public Report run(DeleteRequest request, RunContext context) {
        request.locations().forEach(policy::check);
        DeleteRun run = new DeleteRun(stores, request, context);
        DeleteReport report = new DeleteReport(request, context);
        run.work(singles, batches, report::add);
        if (report.isEmpty() && run.broken().isPresent()) {
            throw run.broken().get();
        }
        return report.build(run);
    }
}
