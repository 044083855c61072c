package io.mediafn.operation.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.MemoryDataset;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.media.MediaProbe;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.TinyImages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metadata of the samples of a dataset: what is read, what is written, and what is left alone. */
final class DatasetMetadataTest {
    private final ObjectStore store = MemoryStores.open();
    private final Stores stores = Stores.builder().add(Scheme.MEM, () -> store).build();
    private final LocationPolicy policy = LocationPolicy.forFunctions(Set.of(), List.of(Location.of("mem://b/")));
    private final MemoryDataset dataset = new MemoryDataset();
    private final DatasetMetadata operation = new DatasetMetadata(
            (name, force) -> dataset, new MetadataReader(stores, policy, new MediaProbe()), policy, new BatchRunner(4));

    private void put(String key, byte[] bytes) {
        store.write(Location.of("mem://b/" + key), Content.of(bytes), WriteOptions.replace());
    }

    private Report run(String fields) {
        return run(fields, RunContext.unbounded());
    }

    private Report run(String fields, RunContext context) {
        Map<String, Object> json =
                Json.readObject("{'dataset':'traffic'%s}".formatted(fields).replace('\'', '"'));
        return operation.run(DatasetMetadataRequest.fromJson(json), context);
    }

    @Test
    void a_location_is_read_once_however_many_samples_share_it() {
        put("a.png", TinyImages.png(3, 2));
        String first = dataset.add("mem://b/a.png");
        String second = dataset.add("mem://b/a.png");

        Report report = run("");

        assertThat(report.state()).isEqualTo("DONE");
        assertThat(report.totals().requests()).isEqualTo(1);
        assertThat(report.items()).hasSize(1);
        assertThat(report.items().getFirst()).containsEntry("samples", 2).containsEntry("changed", 2L);
        assertThat(dataset.metadata(first).orElseThrow()).containsEntry("width", 3);
        assertThat(dataset.metadata(second)).isEqualTo(dataset.metadata(first));
    }

    @Test
    void what_has_metadata_is_left_alone_unless_it_is_to_be_overwritten() {
        put("a.png", TinyImages.png(3, 2));
        String id = dataset.add("mem://b/a.png");
        run("");
        put("a.png", TinyImages.png(5, 4));

        assertThat(run("").items()).isEmpty();
        assertThat(dataset.metadata(id).orElseThrow()).containsEntry("width", 3);
        assertThat(run(",'overwrite':true").items()).hasSize(1);
        assertThat(dataset.metadata(id).orElseThrow()).containsEntry("width", 5);
    }

    @Test
    void a_failure_writes_nothing() {
        put("a.png", TinyImages.png(3, 2));
        String id = dataset.add("mem://b/a.png");
        String gone = dataset.add("mem://b/gone.png");
        String elsewhere = dataset.add("mem://other/x.png");
        String nowhere = dataset.add("/data/x.png");
        run("");
        store.delete(Location.of("mem://b/a.png"));

        Report report = run(",'overwrite':true");

        assertThat(report.counts()).containsEntry("failed", 4L);
        assertThat(dataset.metadata(id)).isPresent();
        for (String failed : List.of(gone, elsewhere, nowhere)) {
            assertThat(dataset.metadata(failed)).isEmpty();
        }
        assertThat(report.items().toString()).contains("kind=NOT_FOUND", "kind=DENIED");
    }

    @Test
    void metadata_is_of_the_class_that_the_samples_media_type_has() {
        put("a.png", TinyImages.png(3, 2));
        String video = dataset.addOf("video", "mem://b/a.png");
        Report refused = run("");
        assertThat(refused.counts()).containsEntry("failed", 1L);
        assertThat(refused.items().toString()).contains("the media type video, and its content is image");
        assertThat(dataset.metadata(video)).isEmpty();

        put("b.png", TinyImages.png(3, 2));
        String custom = dataset.addOf("thermal", "mem://b/b.png");
        run("");
        assertThat(dataset.metadata(custom).orElseThrow())
                .containsOnlyKeys("_cls", "size_bytes", "mime_type")
                .containsEntry("_cls", "Metadata");
    }

