package io.mediafn.operation;

import io.mediafn.batch.Counts;
import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One run on its way to a report: what may still be started, and what has come of the rest. Workers ask it whether they
 * may start, so that an item that waits behind others is not begun after the deadline or a failure; everything else is
 * for the thread that runs it.
 */
public final class ItemRun<R extends ItemResult> {
    /**
     * What is run.
     *
     * @param operation its name in the report
     * @param skipFailures whether to go on after a failure
     * @param firstIndex the index of the first item in the request, where items have one
     * @param listed whether the items come from a listing, which is not asked for those that are not attempted
     * @param previousNext where this request began, which stands if nothing was attempted
     */
    public record Plan(
            String operation,
            boolean dryRun,
            boolean skipFailures,
            int firstIndex,
            boolean listed,
            Optional<String> previousNext) {}

    private final Plan plan;
    private final RunContext context;
    private final LongSupplier requests;
    private final Function<R, Optional<String>> keyOf;
    private final long started = System.nanoTime();
    private final long requestsBefore;
    private final Counts counts = new Counts();
    private final List<Map<String, Object>> items = new ArrayList<>();
    private volatile boolean failed;
    private long characters;
    private long bytes;
    private double usd;
    private Optional<String> next = Optional.empty();
    private Optional<String> lastKey = Optional.empty();
    private boolean allAttempted = true;

    /**
     * Starts the clock.
     *
     * @param requests how many have been sent so far in this process
     * @param keyOf what a later run goes on from once this item is done; absent where another item tells
     */
    public ItemRun(Plan plan, RunContext context, LongSupplier requests, Function<R, Optional<String>> keyOf) {
        this.plan = plan;
        this.context = context;
        this.requests = requests;
        this.keyOf = keyOf;
        this.requestsBefore = requests.getAsLong();
    }

    /** For workers. */
    public boolean mayStart() {
        return !stoppedByFailure() && !context.deadline().isOver();
    }

    /** For workers: takes note of a failure before anybody else starts. */
    public R finished(R result) {
        if (result.outcome() == Outcome.FAILED) {
            failed = true;
        }
        return result;
    }

    /** For workers: why an item was not attempted. */
    public String reasonNotToStart() {
        return stoppedByFailure() ? "failure" : "deadline";
    }

    private boolean stoppedByFailure() {
        return failed && !plan.skipFailures();
    }

    /** Takes the result of the next item, in the items' order. */
    public void add(R result) {
        if (isOverLimit()) {
            // Work that was on its way when the reply was full: done again by the next call, which costs little.
            allAttempted = false;
            return;
        }
        Map<String, Object> json = result.toJson();
        counts.add(result.outcome());
        items.add(json);
        characters += Json.write(json).length();
        bytes += result.bytes();
        usd += result.usd();
        if (result.outcome() == Outcome.NOT_ATTEMPTED) {
            allAttempted = false;
        } else if (allAttempted) {
            lastKey = keyOf.apply(result).or(() -> lastKey);
        }
    }

    /** Whether no further item should be taken. */
    public boolean isFull() {
        return isOverLimit() || !mayStart();
    }

    private boolean isOverLimit() {
        return items.size() >= context.mostItems() || characters >= context.mostCharacters();
    }

    /**
     * Gives the items that were not taken their outcome; those of a prefix have not even been listed.
     *
     * @param notAttempted makes the result of an item that was not attempted
     */
    public <T> void left(Iterator<T> rest, Function<T, R> notAttempted) {
        if (!stoppedByFailure() && (!allAttempted || rest.hasNext())) {
            next = lastKey.or(plan::previousNext).or(() -> Optional.of(plan.listed() ? "" : "0"));
        }
        if (!plan.listed() && !mayStart()) {
            rest.forEachRemaining(item -> add(notAttempted.apply(item)));
        }
    }

    public Report report() {
        return Report.of(
                plan.operation(),
                plan.dryRun(),
                stoppedByFailure(),
                counts,
                new Report.Totals(
                        bytes,
                        requests.getAsLong() - requestsBefore,
                        (System.nanoTime() - started) / 1e9,
                        Optional.of(usd)),
                plan.firstIndex(),
                items,
                next);
    }
}
