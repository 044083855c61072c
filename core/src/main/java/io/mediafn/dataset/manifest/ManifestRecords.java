package io.mediafn.dataset.manifest;

import io.mediafn.dataset.SampleRecord;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of a manifest: each a metadata record with its identity. Fields that are not known here are kept. */
final class ManifestRecords {
    private static final List<String> IDENTITY =
            List.of("id", "filepath", "previous_filepath", "sequence", "observed_at", "deleted");

    private ManifestRecords() {}

    /** What stands of a sample. */
    static Map<String, Object> toJson(SampleRecord record) {
        Map<String, Object> line = toLine(record);
        line.putIfAbsent("tags", List.of());
        return line;
    }

    /** What is written: a change says nothing of what it leaves as it is. */
    static Map<String, Object> toLine(SampleRecord record) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", record.id());
        line.put("filepath", record.filepath().toString());
        record.previousFilepath().ifPresent(previous -> line.put("previous_filepath", previous.toString()));
        line.putAll(record.facts());
        if (!record.isChange()) {
            line.putIfAbsent("tags", List.of());
        }
        line.put("sequence", record.sequence());
        line.put("observed_at", Json.time(record.observedAt()));
        line.put("deleted", record.deleted());
        return line;
    }

    /** @throws RuntimeException if the line is no record; the message says why */
    static SampleRecord ofLine(String text) {
        Map<String, Object> line = Json.readObject(text);
        Map<String, Object> facts = new LinkedHashMap<>(line);
        IDENTITY.forEach(facts::remove);
        SampleRecord record = new SampleRecord(
                required(line, "id"),
                Location.of(required(line, "filepath")),
                text(line, "previous_filepath").map(Location::of),
                text(line, "sequence").orElse(""),
                Instant.parse(required(line, "observed_at")),
                Boolean.TRUE.equals(line.get("deleted")),
                facts);
        // An unreadable time is this line's fault, and is told here.
        Instant unused = record.objectTime();
        return record;
    }

    private static String required(Map<String, Object> line, String field) {
        return text(line, field).orElseThrow(() -> new IllegalArgumentException(field + " is missing"));
    }

    private static Optional<String> text(Map<String, Object> line, String field) {
        return Optional.ofNullable(line.get(field)).map(String::valueOf);
    }
}
