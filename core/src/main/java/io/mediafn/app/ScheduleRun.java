package io.mediafn.app;

import io.mediafn.api.OperationRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.event.EventsFailedException;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a schedule: every request of it, whatever became of those before, and each to its end as long as there is
 * time. Started anew it would pass over the same beginning each time, and never come to what lies behind.
 */
final class ScheduleRun {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleRun.class);

    private static final String OPERATION = "operation";
    private static final String NEXT = "next";
    private static final String FAILED = "FAILED";

    private final OperationRunner operations;
    private final Deadline deadline;
    private final List<String> failures = new ArrayList<>();

    ScheduleRun(OperationRunner operations, Deadline deadline) {
        this.operations = operations;
        this.deadline = deadline;
    }

    /**
     * Runs all.
     *
     * @return the last report of each request: the items of all would grow with what is there
     * @throws EventsFailedException if any failed, when all were tried
     */
    List<Report> of(List<Map<String, Object>> requests) {
        List<Report> last = new ArrayList<>();
        for (Map<String, Object> request : requests) {
            Map<String, Object> fields = new LinkedHashMap<>(request);
            String name = String.valueOf(fields.remove(OPERATION));
            try {
                last.add(toItsEnd(name, fields));
            } catch (RuntimeException e) {
                LOG.error("scheduled {} failed", name, e);
                failures.add("scheduled " + name + ": " + e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new EventsFailedException(failures);
        }
        return last;
    }

    private Report toItsEnd(String name, Map<String, Object> fields) {
        Optional<String> before = Optional.empty();
        Report report = part(name, fields);
        while (report.next().isPresent() && !report.next().equals(before) && !deadline.isOver()) {
            before = report.next();
            fields.put(NEXT, before.get());
            report = part(name, fields);
        }
        return report;
    }

    private Report part(String name, Map<String, Object> fields) {
        Report report = operations.run(name, fields, RunContext.ofReply(deadline, System::nanoTime));
        if (report.state().equals("DONE")) {
            LOG.info("scheduled {}: {} {}", name, report.state(), report.counts());
        } else {
            LOG.warn("scheduled {}: {} {}", name, report.state(), report.counts());
        }
        if (report.state().equals(FAILED)) {
            failures.add("scheduled " + name);
        }
        return report;
    }
}
