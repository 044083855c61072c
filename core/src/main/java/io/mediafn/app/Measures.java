package io.mediafn.app;

import io.mediafn.event.EventOutcome;
import io.mediafn.log.Metrics;
import io.mediafn.operation.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers of what was done. */
final class Measures {
    private static final double NANOS_OF_A_SECOND = 1e9;

    private Measures() {}

    static Metrics of(Report report) {
        Map<String, Long> counts = new LinkedHashMap<>();
        report.counts().forEach((name, count) -> counts.put(name, ((Number) count).longValue()));
        Report.Totals totals = report.totals();
        return new Metrics(report.operation(), counts, totals.bytes(), totals.requests(), totals.seconds());
    }

    /** What is to be delivered again is counted by itself: it is what alarms are about. */
    static Metrics of(List<EventOutcome> outcomes, long nanos) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("matched", (long) outcomes.size());
        for (String name : List.of("done", "skipped", "failed", "redelivered")) {
            counts.put(name, 0L);
        }
        long[] read = new long[2];
        for (EventOutcome outcome : outcomes) {
            counts.merge(outcome.outcome().text(), 1L, Long::sum);
            if (outcome.redeliver()) {
                counts.merge("redelivered", 1L, Long::sum);
            }
            addProvenance(outcome.item(), read);
        }
        return new Metrics(Metrics.EVENTS, counts, read[0], read[1], nanos / NANOS_OF_A_SECOND);
    }

    /** Of the record itself, or of each step's item where several rules had a say. */
    private static void addProvenance(Map<?, ?> item, long[] read) {
        if (item.get("provenance") instanceof Map<?, ?> provenance) {
            read[0] += number(provenance.get("bytes_read"));
            read[1] += number(provenance.get("requests"));
        }
        if (item.get("steps") instanceof List<?> steps) {
            for (Object step : steps) {
                if (step instanceof Map<?, ?> inner) {
                    addProvenance(inner, read);
                }
            }
        }
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
