package io.mediafn.log;

import io.mediafn.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

/** The fields that a platform knows in a line of JSON, and its form of metrics. */
public enum LogForm {
    /**
     * Lambda's JSON format: it filters by {@code level}, and takes a line that has it and {@code timestamp} as it is.
     * Metrics in CloudWatch's embedded metric format, which holds for any line of the log.
     */
    AWS("timestamp", "level", List.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE")) {
        @Override
        Map<String, Object> metrics(String function, Metrics metrics, Instant time) {
            List<Map<String, Object>> definitions = new ArrayList<>();
            metrics.counts().keySet().forEach(name -> definitions.add(definition(name, "Count")));
            definitions.add(definition("bytes", "Bytes"));
            definitions.add(definition("requests", "Count"));
            definitions.add(definition("seconds", "Seconds"));
            Map<String, Object> line = new LinkedHashMap<>();
            line.put(
                    "_aws",
                    Map.of(
                            "Timestamp",
                            time.toEpochMilli(),
                            "CloudWatchMetrics",
                            List.of(Map.of(
                                    "Namespace",
                                    "mediafn",
                                    "Dimensions",
                                    List.of(List.of("function", "operation")),
                                    "Metrics",
                                    definitions))));
            line.put("function", function);
            line.putAll(numbers(metrics));
            return line;
        }
    },

    /** The special fields of structured logs in Cloud Logging; log-based metrics are extracted from the numbers. */
    GOOGLE("time", "severity", List.of("ERROR", "WARNING", "INFO", "DEBUG", "DEBUG")),

    /** Application Insights has no fields of its own for lines on stdout; queries take them apart by {@code parse_json}. */
    AZURE("timestamp", "level", List.of("Error", "Warning", "Information", "Debug", "Trace"));

    private final String timeField;
    private final String levelField;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
    private final List<String> levels;

    LogForm(String timeField, String levelField, List<String> levels) {
        this.timeField = timeField;
        this.levelField = levelField;
        this.levels = levels;
    }

    /** The fields that a line begins with. */
    Map<String, Object> line(Instant time, Level level) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(timeField, Json.time(time));
        line.put(levelField, name(level));
        return line;
    }

    Map<String, Object> metrics(String function, Metrics metrics, Instant time) {
        Map<String, Object> line = line(time, Level.INFO);
        line.put("message", "metrics of " + metrics.operation());
        line.put("function", function);
        line.put("metrics", numbers(metrics));
        return line;
    }

    /** SLF4J's levels as its binding to java.util.logging has them: error is SEVERE, debug FINE, trace FINEST. */
    private String name(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return levels.get(0);
        }
        if (value >= Level.WARNING.intValue()) {
            return levels.get(1);
        }
        if (value >= Level.INFO.intValue()) {
            return levels.get(2);
        }
        return levels.get(value >= Level.FINE.intValue() ? 3 : 4);
    }

    private static Map<String, Object> numbers(Metrics metrics) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("operation", metrics.operation());
        numbers.putAll(metrics.counts());
        numbers.put("bytes", metrics.bytes());
        numbers.put("requests", metrics.requests());
        numbers.put("seconds", Math.round(metrics.seconds() * 1000) / 1000.0);
        return numbers;
    }

    private static Map<String, Object> definition(String name, String unit) {
        return Map.of("Name", name, "Unit", unit);
    }
}
