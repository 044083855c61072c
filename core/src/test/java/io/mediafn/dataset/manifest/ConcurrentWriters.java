package io.mediafn.dataset.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.location.Location;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Writers that record the same and different samples of one manifest, half of each one's its neighbour's too, while two
 * fold and one reads.
 */
final class ConcurrentWriters {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    /** Larger segments than these are many. */
    private static final ManifestLimits LIMITS = new ManifestLimits(256 << 10, 1 << 20, Duration.ofMillis(500));

    private final ObjectStore store;
    private final Location place;
    private final int each;
    private final int batch;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong foldings = new AtomicLong();

    /**
     * Writers of a manifest.
     *
     * @param each how many records a writer has
     * @param batch how many it writes at once
     */
    ConcurrentWriters(ObjectStore store, Location place, int each, int batch) {
        this.store = store;
        this.place = place;
        this.each = each;
        this.batch = batch;
    }

    private Manifest manifest() {
        return new Manifest(store, place, new BatchRunner(4), LIMITS, Clock.systemUTC());
    }

    /** Lets them run, and asserts that what is there in the end is what all have written, and nothing else. */
    void run(int writers) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(writers + 3)) {
            List<Future<Void>> watching =
                    List.of(pool.submit(this::fold), pool.submit(this::fold), pool.submit(this::read));
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                tasks.add(() -> write(number));
            }
            try {
                for (Future<Void> one : pool.invokeAll(tasks)) {
                    assertThat(one.get()).isNull();
                }
            } finally {
                over.set(true);
            }
            for (Future<Void> one : watching) {
                assertThat(one.get()).isNull();
            }
        }
        assertThat(foldings.get()).as("foldings while they wrote").isPositive();
        assertAll(writers);
        assertThat(manifest().compact(false, () -> false).finished()).isTrue();
        assertAll(writers);
        assertThat(segments()).isLessThanOrEqualTo(1 + 300L * writers * each / LIMITS.segmentBytes());
    }

    private Void write(int writer) {
        int first = writer * each / 2;
        for (int start = first; start < first + each; start += batch) {
            List<SampleRecord> records = new ArrayList<>();
            for (int i = start; i < Math.min(start + batch, first + each); i++) {
                // Both who write a sample say the same of it.
                records.add(sample(i, i - first < each / 2 ? writer : writer + 1));
            }
            manifest().record(records);
            records.forEach(record -> acknowledged.add(record.id()));
        }
        return null;
    }

    /** A sample whose version is the number of the writer to whose second half it belongs. */
    private static SampleRecord sample(int i, int version) {
        Map<String, Object> facts = Map.of(
                "outcome",
                "done",
                "metadata",
                Map.of("width", i),
                "version",
                version,
                "source",
                Map.of("event_time", NOW.plusSeconds(version).toString()));
        return SampleRecord.observed(Location.of("s3://b/" + i + ".jpg"), "", NOW.plusSeconds(version), facts);
    }

    private Void fold() {
        while (!over.get()) {
            foldings.addAndGet(manifest().compact(false, over::get).folded() ? 1 : 0);
        }
        return null;
    }

    private Void read() {
        while (!over.get()) {
            Set<String> before = new HashSet<>(acknowledged);
            Set<String> found =
                    manifest().samples().stream().map(SampleRecord::id).collect(Collectors.toSet());
            before.removeAll(found);
            assertThat(before).as("samples that a reader misses").isEmpty();
        }
        return null;
    }

    private void assertAll(int writers) {
        Map<String, Map<String, Object>> expected = new HashMap<>();
        for (int i = 0; i < (writers + 1) * each / 2; i++) {
            // Sample i is in the first half of the writer i / (each / 2), and in the second half of the one before.
            int half = each / 2;
            int version = i / half < writers ? i / half : writers;
            expected.put("s3://b/" + i + ".jpg", Map.of("metadata", Map.of("width", i), "version", version));
        }
        Map<String, Map<String, Object>> found = new HashMap<>();
        for (SampleRecord record : manifest().samples()) {
            Map<String, Object> facts = new HashMap<>(record.facts());
            facts.keySet().retainAll(Set.of("metadata", "version"));
            found.put(record.filepath().toString(), facts);
        }
        assertThat(found).isEqualTo(expected);
    }

    private long segments() {
        long count = 0;
        ObjectListing listing = new ObjectListing(store, place, ListOptions.everything());
        for (; listing.hasNext(); listing.next()) {
            count++;
        }
        return count;
    }
}
