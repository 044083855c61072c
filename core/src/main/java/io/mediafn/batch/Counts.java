package io.mediafn.batch;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many items came to which outcome. Belongs to one thread. */
public final class Counts {
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

    public void add(Outcome outcome) {
        counts.merge(outcome, 1L, Long::sum);
    }

    public long of(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    public long matched() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** DONE, PARTIAL where something failed or was not attempted, FAILED where nothing but that happened. */
    public String state() {
        long missed = of(Outcome.FAILED) + of(Outcome.NOT_ATTEMPTED);
        if (missed == 0) {
            return "DONE";
        }
        return missed == matched() ? "FAILED" : "PARTIAL";
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("matched", matched());
        json.put("planned", of(Outcome.PLANNED));
        json.put("done", of(Outcome.DONE));
        json.put("skipped", of(Outcome.SKIPPED));
        json.put("failed", of(Outcome.FAILED));
        json.put("not_attempted", of(Outcome.NOT_ATTEMPTED));
        return json;
    }
}
