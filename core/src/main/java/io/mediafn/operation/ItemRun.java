package io.mediafn.operation;

import io.mediafn.batch.Outcome;
import io.mediafn.batch.RunGate;
import java.util.Iterator;
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
     * @param priced whether the results know what they cost
     * @param previousNext where this request began, which stands if nothing was attempted
     */
    public record Plan(
            String operation,
            boolean dryRun,
            boolean skipFailures,
            int firstIndex,
            boolean listed,
            boolean priced,
            Optional<String> previousNext) {}

    private final Plan plan;
    private final LongSupplier requests;
    private final Function<R, Optional<String>> keyOf;
    private final RunGate gate;
    private final ReportBuilder builder;
    private final long requestsBefore;
    private final int mostItems;
    private double usd;
    private Optional<String> next = Optional.empty();
    private Optional<String> lastKey = Optional.empty();
    private boolean allAttempted = true;
    private boolean broken;
    private int taken;

    /**
     * Starts the clock.
     *
     * @param requests how many have been sent so far in this process
     * @param keyOf what a later run goes on from once this item is done; absent where another item tells
     */
    public ItemRun(Plan plan, RunContext context, LongSupplier requests, Function<R, Optional<String>> keyOf) {
        this.plan = plan;
        this.gate = new RunGate(context.deadline(), plan.skipFailures());
        this.builder = new ReportBuilder(plan.operation(), plan.dryRun(), context);
        this.mostItems = context.mostItems();
        this.requests = requests;
        this.keyOf = keyOf;
        this.requestsBefore = requests.getAsLong();
    }

    /** For workers. */
    public boolean mayStart() {
        return gate.isOpen();
    }

    /** For workers: takes note of a failure before anybody else starts. */
    public R finished(R result) {
        if (result.outcome() == Outcome.FAILED) {
            gate.failed();
        }
        return result;
    }

    /** For workers: why an item was not attempted. */
    public String reasonNotToStart() {
        return gate.reason();
    }

    /**
     * The same items, of which no more are taken than the reply has place for: what is on its way when it is full was done
     * and is reported, since a next call may not find it again, or find what it made itself.
     */
    public <T> Iterator<T> counted(Iterator<T> items) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public T next() {
                taken++;
                return items.next();
            }
        };
    }

    /** How many items a batch may have, of at most so many, that the reply has place for all of them; at least one. */
    public int room(int most) {
        return Math.max(1, Math.min(most, builder.room()));
    }

    /** Takes the result of the next item, in the items' order. */
    public void add(R result) {
        if (!isTaken(result)) {
            // For the next call.
            allAttempted = false;
            return;
        }
        builder.addBytes(result.bytes());
        usd += result.usd();
        if (result.outcome() == Outcome.NOT_ATTEMPTED) {
            allAttempted = false;
        } else if (allAttempted) {
            lastKey = keyOf.apply(result).or(() -> lastKey);
        }
    }

    private boolean isTaken(R result) {
        return switch (result.outcome()) {
            case DONE, SKIPPED, FAILED -> builder.addDone(result.outcome(), result.toJson());
            case PLANNED, NOT_ATTEMPTED -> builder.add(result.outcome(), result.toJson());
        };
    }

    /**
     * Takes note that a later run need not look again at what comes before, although no item came of it.
     *
     * @param key what it goes on from
     */
    public void passed(String key) {
        if (allAttempted) {
            lastKey = Optional.of(key);
        }
    }

    /** The items can't be asked for any more: what was not taken is left to a later run. */
    public void breakOff() {
        allAttempted = false;
        broken = true;
    }

    /** Whether no further item should be taken. */
    public boolean isFull() {
        return broken || taken >= mostItems || builder.isFull() || !mayStart();
    }

    /**
     * Gives the items that were not taken their outcome; those of a prefix have not even been listed.
     *
     * @param notAttempted makes the result of an item that was not attempted
     */
    public <T> void left(Iterator<T> rest, Function<T, R> notAttempted) {
        if (!gate.stoppedByFailure() && (!allAttempted || (!broken && rest.hasNext()))) {
            next = lastKey.or(plan::previousNext).or(() -> Optional.of(plan.listed() ? "" : "0"));
        }
        if (!plan.listed() && !broken && !mayStart()) {
            rest.forEachRemaining(item -> add(notAttempted.apply(item)));
        }
    }

    public Report report() {
        return builder.build(
                gate.stoppedByFailure(),
                requests.getAsLong() - requestsBefore,
                plan.priced() ? Optional.of(usd) : Optional.empty(),
                plan.firstIndex(),
                next);
    }
}
