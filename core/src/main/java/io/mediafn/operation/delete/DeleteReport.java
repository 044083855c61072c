package io.mediafn.operation.delete;

import io.mediafn.batch.Outcome;
import io.mediafn.operation.Report;
import io.mediafn.operation.ReportBuilder;
import io.mediafn.operation.RunContext;
import java.util.Optional;

/** Collects the items of a run; what its targets have room for, it has room for. Belongs to one thread. */
final class DeleteReport {
    private final DeleteRequest request;
    private final ReportBuilder report;
    /** Items up to the first that was not attempted. */
    private int attempted;

    private Optional<String> lastAttempted = Optional.empty();

    DeleteReport(DeleteRequest request, RunContext context) {
        this.request = request;
        this.report = new ReportBuilder(
                DeleteOperation.NAME, request.dryRun(), RunContext.unbounded().withNanoTime(context.nanoTime()));
    }

    void add(DeleteItem item) {
        if (attempted == report.size() && item.outcome() != Outcome.NOT_ATTEMPTED) {
            attempted++;
            lastAttempted = Optional.of(item.filepath().key());
        }
        report.add(item.outcome(), item.toJson());
    }

    boolean isEmpty() {
        return report.size() == 0;
    }

    Report build(DeleteRun run) {
        return report.build(run.stoppedByFailure(), run.requests(), request.firstIndex(), next(run));
    }

    private Optional<String> next(DeleteRun run) {
        boolean allAttempted = attempted == report.size();
        if (run.stoppedByFailure() || (allAttempted && !run.isSomethingLeft())) {
            return Optional.empty();
        }
        if (request.dir().isEmpty()) {
            return Optional.of(String.valueOf(request.firstIndex() + attempted));
        }
        Optional<String> last = allAttempted ? run.lastKey() : lastAttempted;
        return Optional.of(last.or(request::next).orElse(""));
    }
}
