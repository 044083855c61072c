package io.mediafn.operation;

import io.mediafn.batch.Counts;
import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the items of a run until its reply is full. Belongs to one thread. */
public final class ReportBuilder {
    private final String operation;
    private final boolean dryRun;
    private final RunContext context;
    private final long started;
    private final Counts counts = new Counts();
    private final List<Map<String, Object>> items = new ArrayList<>();
    private long characters;
    private long bytes;
    private boolean refused;

    public ReportBuilder(String operation, boolean dryRun, RunContext context) {
        this.operation = operation;
        this.dryRun = dryRun;
        this.context = context;
        this.started = context.nanoTime().getAsLong();
    }

    /** Whether nothing more is taken. */
    public boolean isFull() {
        return refused || items.size() >= context.mostItems() || characters >= context.mostCharacters();
    }

    /**
     * Takes an item, unless the reply is full; then it takes none that come later either.
     *
     * @return whether it was taken
     */
    public boolean add(Outcome outcome, Map<String, Object> item) {
        if (isFull()) {
            refused = true;
            return false;
        }
        take(outcome, item);
        return true;
    }

    /** How many more items there is place for. */
    int room() {
        return context.mostItems() - items.size();
    }

    /**
     * Takes an item of which something was done, which a next call may not find again: also when the reply is full, up to
     * twice its characters.
     *
     * @return whether it was taken
     */
    public boolean addDone(Outcome outcome, Map<String, Object> item) {
        if (characters / 2 >= context.mostCharacters()) {
            refused = true;
            return false;
        }
        take(outcome, item);
        return true;
    }

    private void take(Outcome outcome, Map<String, Object> item) {
        counts.add(outcome);
        items.add(item);
        characters += Json.write(item).length();
    }

    /** Adds to the bytes that were read or written. */
    public void addBytes(long more) {
        bytes += more;
    }

    public int size() {
        return items.size();
    }

    /**
     * Puts the report together.
     *
     * @param stopped whether a failure ended the run
     * @param requests sent to stores
     * @param firstIndex the index of the first item in the request
     */
    public Report build(boolean stopped, long requests, int firstIndex, Optional<String> next) {
        return build(stopped, requests, Optional.empty(), firstIndex, next);
    }

    /** The same, with what it cost by list prices. */
    public Report build(boolean stopped, long requests, Optional<Double> usd, int firstIndex, Optional<String> next) {
        double seconds = (context.nanoTime().getAsLong() - started) / 1e9;
        return Report.of(
                operation,
                dryRun,
                stopped,
                counts,
                new Report.Totals(bytes, requests, seconds, usd),
                firstIndex,
                items,
                next);
    }
}
