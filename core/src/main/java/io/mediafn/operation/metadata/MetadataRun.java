package io.mediafn.operation.metadata;

import io.mediafn.batch.Counts;
import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run on its way to a report: what may still be started, and what has come of the rest. Workers ask it whether they
 * may start, so that an item that waits behind others is not begun after the deadline or a failure; everything else is
 * for the thread that runs it.
 */
final class MetadataRun {
    private final MetadataRequest request;
    private final RunContext context;
    private final long started = System.nanoTime();
    private final Counts counts = new Counts();
    private final List<Map<String, Object>> items = new ArrayList<>();
    private volatile boolean failed;
    private long characters;
    private long bytes;
    private long requests;
    private Optional<String> next = Optional.empty();
    private Optional<Location> lastAttempted = Optional.empty();
    private boolean allAttempted = true;

    MetadataRun(MetadataRequest request, RunContext context) {
        this.request = request;
        this.context = context;
    }

    /** For workers. */
    boolean mayStart() {
        return !stoppedByFailure() && !context.deadline().isOver();
    }

    /** For workers: takes note of a failure before anybody else starts. */
    MetadataRecord finished(MetadataRecord record) {
        if (record.outcome() == Outcome.FAILED) {
            failed = true;
        }
        return record;
    }

    /** For workers. */
    MetadataRecord notAttempted(Location at) {
        return MetadataRecord.without(
                at, request.options(), Outcome.NOT_ATTEMPTED, Optional.of(stoppedByFailure() ? "failure" : "deadline"));
    }

    private boolean stoppedByFailure() {
        return failed && !request.skipFailures();
    }

    void add(MetadataRecord record) {
        if (isOverLimit()) {
            // Work that was on its way when the reply was full: done again by the next call, which costs little.
            allAttempted = false;
            return;
        }
        Map<String, Object> json = record.toJson();
        counts.add(record.outcome());
        items.add(json);
        characters += Json.write(json).length();
        bytes += record.bytesRead();
        requests += record.requests();
        if (record.outcome() == Outcome.NOT_ATTEMPTED) {
            allAttempted = false;
        } else if (allAttempted) {
            lastAttempted = Optional.of(record.filepath());
        }
    }

    boolean isFull() {
        return isOverLimit() || !mayStart();
    }

    private boolean isOverLimit() {
        return items.size() >= context.mostItems() || characters >= context.mostCharacters();
    }

    /** Gives the items that were not taken their outcome; those of a prefix have not even been listed. */
    void left(Iterator<Location> rest) {
        if (!stoppedByFailure() && (!allAttempted || rest.hasNext())) {
            next = Optional.of(request.dir().isPresent() ? lastKey() : String.valueOf(firstNotAttempted()));
        }
        if (request.dir().isEmpty() && !mayStart()) {
            rest.forEachRemaining(at -> add(notAttempted(at)));
        }
    }

    private String lastKey() {
        return lastAttempted.map(Location::key).or(request::next).orElse("");
    }

    private int firstNotAttempted() {
        for (int i = 0; i < items.size(); i++) {
            if (Outcome.NOT_ATTEMPTED.text().equals(items.get(i).get("outcome"))) {
                return request.firstIndex() + i;
            }
        }
        return request.firstIndex() + items.size();
    }

    Report report() {
        return Report.of(
                MetadataOperation.NAME,
                request.dryRun(),
                stoppedByFailure(),
                counts,
                new Report.Totals(bytes, requests, (System.nanoTime() - started) / 1e9),
                request.firstIndex(),
                items,
                next);
    }
}
