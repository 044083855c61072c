package io.mediafn.dataset.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.MetadataChange;
import io.mediafn.dataset.Moment;
import io.mediafn.dataset.NewSample;
import io.mediafn.dataset.SampleIds;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.Selection;
import io.mediafn.location.Location;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.ForwardingStore;
import io.mediafn.testing.RefusingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is a manifest's own: which requests it sends, and what counts of changes that did not know of each other. */
final class ManifestEditsTest {
    private static final Location PLACE = Location.of("mem://d/m/");
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00.500Z");
    private static final Map<String, Object> IMAGE =
            Map.of("_cls", "ImageMetadata", "size_bytes", 5, "mime_type", "image/jpeg", "width", 3, "height", 4);

    private final List<String> requests = new ArrayList<>();
    private final ObjectStore store = MemoryStores.open();

    /** Notes what is read. */
    private final class Counting extends ForwardingStore {
        Counting() {
            super(store);
        }

        @Override
        public ObjectRead read(Location at, ReadOptions options) {
            requests.add("read");
            return super.read(at, options);
        }

        @Override
        public ObjectPage list(Location prefix, ListOptions options) {
            requests.add("list");
            return super.list(prefix, options);
        }
    }

    private Manifest open() {
        return new Manifest(new Counting(), PLACE, new BatchRunner(1));
    }

    private Manifest at(Instant time) {
        return new Manifest(
                store, PLACE, new BatchRunner(1), ManifestLimits.DEFAULT, Clock.fixed(time, ZoneOffset.UTC));
    }

