package io.mediafn.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.SampleIds;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.manifest.Manifest;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.media.MediaProbe;
import io.mediafn.operation.metadata.MetadataOptions;
import io.mediafn.operation.metadata.MetadataReader;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.RefusingStore;
import io.mediafn.testing.TinyImages;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EventRecorderTest {
    private static final Location DATASET = Location.of("mem://d/traffic/");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T09:00:00Z"), ZoneOffset.UTC);

    private final ObjectStore store = MemoryStores.open();

    @Test
    void a_new_object_becomes_a_sample() {
        put("mem://b/in/a.png", TinyImages.png(3, 2));

        List<EventOutcome> outcomes = record(created("mem://b/in/a.png", "0A"));
        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.outcome()).isEqualTo(Outcome.DONE);
            assertThat(outcome.redeliver()).isFalse();
        });
        assertThat(samples()).singleElement().satisfies(sample -> {
            assertThat(sample.filepath()).hasToString("mem://b/in/a.png");
            assertThat(sample.sequence()).isEqualTo("0A");
            assertThat(sample.facts())
                    .extractingByKey("metadata")
                    .asInstanceOf(MAP)
                    .containsEntry("width", 3);
        });
    }

    @Test
    void the_same_event_fifty_times_makes_one_sample_and_one_segment() {
        put("mem://b/in/a.png", TinyImages.png(3, 2));
        for (int i = 0; i < 50; i++) {
            record(created("mem://b/in/a.png", "0A"));
        }
        assertThat(samples()).hasSize(1);
        assertThat(segments()).isEqualTo(1);
    }

    @Test
    void a_broken_file_is_recorded_and_the_rest_is_not_affected() {
        put("mem://b/in/a.png", TinyImages.png(3, 2));
        put("mem://b/in/broken.jpg", "<html>".getBytes(StandardCharsets.UTF_8));

        List<EventOutcome> outcomes = record(
                created("mem://b/in/broken.jpg", "1"),
                created("mem://b/in/gone.jpg", "2"),
                created("mem://b/in/a.png", "3"));
        assertThat(outcomes).noneMatch(EventOutcome::redeliver);
        assertThat(outcomes)
                .extracting(EventOutcome::outcome)
                .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.DONE);
        assertThat(samples())
                .extracting(sample -> sample.filepath().key(), SampleRecord::failed)
                .containsExactly(tuple("in/a.png", false), tuple("in/broken.jpg", true));
    }

    /** Where the event has no time, it is dated by the look, which comes behind the deletion. */
    @Test
    void a_creation_that_arrives_after_the_deletion_leaves_no_sample() {
        new Manifest(store, DATASET, new BatchRunner(1))
                .record(List.of(new SampleRecord(
                        SampleIds.of(Location.of("mem://b/in/gone.png")),
                        Location.of("mem://b/in/gone.png"),
                        Optional.empty(),
                        "2",
                        CLOCK.instant().minusSeconds(9),
                        true,
                        Map.of())));
        assertThat(record(created("mem://b/in/gone.png", "1"))).noneMatch(EventOutcome::redeliver);
        assertThat(samples()).isEmpty();
    }

    @Test
    void an_object_that_broke_does_not_erase_what_was_known() {
        put("mem://b/in/a.png", TinyImages.png(3, 2));
        record(created("mem://b/in/a.png", "1"));
        put("mem://b/in/a.png", new byte[] {1, 2, 3});
        record(created("mem://b/in/a.png", "2"));

        assertThat(samples())
                .singleElement()
                .satisfies(sample -> assertThat(sample.failed()).isFalse());
        assertThat(segments()).isEqualTo(2);
    }

    @Test
    void what_somebody_can_mend_comes_again_and_is_not_recorded() {
        Stores denied = Stores.builder()
                .add(location -> location.bucket().equals("b"), () -> new RefusingStore(Kind.DENIED))
                .add(Scheme.MEM, () -> store)
                .build();

        List<EventOutcome> outcomes = recorder(denied).run(List.of(created("mem://b/in/a.png", "1")), Deadline.never());
        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.redeliver()).isTrue();
            assertThat(outcome.error())
                    .hasValueSatisfying(error -> assertThat(error.kind()).isEqualTo(Kind.DENIED));
        });
        assertThat(samples()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"NOT_FOUND"},
            mode = EnumSource.Mode.EXCLUDE)
    void no_fault_of_a_store_is_the_last_word_on_an_object(Kind kind) {
        Stores faulty = Stores.builder()
                .add(location -> location.bucket().equals("b"), () -> new RefusingStore(kind))
                .add(Scheme.MEM, () -> store)
                .build();

        assertThat(recorder(faulty).run(List.of(created("mem://b/in/a.png", "1")), Deadline.never()))
                .allMatch(EventOutcome::redeliver);
        assertThat(samples()).isEmpty();
    }

    @Test
    void where_the_dataset_cannot_be_written_every_event_comes_again() {
        put("mem://b/in/a.png", TinyImages.png(3, 2));
        Stores stores = Stores.builder().add(Scheme.MEM, () -> store).build();
        Manifest readOnly = new Manifest(new RefusingStore(Kind.DENIED), DATASET, new BatchRunner(1));

        List<EventOutcome> outcomes = new EventRecorder(
                        new MetadataReader(stores, LocationPolicy.forFunctions(Set.of(), List.of()), new MediaProbe()),
                        new BatchRunner(2),
                        readOnly,
                        LinkedPlaces.of(Pipeline.byDefault(), Optional.empty()),
                        MetadataOptions.DEFAULT,
                        LocationPolicy.forFunctions(Set.of(), List.of()),
                        CLOCK)
                .run(
                        List.of(created("mem://b/in/a.png", "1"), created("mem://d/traffic/segments/x.ndjson", "2")),
                        Deadline.never());
        assertThat(outcomes).extracting(EventOutcome::redeliver).containsExactly(true, false);
    }

    @Test
    void what_the_function_itself_writes_is_no_media() {
        List<EventOutcome> outcomes = record(
                created("mem://d/traffic/segments/x.ndjson", "1"),
                created("mem://b/in/.mediafn/job.json", "2"),
                created("mem://b/in/folder/", "3"),
                new ObjectEvent(Location.of("mem://b/in/a.png"), ObjectEvent.Type.DELETED, "4", Optional.empty()));

        assertThat(outcomes).extracting(EventOutcome::outcome).containsOnly(Outcome.SKIPPED);
        assertThat(segments()).isZero();
    }

    @Test
    void media_may_lie_beside_the_dataset() {
        put("mem://d/traffic/a.png", TinyImages.png(3, 2));
        assertThat(record(created("mem://d/traffic/a.png", "1")))
                .extracting(EventOutcome::outcome)
                .containsExactly(Outcome.DONE);
    }

    /** A notification for a whole bucket, and a limit to a prefix of it: nothing of this may become a dead letter. */
    @Test
    void what_is_skipped_need_not_be_allowed() {
        Stores stores = Stores.builder().add(Scheme.MEM, () -> store).build();
        EventRecorder limited = new EventRecorder(
                new MetadataReader(stores, LocationPolicy.forFunctions(Set.of(), List.of()), new MediaProbe()),
                new BatchRunner(1),
                new Manifest(store, DATASET, new BatchRunner(1)),
                LinkedPlaces.of(Pipeline.byDefault(), Optional.empty()),
                MetadataOptions.DEFAULT,
                LocationPolicy.forFunctions(Set.of(), List.of(Location.of("mem://d/in"))),
                CLOCK);

        assertThat(limited.run(
                        List.of(
                                created("mem://d/traffic/segments/x.ndjson", "1"),
                                created("mem://d/folder/", "2"),
                                new ObjectEvent(
                                        Location.of("mem://d/x.png"), ObjectEvent.Type.DELETED, "3", Optional.empty())),
                        Deadline.never()))
                .extracting(EventOutcome::outcome)
                .containsOnly(Outcome.SKIPPED);
    }

    @Test
    void a_location_that_is_not_allowed_is_not_read() {
        put("mem://other/a.png", TinyImages.png(3, 2));
        Stores stores = Stores.builder().add(Scheme.MEM, () -> store).build();
        EventRecorder limited = new EventRecorder(
                new MetadataReader(stores, LocationPolicy.forFunctions(Set.of(), List.of()), new MediaProbe()),
                new BatchRunner(1),
                new Manifest(store, DATASET, new BatchRunner(1)),
                LinkedPlaces.of(Pipeline.byDefault(), Optional.empty()),
                MetadataOptions.DEFAULT,
                LocationPolicy.forFunctions(Set.of(), List.of(Location.of("mem://b/in"))),
                CLOCK);

        assertThat(limited.run(List.of(created("mem://other/a.png", "1")), Deadline.never()))
                .singleElement()
                .satisfies(outcome -> {
                    assertThat(outcome.redeliver()).isTrue();
                    assertThat(outcome.error())
                            .hasValueSatisfying(
                                    error -> assertThat(error.message()).contains("MEDIAFN_ALLOW"));
                });
        assertThat(samples()).isEmpty();
    }

    @Test
    void without_time_left_events_come_again() {
        put("mem://b/in/a.png", TinyImages.png(3, 2));
        Stores stores = Stores.builder().add(Scheme.MEM, () -> store).build();

        assertThat(recorder(stores).run(List.of(created("mem://b/in/a.png", "1")), Deadline.in(Duration.ofSeconds(-1))))
                .allMatch(EventOutcome::redeliver);
        assertThat(samples()).isEmpty();
    }

    private List<EventOutcome> record(ObjectEvent... events) {
        Stores stores = Stores.builder().add(Scheme.MEM, () -> store).build();
        return recorder(stores).run(List.of(events), Deadline.never());
    }

    private EventRecorder recorder(Stores stores) {
        return new EventRecorder(
                new MetadataReader(stores, LocationPolicy.forFunctions(Set.of(), List.of()), new MediaProbe()),
                new BatchRunner(2),
                new Manifest(store, DATASET, new BatchRunner(2)),
                LinkedPlaces.of(Pipeline.byDefault(), Optional.empty()),
                MetadataOptions.DEFAULT,
                LocationPolicy.forFunctions(Set.of(), List.of()),
                CLOCK);
    }

    private static ObjectEvent created(String location, String sequence) {
        return new ObjectEvent(Location.of(location), ObjectEvent.Type.CREATED, sequence, Optional.empty());
    }

    private void put(String location, byte[] bytes) {
        store.write(Location.of(location), Content.of(bytes), WriteOptions.replace());
    }

    private List<SampleRecord> samples() {
        return new Manifest(store, DATASET, new BatchRunner(1)).samples();
    }

    private int segments() {
        List<Location> segments = new ArrayList<>();
        new ObjectListing(store, DATASET, ListOptions.everything())
                .forEachRemaining(object -> segments.add(object.location()));
        return segments.size();
    }

    @Test
    void the_record_says_what_the_interface_promises() {
        put("mem://b/in/a.png", TinyImages.png(3, 2));
        record(created("mem://b/in/a.png", "0A"));

        Map<String, Object> line = Manifest.toJson(samples().getFirst());
        assertThat(line.keySet())
                .containsExactlyInAnyOrder(
                        "id",
                        "filepath",
                        "media_type",
                        "outcome",
                        "metadata",
                        "details",
                        "source",
                        "provenance",
                        "problems",
                        "tags",
                        "sequence",
                        "observed_at",
                        "deleted");
        assertThat(line)
                .containsEntry("observed_at", "2026-11-21T09:00:00.000Z")
                .containsEntry("deleted", false);
    }
}
