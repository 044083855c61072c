package io.mediafn.dataset.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.SampleIds;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.local.LocalStores;
import io.mediafn.storage.memory.MemoryStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestTest {
    private static final Location PLACE = Location.of("mem://d/traffic/");
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00.123Z");

    private final ObjectStore store = MemoryStores.open();
    private final Manifest manifest = new Manifest(store, PLACE, new BatchRunner(4));

    @Test
    void the_id_is_the_start_of_sha_256_over_the_location() {
        // printf 's3://b/v.mp4' | sha256sum
        assertThat(SampleIds.of(Location.of("s3://b/v.mp4"))).isEqualTo("52e59931753a8a536fcb5ce7");
    }

    @Test
    void what_was_recorded_is_read_again() {
        SampleRecord written = sample("s3://b/é #1.jpg", "0A", NOW, "e1");
        manifest.record(List.of(written, sample("s3://b/a.jpg", "0B", NOW, "e2")));

        assertThat(manifest.samples())
                .extracting(record -> record.filepath().toString())
                .containsExactly("s3://b/a.jpg", "s3://b/é #1.jpg");
        SampleRecord read = manifest.samples().get(1);
        assertThat(read.id()).isEqualTo(written.id());
        assertThat(read.sequence()).isEqualTo("0A");
        assertThat(read.observedAt()).isEqualTo(NOW);
        assertThat(read.facts()).containsAllEntriesOf(written.facts());
        assertThat(segments()).hasSize(1);
    }

    @Test
    void recording_the_same_again_writes_nothing() {
        manifest.record(List.of(sample("s3://b/a.jpg", "0A", NOW, "e1")));
        manifest.record(List.of(sample("s3://b/a.jpg", "0A", NOW.plusSeconds(60), "e1")));
        assertThat(segments()).hasSize(1);

        manifest.record(List.of(sample("s3://b/a.jpg", "0A", NOW.plusSeconds(60), "e2")));
        assertThat(segments()).hasSize(2);
        assertThat(manifest.samples()).hasSize(1);
    }

    @Test
    void nothing_to_record_writes_nothing() {
        manifest.record(List.of());
        assertThat(segments()).isEmpty();
        assertThat(manifest.samples()).isEmpty();
    }

    @Test
    void a_failed_record_keeps_the_metadata_that_stands() {
        manifest.record(List.of(sample("s3://b/a.jpg", "0A", NOW, "e1")));
        Map<String, Object> failure = new LinkedHashMap<>();
        failure.put("outcome", "failed");
        failure.put("error", Map.of("kind", "CORRUPT"));
        manifest.record(List.of(SampleRecord.observed(Location.of("s3://b/a.jpg"), "0B", NOW.plusSeconds(5), failure)));

        assertThat(manifest.samples()).singleElement().satisfies(record -> {
            assertThat(record.failed()).isFalse();
            assertThat(record.facts()).containsKey("metadata");
        });
    }

    @Test
    void fields_that_are_not_known_survive() {
        store.write(
                PLACE.child("segments/other.ndjson"),
                Content.of(("{\"id\":\"1\",\"filepath\":\"s3://b/x\",\"observed_at\":\"2026-11-21T09:00:00.000Z\","
                                + "\"tags\":[\"train\"],\"ours\":{\"k\":1}}\n\n")
                        .getBytes(StandardCharsets.UTF_8)),
                WriteOptions.replace());

        assertThat(Manifest.toJson(manifest.samples().getFirst()))
                .containsEntry("ours", Map.of("k", 1))
                .containsEntry("tags", List.of("train"));
    }

    @Test
    void a_line_that_is_no_record_is_named_and_nothing_is_left_out_silently() {
        manifest.record(List.of(sample("s3://b/a.jpg", "0A", NOW, "e1")));
        store.write(
                PLACE.child("segments/zz.ndjson"),
                Content.of("{\"id\":\"1\"}\n".getBytes(StandardCharsets.UTF_8)),
                WriteOptions.replace());

        assertThatThrownBy(manifest::samples)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("mem://d/traffic/segments/zz.ndjson: line 1 is no manifest record: filepath");
    }

    @Test
    void an_empty_segment_is_a_loss_and_a_stranger_is_none() {
        manifest.record(List.of(sample("s3://b/a.jpg", "0A", NOW, "e1")));
        store.write(PLACE.child("segments/.DS_Store"), Content.of(new byte[] {1}), WriteOptions.replace());
        assertThat(manifest.samples()).hasSize(1);

        store.write(PLACE.child("segments/torn.ndjson"), Content.of(new byte[0]), WriteOptions.replace());
        assertThatThrownBy(manifest::samples)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("segments/torn.ndjson: is empty");
    }

    @Test
    void knows_what_is_its_own() {
        assertThat(manifest.owns(PLACE.child("segments/x.ndjson"))).isTrue();
        assertThat(manifest.owns(PLACE.child("photo.jpg"))).isFalse();
        assertThat(manifest.owns(Location.of("mem://d/traffic-2/segments/x"))).isFalse();
    }

    @Test
    void a_store_that_refuses_is_heard(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("file"), "in the way");
        Location place = Location.of("file://" + folder + "/file/");
        Manifest refused = new Manifest(LocalStores.files(), place, new BatchRunner(1));

        assertThatThrownBy(() -> refused.record(List.of(sample("s3://b/a.jpg", "0A", NOW, "e1"))))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(place.toString());
    }

    @Test
    void many_writers_at_once_lose_nothing() throws Exception {
        int writers = 16;
        int each = 50;
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int first = writer * each / 2; // half of every writer's records are its neighbour's too
            tasks.add(() -> {
                IntStream.range(first, first + each)
                        .forEach(i -> manifest.record(
                                List.of(sample("s3://b/" + i + ".jpg", "0A", NOW.plusMillis(first), "e"))));
                return null;
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
            for (Future<Void> result : pool.invokeAll(tasks)) {
                result.get();
            }
        }
        int distinct = (writers - 1) * each / 2 + each;
        assertThat(manifest.samples()).hasSize(distinct);
        assertThat(segments()).hasSize(distinct);
    }

    private List<String> segments() {
        List<String> names = new ArrayList<>();
        new ObjectListing(store, PLACE, ListOptions.everything())
                .forEachRemaining(object -> names.add(object.location().fileName()));
        return names;
    }

    private static SampleRecord sample(String filepath, String sequence, Instant observedAt, String etag) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("media_type", "image");
        facts.put("outcome", "done");
        facts.put("metadata", Map.of("width", 1));
        facts.put("source", Map.of("etag", etag));
        return SampleRecord.observed(Location.of(filepath), sequence, observedAt, facts);
    }
}