    private static SampleRecord event(String path, String sequence, Instant time, String... tags) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("outcome", "done");
        facts.put("tags", List.of(tags));
        facts.put("source", Map.of("event_time", time.toString()));
        return SampleRecord.observed(Location.of(path), sequence, time, facts);
    }

    private long segments() {
        long count = 0;
        for (ObjectListing all = new ObjectListing(store, PLACE, ListOptions.everything()); all.hasNext(); all.next()) {
            count++;
        }
        return count;
    }

    @Test
    void a_manifest_is_read_once_and_a_batch_is_one_segment() {
        for (int i = 0; i < 7; i++) {
            open().record(List.of(event("s3://b/" + i + ".jpg", "", NOW)));
        }
        requests.clear();
        try (Manifest manifest = open()) {
            assertThat(manifest.count(Selection.all(), MediaField.FILEPATH, true))
                    .isEqualTo(7);
            assertThat(requests).hasSize(8).containsOnlyOnce("list");
            for (int i = 0; i < 7; i++) {
                manifest.setMetadata(List.of(new MetadataChange("s3://b/" + i + ".jpg", IMAGE, false)));
            }
            manifest.relinkPrefix(MediaField.FILEPATH, "s3://b", "gs://n");
            assertThat(manifest.count(Selection.all(), MediaField.FILEPATH, true))
                    .isZero();
            assertThat(requests).hasSize(8);
        }
        assertThat(segments()).isEqualTo(7 + 7 + 1);
    }

    @Test
    void where_nobody_has_written_there_is_no_manifest_but_samples_may_be_added() {
        try (Manifest manifest = open()) {
            assertThatThrownBy(() -> manifest.samples(Selection.all(), MediaField.FILEPATH, false))
                    .isInstanceOfSatisfying(
                            DatasetException.class,
                            e -> assertThat(e.kind()).isEqualTo(DatasetException.Kind.NOT_FOUND))
                    .hasMessageContaining("mem://d/m/segments/");
            manifest.insert(List.of(new NewSample("s3://b/1.jpg", "image", List.of(), Map.of())));
            assertThat(manifest.count(Selection.all(), MediaField.FILEPATH, false))
                    .isOne();
            assertThatThrownBy(() -> manifest.declareField("other")).hasMessageContaining("filepath alone");
        }
    }

    @Test
    void there_and_back_and_there_again() {
        Manifest manifest = at(NOW);
        manifest.record(List.of(event("s3://b/1.jpg", "0F", NOW)));
        for (int round = 0; round < 3; round++) {
            assertThat(manifest.relinkPrefix(MediaField.FILEPATH, "s3://b", "gs://n"))
                    .isEqualTo(new ChangeCount(1, 1));
            assertStands("gs://n/1.jpg");
            manifest.relink(List.of(new LinkChange("gs://n/1.jpg", "s3://b/1.jpg")), List.of(MediaField.FILEPATH));
            assertStands("s3://b/1.jpg");
        }
    }

    private void assertStands(String... paths) {
        assertThat(at(NOW).samples().stream().map(record -> record.filepath().toString()))
                .containsExactly(paths);
    }

    @Test
    void a_change_counts_although_the_clock_of_the_store_is_ahead() {
        at(NOW).record(List.of(event("s3://b/1.jpg", "0F", NOW.plusSeconds(90), "kept")));
        at(NOW).relinkPrefix(MediaField.FILEPATH, "s3://b", "gs://n");
        assertStands("gs://n/1.jpg");
        assertThat(at(NOW).samples().getFirst().facts()).containsEntry("tags", List.of("kept"));
        assertThat(at(NOW).delete(List.of(SampleIds.of(Location.of("s3://b/1.jpg")))))
                .isOne();
        assertStands();
        // The event comes once more.
        at(NOW).record(List.of(event("s3://b/1.jpg", "0F", NOW.plusSeconds(90), "kept")));
        assertStands();
    }

    @Test
    void metadata_computed_while_a_sample_moves_stays_with_it_and_overwrites_no_newer() {
        at(NOW).record(List.of(event("s3://b/1.jpg", "", NOW)));
        Manifest computing = at(NOW.plusSeconds(9));
        assertThat(computing.count(Selection.all(), MediaField.FILEPATH, true)).isOne();
        at(NOW.plusSeconds(5)).relinkPrefix(MediaField.FILEPATH, "s3://b", "gs://n");
        computing.setMetadata(List.of(new MetadataChange("s3://b/1.jpg", IMAGE, false)));
        assertStands("gs://n/1.jpg");
        assertThat(at(NOW).samples().getFirst().facts().get("metadata")).isEqualTo(IMAGE);

        Map<String, Object> other = Map.of("_cls", "ImageMetadata", "width", 9);
        Manifest late = at(NOW.plusSeconds(20));
        late.record(List.of(SampleRecord.amended(
                SampleIds.of(Location.of("s3://b/1.jpg")),
                Location.of("s3://b/1.jpg"),
                Moment.NEVER.next(NOW.plusSeconds(20)),
                Map.of("metadata", other),
                false)));
        assertThat(at(NOW).samples().getFirst().facts().get("metadata")).isEqualTo(IMAGE);
        assertThat(at(NOW).samples().getFirst().facts()).doesNotContainKey("overwrite");
    }

    @Test
    void an_object_that_is_deleted_may_lie_elsewhere_but_a_deleted_sample_does_not() {
        at(NOW).record(List.of(event("s3://b/1.jpg", "", NOW), event("s3://b/2.jpg", "", NOW)));
        Manifest moving = at(NOW.plusSeconds(9));
        assertThat(moving.count(Selection.all(), MediaField.FILEPATH, false)).isEqualTo(2);
        SampleRecord seen = event("s3://b/1.jpg", "", NOW.plusSeconds(5));
        at(NOW).record(List.of(new SampleRecord(
                seen.id(), seen.filepath(), seen.previousFilepath(), "", seen.observedAt(), true, seen.facts())));
        at(NOW.plusSeconds(5)).delete(List.of(SampleIds.of(Location.of("s3://b/2.jpg"))));
        assertStands();
        moving.relinkPrefix(MediaField.FILEPATH, "s3://b", "gs://n");
        assertStands("gs://n/1.jpg");
    }

    @Test
    void what_the_store_refuses_is_the_failure_of_a_dataset_and_is_tried_again_from_the_start() {
        EditableDataset refused = new Manifest(new RefusingStore(Kind.UNAVAILABLE), PLACE, new BatchRunner(1));
        assertThatThrownBy(() -> refused.count(Selection.all(), MediaField.FILEPATH, false))
                .isInstanceOfSatisfying(
                        DatasetException.class,
                        e -> assertThat(e.kind().retryable()).isTrue());
        EditableDataset denied = new Manifest(new RefusingStore(Kind.DENIED), PLACE, new BatchRunner(1));
        assertThatThrownBy(() -> denied.delete(List.of()))
                .isInstanceOfSatisfying(
                        DatasetException.class, e -> assertThat(e.kind()).isEqualTo(DatasetException.Kind.DENIED));
    }

    @Test
    void a_path_that_no_store_takes_changes_nothing() {
        at(NOW).record(List.of(event("s3://b/1.jpg", "", NOW), event("s3://b/2.jpg", "", NOW)));
        assertThatThrownBy(() -> at(NOW).relinkPrefix(MediaField.FILEPATH, "s3://b", "nowhere"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("can't lie there");
        assertThatThrownBy(() -> at(NOW).relink(
                                List.of(
                                        new LinkChange("s3://b/1.jpg", "gs://n/1.jpg"),
                                        new LinkChange("s3://b/2.jpg", "nowhere.jpg")),
                                List.of(MediaField.FILEPATH)))
                .isInstanceOf(DatasetException.class);
        assertStands("s3://b/1.jpg", "s3://b/2.jpg");
    }

    @Test
    void a_segment_that_is_folded_between_the_listing_and_its_turn_is_found_again() {
        ManifestLimits small = new ManifestLimits(400, 1 << 20, Duration.ofMillis(200));
        Manifest writer = new Manifest(store, PLACE, new BatchRunner(1), small, Clock.systemUTC());
        for (int i = 0; i < 30; i++) {
            writer.record(List.of(event("s3://b/" + i + ".jpg", "", NOW)));
            if (i % 10 == 9) {
                writer.compact(false, () -> false);
            }
        }
        assertThat(segments()).isGreaterThan(5);
        int[] reads = {0};
        ObjectStore folding = new ForwardingStore(store) {
            @Override
            public ObjectRead read(Location at, ReadOptions options) {
                if (++reads[0] == 3 || reads[0] == 7) {
                    writer.record(List.of(event("s3://b/late" + reads[0] + ".jpg", "", NOW)));
                    assertThat(writer.compact(false, () -> false).folded()).isTrue();
                }
                return super.read(at, options);
            }
        };
        List<SampleRecord> found = new Manifest(folding, PLACE, new BatchRunner(1)).samples();
        assertThat(found.stream().map(record -> record.filepath().toString()).filter(path -> !path.contains("late")))
                .hasSize(30)
                .doesNotHaveDuplicates();
    }
}
