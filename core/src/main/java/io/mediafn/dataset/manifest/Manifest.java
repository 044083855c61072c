package io.mediafn.dataset.manifest;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.Dataset;
import io.mediafn.dataset.SampleFold;
import io.mediafn.dataset.SampleIds;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A dataset as NDJSON below a prefix: {@code <dataset>/segments/<name>.ndjson}.
 *
 * <p>Writing adds one segment and never changes another, so writers need no lock. A segment's name is computed from what
 * it says, and it is written create-only: the same event delivered again writes nothing. Readers fold all segments.
 */
public final class Manifest implements Dataset {
    private static final String CONTENT_TYPE = "application/x-ndjson";
    private static final String SUFFIX = ".ndjson";

    private final ObjectStore store;
    private final Location segments;
    private final BatchRunner readers;

    /** @param location the prefix of the dataset */
    public Manifest(ObjectStore store, Location location, BatchRunner readers) {
        this.store = store;
        this.segments = location.child("segments/");
        this.readers = readers;
    }

    @Override
    public void record(List<SampleRecord> observations) {
        if (observations.isEmpty()) {
            return;
        }
        List<SampleRecord> ordered = observations.stream()
                .sorted(Comparator.comparing(SampleRecord::id).thenComparing(SampleRecord::sequence))
                .toList();
        String lines = ordered.stream()
                .map(record -> Json.write(ManifestRecords.toJson(record)) + "\n")
                .collect(Collectors.joining());
        try {
            store.write(
                    segments.child(name(ordered)),
                    Content.of(lines.getBytes(StandardCharsets.UTF_8)),
                    WriteOptions.createOnly().withContentType(CONTENT_TYPE));
        } catch (StorageException e) {
            if (e.kind() != Kind.ALREADY_EXISTS) {
                throw e;
            }
            // Somebody recorded exactly these observations before.
        }
    }

    /** The same observations give the same name, whenever they were made. */
    private static String name(List<SampleRecord> ordered) {
        String said = ordered.stream()
                .map(record -> {
                    Map<String, Object> json = ManifestRecords.toJson(record);
                    json.remove("observed_at");
                    json.remove("provenance");
                    return Json.write(json);
                })
                .collect(Collectors.joining("\n"));
        return SampleIds.shortHash(said) + SUFFIX;
    }

    @Override
    public boolean owns(Location at) {
        return segments.contains(at);
    }

    @Override
    public List<SampleRecord> samples() {
        Map<String, List<SampleRecord>> byId = new LinkedHashMap<>();
        readers.run(
                new ObjectListing(store, segments, ListOptions.everything()),
                this::read,
                records -> records.forEach(record -> byId.computeIfAbsent(record.id(), id -> new ArrayList<>(1))
                        .add(record)),
                () -> false);
        return byId.values().stream()
                .flatMap(records -> SampleFold.fold(records).stream())
                .filter(record -> !record.deleted())
                .sorted(Comparator.comparing(SampleRecord::filepath))
                .toList();
    }

    private List<SampleRecord> read(ObjectStat segment) {
        if (!segment.location().key().endsWith(SUFFIX)) {
            // Something that a person or a file manager has put there.
            return List.of();
        }
        String text;
        try (ObjectRead read = store.read(segment.location(), ReadOptions.all())) {
            text = new String(read.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (text.isEmpty()) {
            throw new StorageException(Kind.CORRUPT, segment.location(), "is empty, as no segment ever is");
        }
        List<SampleRecord> records = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                records.add(parsed(segment.location(), number, line));
            }
        }
        return records;
    }

    private static SampleRecord parsed(Location segment, int number, String line) {
        try {
            return ManifestRecords.ofLine(line);
        } catch (RuntimeException e) {
            throw new StorageException(
                    Kind.CORRUPT, segment, "line " + number + " is no manifest record: " + e.getMessage(), e);
        }
    }

    /** A sample as its line in a manifest. */
    public static Map<String, Object> toJson(SampleRecord record) {
        return ManifestRecords.toJson(record);
    }
}
