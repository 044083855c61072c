package io.mediafn.azure;

import io.mediafn.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The table of events as Azure documents them, with odd names, and broken. */
final class RecordedEvents {
    /**
     * A row.
     *
     * @param message what a queue or Event Grid brings
     * @param expected what it comes to, a line for each event
     * @param error part of the message, or empty where there is none
     */
    record Row(String name, String message, List<String> expected, String error) {
        @Override
        public String toString() {
            return name;
        }
    }

    private RecordedEvents() {}

    static List<Row> rows() {
        try (InputStream in = Objects.requireNonNull(RecordedEvents.class.getResourceAsStream("events.json"))) {
            List<?> rows = (List<?>)
                    Objects.requireNonNull(Json.readObject(in.readAllBytes()).get("events"));
            return rows.stream().map(row -> row((Map<?, ?>) row)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(Map<?, ?> row) {
        Object message = row.get("message");
        return new Row(
                String.valueOf(row.get("name")),
                message == null ? String.valueOf(row.get("text")) : write(message),
                row.get("expect") instanceof List<?> lines
                        ? lines.stream().map(String::valueOf).toList()
                        : List.of(),
                row.get("error") instanceof String error ? error : "");
    }

    /** Of a row that is an array the array, which the writer of objects does not write alone. */
    private static String write(Object json) {
        Map<String, Object> wrapped = new LinkedHashMap<>();
        wrapped.put("m", json);
        String text = Json.write(wrapped);
        return text.substring("{\"m\":".length(), text.length() - 1);
    }
}
