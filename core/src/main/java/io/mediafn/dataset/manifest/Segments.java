package io.mediafn.dataset.manifest;

import io.mediafn.dataset.SampleRecord;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.DeleteResult;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The objects that a manifest is made of. Thread-safe. */
final class Segments {
    private static final String CONTENT_TYPE = "application/x-ndjson";
    /** How often a page that took too long is asked for again. */
    private static final int MOST_ATTEMPTS = 20;

    private final ObjectStore store;
    private final Location folder;
    private final ManifestLimits limits;
    private final LongAdder requests = new LongAdder();

    /** @param location the prefix of the manifest */
    Segments(ObjectStore store, Location location, ManifestLimits limits) {
        this.store = store;
        this.folder = folder(location);
        this.limits = limits;
    }

    Location folder() {
        return folder;
    }

    /** Where the segments of a manifest lie. */
    static Location folder(Location manifest) {
        return manifest.child("segments/");
    }

    /** How many requests were sent so far. */
    long requests() {
        return requests.sum();
    }

    /** All segments, whoever wrote them; none where there is no manifest. */
    List<ObjectStat> list() {
        List<ObjectStat> all = new ArrayList<>();
        Optional<ListOptions> next = Optional.of(ListOptions.everything());
        while (next.isPresent()) {
            ListOptions options = next.get();
            ObjectPage page = page(options);
            page.objects().stream()
                    // Others are something that a person or a file manager has put there.
                    .filter(object -> object.location().key().endsWith(SegmentName.SUFFIX))
                    .forEach(all::add);
            next = page.nextPageToken().map(options::withPageToken);
        }
        return all;
    }

    /**
     * A page that was made in less time than lies between the writing of a folded segment and the deletion of those that
     * it replaces: it has one or the other, in whatever order the store looks at its keys.
     */
    private ObjectPage page(ListOptions options) {
        Duration took = Duration.ZERO;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            long start = System.nanoTime();
            ObjectPage page = store.list(folder, options);
            took = Duration.ofNanos(System.nanoTime() - start);
            requests.increment();
            if (took.compareTo(limits.slowestPage()) < 0) {
                return page;
            }
        }
        throw new StorageException(
                Kind.UNAVAILABLE, folder, "a page of the listing takes " + took.toMillis() + " ms, which is too long");
    }

    /** The bytes of a segment; absent if it has been folded into another one since it was listed. */
    Optional<byte[]> read(Location segment) {
        byte[] bytes;
        requests.increment();
        try (ObjectRead read = store.read(segment, ReadOptions.all())) {
            bytes = read.readAllBytes();
        } catch (StorageException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        if (bytes.length == 0) {
            throw new StorageException(Kind.CORRUPT, segment, "is empty, as no segment ever is");
        }
        return Optional.of(bytes);
    }

    /** Writes records, as one segment or, where they are many, as several. Equal ones that are there are left. */
    void write(List<SampleRecord> records) {
        List<SampleRecord> ordered = records.stream()
                .sorted(Comparator.comparing(SampleRecord::id).thenComparing(SampleRecord::sequence))
                .toList();
        List<SampleRecord> some = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (SampleRecord next : ordered) {
            String line = Json.write(ManifestRecords.toLine(next)) + "\n";
            if (!some.isEmpty() && lines.length() + line.length() > limits.segmentBytes()) {
                create(SegmentName.written(some), lines.toString());
                some.clear();
                lines.setLength(0);
            }
            some.add(next);
            lines.append(line);
        }
        if (!some.isEmpty()) {
            create(SegmentName.written(some), lines.toString());
        }
    }

    /** Creates a segment whose name is made of its content: one that is there already is this one. */
    void create(String name, String content) {
        requests.increment();
        try {
            store.write(
                    folder.child(name),
                    Content.of(content.getBytes(StandardCharsets.UTF_8)),
                    WriteOptions.createOnly().withContentType(CONTENT_TYPE));
        } catch (StorageException e) {
            if (e.kind() != Kind.ALREADY_EXISTS) {
                throw e;
            }
            // Somebody wrote exactly this before.
        }
    }

    /** Those that are gone already are no error. */
    void delete(List<Location> segments) {
        if (segments.isEmpty()) {
            return;
        }
        requests.increment();
        for (DeleteResult result : store.deleteAll(segments)) {
            if (result.error().isPresent()) {
                throw result.error().get();
            }
        }
    }
}
