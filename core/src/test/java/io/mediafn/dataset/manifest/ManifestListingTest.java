package io.mediafn.dataset.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.SampleRecord;
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
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.ForwardingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Segments are folded while somebody else is in the middle of a listing or a reading: nobody misses a record. */
final class ManifestListingTest {
    private static final Location PLACE = Location.of("mem://d/m/");
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final int SAMPLES = 6;

    private final ObjectStore store = MemoryStores.open();
    private final CountDownLatch written = new CountDownLatch(1);
    private final CountDownLatch deleted = new CountDownLatch(1);
    private final AtomicReference<Duration> waited = new AtomicReference<>(Duration.ZERO);

    /** The store as who folds sees it, who tells when the new segment is there and the old ones are not. */
    private final class Folding extends ForwardingStore {
        private long writtenAt;

        Folding() {
            super(store);
        }

        @Override
        public ObjectStat write(Location to, Content content, WriteOptions options) {
            ObjectStat stat = super.write(to, content, options);
            writtenAt = System.nanoTime();
            written.countDown();
            return stat;
        }

        @Override
        public List<DeleteResult> deleteAll(List<Location> all) {
            waited.set(Duration.ofNanos(System.nanoTime() - writtenAt));
            List<DeleteResult> results = super.deleteAll(all);
            deleted.countDown();
            return results;
        }
    }

    /**
     * The store as a reader sees it: for its first page it looks at where folded segments lie, then something happens, and
     * then it looks at where the others do.
     */
    private final class InTwoHalves extends ForwardingStore {
        private final Runnable between;
        private final AtomicInteger pages = new AtomicInteger();

        InTwoHalves(Runnable between) {
            super(store);
            this.between = between;
        }

        @Override
        public ObjectPage list(Location prefix, ListOptions options) {
            if (pages.getAndIncrement() > 0) {
                return super.list(prefix, options);
            }
            List<ObjectStat> folded = super.list(prefix, options).objects().stream()
                    .filter(ManifestListingTest::isFolded)
                    .toList();
            between.run();
            ObjectPage late = super.list(prefix, options);
            List<ObjectStat> objects = Stream.concat(
                            late.objects().stream().filter(object -> !isFolded(object)), folded.stream())
                    .toList();
            return new ObjectPage(objects, late.prefixes(), late.nextPageToken());
        }
    }

    private static boolean isFolded(ObjectStat object) {
        return object.location().fileName().startsWith("z");
    }

    private static Manifest manifest(ObjectStore store, Duration settle) {
        ManifestLimits limits = new ManifestLimits(1 << 20, 1 << 20, settle);
        return new Manifest(store, PLACE, new BatchRunner(1), limits, Clock.systemUTC());
    }

    private static SampleRecord sample(int i) {
        return SampleRecord.observed(Location.of("s3://b/" + i + ".jpg"), "", NOW, Map.of("outcome", "done"));
    }

    private void record() {
        for (int i = 0; i < SAMPLES; i++) {
            manifest(store, Duration.ZERO).record(List.of(sample(i)));
        }
    }

    private static void await(CountDownLatch event, Duration most) {
        try {
            boolean unused = event.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What a reader finds while somebody folds, who begins and does so much in the middle of the reader's first page. */
    private List<SampleRecord> readWhileFolded(Duration settle, Runnable until, AtomicInteger pages) throws Exception {
        record();
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            List<Future<?>> folding = new ArrayList<>();
            InTwoHalves halves = new InTwoHalves(() -> {
                folding.add(other.submit(() -> manifest(new Folding(), settle).compact(false, () -> false)));
                await(written, Duration.ofSeconds(30));
                until.run();
            });
            List<SampleRecord> found = manifest(halves, settle).samples();
            pages.set(halves.pages.get());
            for (Future<?> one : folding) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isNotNull();
            }
            return found;
        }
    }

    @Test
    void a_reader_in_the_middle_of_a_page_has_the_old_segments_until_it_must_be_done() throws Exception {
        Duration settle = Duration.ofMillis(800);
        // Who deletes too early does it in this time; on a busy machine the page is too slow, and read again.
        List<SampleRecord> found =
                readWhileFolded(settle, () -> await(deleted, settle.dividedBy(4)), new AtomicInteger());
        assertThat(found).hasSize(SAMPLES);
        assertThat(waited.get()).isGreaterThanOrEqualTo(settle);
        assertThat(manifest(store, settle).samples()).hasSize(SAMPLES);
    }

    @Test
    void a_page_that_took_so_long_that_old_segments_may_be_gone_is_asked_for_again() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        List<SampleRecord> found =
                readWhileFolded(Duration.ofMillis(100), () -> await(deleted, Duration.ofSeconds(30)), pages);
        assertThat(found).hasSize(SAMPLES);
        assertThat(pages.get()).isGreaterThan(1);
    }

    @Test
    void pages_that_are_all_slow_are_an_error_and_no_manifest_with_gaps() {
        record();
        AtomicInteger pages = new AtomicInteger();
        ObjectStore slow = new ForwardingStore(store) {
            @Override
            public ObjectPage list(Location prefix, ListOptions options) {
                pages.incrementAndGet();
                await(new CountDownLatch(1), Duration.ofMillis(6));
                return super.list(prefix, options);
            }
        };
        assertThatThrownBy(() -> manifest(slow, Duration.ofMillis(10)).samples())
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessageContaining("too long");
        assertThat(pages.get()).isBetween(2, 100);
    }

    @Test
    void a_segment_that_was_not_there_to_be_folded_is_not_deleted_when_it_is_there_again() {
        record();
        List<Location> gone = new ArrayList<>();
        ObjectStore flickering = new ForwardingStore(store) {
            @Override
            public ObjectRead read(Location at, ReadOptions options) {
                if (!gone.isEmpty()) {
                    return super.read(at, options);
                }
                gone.add(at);
                byte[] content;
                try (ObjectRead read = super.read(at, options)) {
                    content = read.readAllBytes();
                }
                super.delete(at);
                try {
                    return super.read(at, options);
                } finally {
                    // Its event is delivered again.
                    super.write(at, Content.of(content), WriteOptions.createOnly());
                }
            }
        };
        assertThat(manifest(flickering, Duration.ofMillis(20))
                        .compact(false, () -> false)
                        .folded())
                .isTrue();
        assertThat(store.find(gone.getFirst())).isPresent();
        assertThat(manifest(store, Duration.ofSeconds(2)).samples()).hasSize(SAMPLES);
    }
}
