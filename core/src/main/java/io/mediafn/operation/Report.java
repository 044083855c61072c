package io.mediafn.operation;

import io.mediafn.batch.Counts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run came to.
 *
 * @param items one JSON object for each item, in the order of the request
 * @param next what a second call continues from, where something was left
 * @param more what an operation says beside that, by its names in JSON
 */
public record Report(
        String operation,
        String state,
        boolean dryRun,
        Map<String, Object> counts,
        Totals totals,
        List<Map<String, Object>> items,
        Optional<String> next,
        Map<String, Object> more) {
    /**
     * Sums over the items.
     *
     * @param bytes read from stores, or written to them by a copy
     * @param requests sent to stores
     * @param usd what they cost by list prices, where that is estimated
     */
    public record Totals(long bytes, long requests, double seconds, Optional<Double> usd) {
        public Totals(long bytes, long requests, double seconds) {
            this(bytes, requests, seconds, Optional.empty());
        }

        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("bytes", bytes);
            json.put("requests", requests);
            json.put("seconds", Math.round(seconds * 1000) / 1000.0);
            usd.ifPresent(estimate -> json.put("usd_estimate", Math.round(estimate * 1e8) / 1e8));
            return json;
        }
    }

    /**
     * Puts a report together.
     *
     * @param stopped whether a failure ended the run
     * @param firstIndex the index of the first item in the request
     */
    public static Report of(
            String operation,
            boolean dryRun,
            boolean stopped,
            Counts counts,
            Totals totals,
            int firstIndex,
            List<Map<String, Object>> items,
            Optional<String> next) {
        List<Map<String, Object>> numbered = new ArrayList<>(items.size());
        for (Map<String, Object> item : items) {
            Map<String, Object> withIndex = new LinkedHashMap<>();
            withIndex.put("index", firstIndex + numbered.size());
            withIndex.putAll(item);
            numbered.add(withIndex);
        }
        String state =
                stopped ? "FAILED" : next.isPresent() && counts.state().equals("DONE") ? "PARTIAL" : counts.state();
        return new Report(operation, state, dryRun, counts.toJson(), totals, numbered, next, Map.of());
    }

    /** The same, continued from something else. */
    public Report withNext(Optional<String> value) {
        return new Report(operation, state, dryRun, counts, totals, items, value, more);
    }

    /** The same, and what else an operation has to say. */
    public Report withMore(Map<String, Object> facts) {
        return new Report(operation, state, dryRun, counts, totals, items, next, facts);
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("operation", operation);
        json.put("state", state);
        json.put("dry_run", dryRun);
        json.put("counts", counts);
        json.put("totals", totals.toJson());
        json.put("items", items);
        json.put("items_location", null);
        json.put("next", next.orElse(null));
        json.putAll(more);
        return json;
    }
}