    @Test
    void what_does_not_fit_the_time_is_continued() {
        for (int i = 0; i < 5; i++) {
            put(i + ".png", TinyImages.png(3, 2));
            dataset.add("mem://b/" + i + ".png");
        }
        dataset.add("mem://b/gone.png");

        Report none = run("", new RunContext(Deadline.in(Duration.ofSeconds(-1)), 100, 1_000_000));
        assertThat(none.next()).isPresent();
        Report some = run("", new RunContext(Deadline.in(Duration.ofHours(1)), 2, 1_000_000));
        assertThat(some.items()).hasSize(2);
        Report rest = run(",'next':'" + some.next().orElseThrow() + "'");
        assertThat(rest.next()).isEmpty();
        assertThat(rest.items()).extracting(item -> item.get("filepath")).contains("mem://b/gone.png");
        assertThat(run("").counts()).containsEntry("matched", 1L); // the one that is gone
    }

    @Test
    void a_path_that_is_no_location_fails_by_itself() {
        put("a.png", TinyImages.png(3, 2));
        dataset.add("C:\\data\\x.png");
        dataset.add("data/x.png");
        String fine = dataset.add("mem://b/a.png");

        Report report = run("");

        assertThat(report.counts()).containsEntry("failed", 2L).containsEntry("done", 1L);
        assertThat(report.items().getFirst()).containsEntry("filepath", "C:\\data\\x.png");
        assertThat(report.items().toString()).contains("kind=INVALID");
        assertThat(dataset.metadata(fine)).isPresent();
    }

    @Test
    void a_dataset_that_goes_away_leaves_every_item_with_an_outcome() {
        for (int i = 0; i < 1200; i++) {
            dataset.add("mem://b/a" + i + ".png");
            put("a" + i + ".png", TinyImages.png(3, 2));
        }
        AtomicInteger writes = new AtomicInteger();
        dataset.watch(verb -> {
            if (verb.equals("setMetadata") && writes.incrementAndGet() == 2) {
                throw new DatasetException(DatasetException.Kind.UNAVAILABLE, "gone for a moment");
            }
        });

        Report report = run("");

        assertThat(report.state()).isEqualTo("PARTIAL");
        assertThat(report.counts()).containsEntry("done", 500L).containsEntry("failed", 500L);
        assertThat(report.items().getLast().toString()).contains("kind=UNAVAILABLE", "retryable=true");
        Report rest = run(",'next':'" + report.next().orElseThrow() + "'");
        assertThat(rest.counts()).containsEntry("done", 200L);
        assertThat(run("").counts()).containsEntry("done", 500L);
    }

    @Test
    void no_sample_is_passed_over_between_two_of_one_location() {
        put("shared.png", TinyImages.png(3, 2));
        put("other.png", TinyImages.png(5, 4));
        dataset.add("mem://b/shared.png");
        String between = dataset.add("mem://b/other.png");
        dataset.add("mem://b/shared.png");

        Report first = run("", new RunContext(Deadline.in(Duration.ofHours(1)), 1, 1_000_000));
        assertThat(first.items()).hasSize(1);
        run(",'overwrite':true,'next':'" + first.next().orElseThrow() + "'");

        assertThat(dataset.metadata(between).orElseThrow()).containsEntry("width", 5);
        assertThat(first.next().orElseThrow()).isLessThan(between);
    }

    @Test
    void a_dry_run_reads_and_writes_nothing() {
        String id = dataset.add("mem://b/gone.png");
        dataset.watch(verb -> assertThat(verb).isEqualTo("samples"));

        Report report = run(",'dry_run':true");

        assertThat(report.counts()).containsEntry("planned", 1L);
        assertThat(dataset.metadata(id)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",'select':{'limit':0}|select.limit: a whole number of 1 or more",
                ",'select':{'slices':[]}|slices",
                ",'overwrite':'yes'|overwrite: true or false",
                ",'profile':'x'|profile: one of",
                ",'colour':1|colour"
            })
    void a_bad_request_is_told_what_is_wrong(String fields, String message) {
        assertThatThrownBy(() -> run(fields))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining(message);
    }
}
