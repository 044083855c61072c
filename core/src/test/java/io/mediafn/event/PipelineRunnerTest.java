package io.mediafn.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.dataset.Dataset;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.manifest.Manifest;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.media.MediaProbe;
import io.mediafn.operation.copy.CopyOperation;
import io.mediafn.operation.copy.CopySettings;
import io.mediafn.operation.copy.LocalTargets;
import io.mediafn.operation.metadata.MetadataReader;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.TinyImages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What events lead to, however often and in whatever order they come. */
final class PipelineRunnerTest {
    private static final Location DATASET = Location.of("mem://d/traffic/");

    private final ObjectStore store = MemoryStores.open();
    private final Stores stores = Stores.builder().add(Scheme.MEM, () -> store).build();
    private final LocationPolicy policy = LocationPolicy.forFunctions(
            Set.of(), List.of(Location.of("mem://b/"), Location.of("mem://c/"), Location.of("mem://d/")));
    private boolean databaseAway;

    private final EventDatasets datasets = new EventDatasets() {
        @Override
        public <R> R recording(Optional<String> name, Function<Dataset, R> work) {
            if (databaseAway) {
                throw new DatasetException(DatasetException.Kind.UNAVAILABLE, "no answer");
            }
            return work.apply(manifest(name));
        }

        @Override
        public <R> R editing(Optional<String> name, Function<EditableDataset, R> work) {
            return work.apply(manifest(name));
        }

        @Override
        public boolean owns(Optional<String> name, Location at) {
            return manifest(name).owns(at);
        }
    };

    private Manifest manifest(Optional<String> name) {
        Location at = name.map(Location::of).map(Location::asPrefix).orElse(DATASET);
        return new Manifest(store, at, new BatchRunner(2));
    }

    private PipelineRunner runner(String json) {
        CopyOperation copy =
                new CopyOperation(stores, policy, new BatchRunner(4), LocalTargets.NONE, CopySettings.defaults());
        return new PipelineSteps(
                        datasets,
                        new MetadataReader(stores, policy, new MediaProbe()),
                        copy,
                        stores,
                        policy,
                        new BatchRunner(4),
                        Clock.systemUTC(),
                        Optional.of(Location.of("mem://d/jobs/")))
                .runner(Pipeline.fromJson(Json.readObject(json.replace('\'', '\"')), at -> at));
    }

    private static ObjectEvent created(String location, String sequence) {
        return new ObjectEvent(Location.of(location), ObjectEvent.Type.CREATED, sequence, Optional.empty());
    }

    private static ObjectEvent deleted(String location, String sequence) {
        return new ObjectEvent(Location.of(location), ObjectEvent.Type.DELETED, sequence, Optional.of(Instant.now()));
    }

    private void put(String location, byte[] bytes) {
        store.write(Location.of(location), Content.of(bytes), WriteOptions.replace());
    }

    private byte[] get(String location) {
        try (ObjectRead read = store.read(Location.of(location), ReadOptions.all())) {
            return read.readAllBytes();
        }
    }

    private boolean exists(String location) {
        return store.find(Location.of(location)).isPresent();
    }

    private List<String> samples() {
        return manifest(Optional.empty()).samples().stream()
                .map(SampleRecord::filepath)
                .map(Location::toString)
                .toList();
    }

    private static final String REGISTER_AND_COPY =
            "{'rules':[{'when':{'prefix':'mem://b/in/'},'do':[{'metadata':{}},{'copy':{'outdir':'mem://c/x/'}}]},"
                    + "{'when':{'prefix':'mem://b/in/','event':'deleted'},'do':[{'unregister':{}}]}]}";

    @Test
    void an_object_is_measured_and_copied() {
        put("mem://b/in/a/1.png", TinyImages.png(3, 2));

        List<EventOutcome> outcomes =
                runner(REGISTER_AND_COPY).run(List.of(created("mem://b/in/a/1.png", "1")), Deadline.never());

        assertThat(outcomes.getFirst().redeliver()).isFalse();
        assertThat(outcomes.getFirst().item()).containsEntry("outcome", "done");
        assertThat(String.valueOf(outcomes.getFirst().item().get("steps")))
                .contains("step=metadata", "step=copy", "verdict=verified");
        assertThat(samples()).containsExactly("mem://b/in/a/1.png");
        assertThat(get("mem://c/x/a/1.png")).isEqualTo(TinyImages.png(3, 2));
    }

    @Test
    void what_is_not_meant_is_passed_over_with_a_reason() {
        put("mem://b/in/1.png", TinyImages.png(3, 2));
        List<EventOutcome> outcomes = runner(REGISTER_AND_COPY)
                .run(
                        List.of(
                                created("mem://b/elsewhere/1.png", "1"),
                                created("mem://b/in/folder/", "1"),
                                created("mem://d/traffic/segments/x.ndjson", "1"),
                                created("mem://d/jobs/keys/x.json", "1"),
                                created("mem://b/in/.mediafn/x.png", "1"),
                                deleted("mem://b/elsewhere/1.png", "1")),
                        Deadline.never());

        assertThat(outcomes)
                .extracting(outcome -> outcome.item().get("reason"))
                .containsExactly(
                        "no_rule", "not_media", "own_output", "own_output", "own_output", "no_rule_for_deletions");
        assertThat(outcomes).noneMatch(EventOutcome::redeliver);
        assertThat(samples()).isEmpty();
    }

    @Test
    void a_file_that_is_broken_is_recorded_and_copied_all_the_same() {
        put("mem://b/in/1.png", new byte[] {1, 2, 3});
        List<EventOutcome> outcomes =
                runner(REGISTER_AND_COPY).run(List.of(created("mem://b/in/1.png", "1")), Deadline.never());

        assertThat(outcomes.getFirst().redeliver()).isFalse();
        assertThat(outcomes.getFirst().item()).containsEntry("outcome", "failed");
        assertThat(exists("mem://c/x/1.png")).isTrue();
    }

    @Test
    void a_deletion_unregisters_what_is_gone_and_nothing_else() {
        PipelineRunner runner = runner(REGISTER_AND_COPY);
        put("mem://b/in/1.png", TinyImages.png(3, 2));
        put("mem://b/in/2.png", TinyImages.png(3, 2));
        runner.run(List.of(created("mem://b/in/1.png", "1"), created("mem://b/in/2.png", "1")), Deadline.never());
        store.delete(Location.of("mem://b/in/1.png"));

        List<EventOutcome> outcomes = runner.run(
                List.of(deleted("mem://b/in/1.png", "2"), deleted("mem://b/in/2.png", "0")), Deadline.never());

        assertThat(samples()).containsExactly("mem://b/in/2.png");
        assertThat(outcomes.getLast().item()).containsEntry("reason", "exists");
        assertThat(exists("mem://c/x/1.png")).isTrue();
    }

    @Test
    void duplicates_and_another_order_change_nothing() {
        List<ObjectEvent> events = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            put("mem://b/in/" + i + ".png", TinyImages.png(3 + i, 2));
            events.add(created("mem://b/in/" + i + ".png", "1"));
            if (i % 3 == 0) {
                store.delete(Location.of("mem://b/in/" + i + ".png"));
                events.add(deleted("mem://b/in/" + i + ".png", "2"));
            }
        }
        List<ObjectEvent> twice = new ArrayList<>(events);
        twice.addAll(events);
        Random random = new Random(20261121);
        PipelineRunner runner = runner(REGISTER_AND_COPY);
        for (int round = 0; round < 5; round++) {
            Collections.shuffle(twice, random);
            for (ObjectEvent event : twice) {
                assertThat(runner.run(List.of(event), Deadline.never())
                                .getFirst()
                                .redeliver())
                        .isFalse();
            }
        }
        assertThat(samples())
                .containsExactlyInAnyOrderElementsOf(List.of(1, 2, 4, 5, 7, 8, 10, 11).stream()
                        .map(i -> "mem://b/in/" + i + ".png")
                        .toList());
        assertThat(exists("mem://c/x/1.png")).isTrue();
    }

    @Test
    void the_samples_of_a_batch_are_relinked_by_one_write() {
        List<ObjectEvent> events = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            put("mem://b/in/" + i + ".png", TinyImages.png(3 + i, 2));
            events.add(created("mem://b/in/" + i + ".png", "1"));
        }
        events.add(events.getFirst());
        List<EventOutcome> outcomes = runner("{'rules':[{'when':{'prefix':'mem://b/in/'},"
                        + "'do':[{'metadata':{}},{'copy':{'outdir':'mem://c/x/'}},{'relink':{}}]}]}")
                .run(events, Deadline.never());

        assertThat(outcomes).noneMatch(EventOutcome::redeliver);
        assertThat(samples())
                .containsExactlyInAnyOrderElementsOf(Stream.of(0, 1, 2, 3, 4, 5)
                        .map(i -> "mem://c/x/" + i + ".png")
                        .toList());
        assertThat(store.list(Location.of("mem://d/traffic/segments/"), ListOptions.everything())
                        .objects())
                .as("one of metadata, one of relinks")
                .hasSize(2);
    }

    @Test
    void what_can_not_be_done_now_comes_again_and_loses_nothing() {
        put("mem://b/in/1.png", TinyImages.png(3, 2));
        PipelineRunner runner = runner(REGISTER_AND_COPY);
        List<ObjectEvent> event = List.of(created("mem://b/in/1.png", "1"));

        databaseAway = true;
        EventOutcome away = runner.run(event, Deadline.never()).getFirst();
        assertThat(away.redeliver()).isTrue();
        assertThat(away.error().orElseThrow().retryable()).isTrue();
        databaseAway = false;
        EventOutcome late =
                runner.run(event, Deadline.in(Duration.ofSeconds(-1))).getFirst();
        assertThat(late.redeliver()).isTrue();
        assertThat(exists("mem://c/x/1.png")).isFalse();

        assertThat(runner.run(event, Deadline.never()).getFirst().redeliver()).isFalse();
        assertThat(samples()).hasSize(1);
        assertThat(exists("mem://c/x/1.png")).isTrue();
    }

    @Test
    void one_that_can_not_be_copied_keeps_no_other_from_it() {
        String longest = "mem://b/" + "x".repeat(1_020) + ".png";
        put("mem://b/in/1.png", TinyImages.png(3, 2));
        put(longest, TinyImages.png(3, 2));
        List<EventOutcome> outcomes = runner(
                        "{'rules':[{'when':{'prefix':'mem://b/'},'do':[{'copy':{'outdir':'mem://c/x/'}}]}]}")
                .run(List.of(created(longest, "1"), created("mem://b/in/1.png", "1")), Deadline.never());
        assertThat(exists("mem://c/x/in/1.png")).isTrue();
        assertThat(outcomes.getFirst().redeliver()).isTrue();
        assertThat(outcomes.getFirst().item().toString()).contains("kind=INVALID", "at most 1024 bytes");
    }

    @Test
    void one_that_may_not_be_copied_keeps_no_other_from_it() {
        put("mem://b/in/1.png", TinyImages.png(3, 2));
        List<EventOutcome> outcomes = new PipelineSteps(
                        datasets,
                        new MetadataReader(stores, policy, new MediaProbe()),
                        new CopyOperation(
                                stores, policy, new BatchRunner(4), LocalTargets.NONE, CopySettings.defaults()),
                        stores,
                        LocationPolicy.forFunctions(
                                Set.of(), List.of(Location.of("mem://b/in/"), Location.of("mem://c/"))),
                        new BatchRunner(4),
                        Clock.systemUTC(),
                        Optional.empty())
                .runner(Pipeline.fromJson(
                        Json.readObject(
                                "{'rules':[{'when':{'prefix':'mem://b/'},'do':[{'copy':{'outdir':'mem://c/x/'}}]}]}"
                                        .replace('\'', '"')),
                        at -> at))
                .run(
                        List.of(
                                created("mem://b/other/1.png", "1"),
                                created("mem://b/in/1.png", "1"),
                                created("mem://b/other/1.png", "1")),
                        Deadline.never());
        assertThat(exists("mem://c/x/in/1.png")).isTrue();
        assertThat(outcomes).extracting(EventOutcome::redeliver).containsExactly(true, false, true);
        assertThat(outcomes.getFirst().item().toString()).contains("kind=DENIED");
    }

    @Test
    void what_does_not_fit_the_time_left_comes_again_and_the_rest_does_not() {
        List<ObjectEvent> events = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            events.add(created("mem://b/in/" + i + ".png", "1"));
        }
        byte[] png = TinyImages.png(3, 2);
        events.forEach(event -> put(event.location().toString(), png));

        List<EventOutcome> some = runner(REGISTER_AND_COPY).run(events, Deadline.in(Duration.ofMillis(300)));
        assertThat(some).extracting(EventOutcome::event).containsExactlyElementsOf(events);
        List<ObjectEvent> left = some.stream()
                .filter(EventOutcome::redeliver)
                .map(EventOutcome::event)
                .toList();
        assertThat(left).isNotEmpty();
        assertThat(some.stream().filter(outcome -> !outcome.redeliver()))
                .allMatch(outcome ->
                        exists("mem://c/x/" + outcome.event().location().fileName()));

        assertThat(runner(REGISTER_AND_COPY).run(left, Deadline.never())).noneMatch(EventOutcome::redeliver);
        assertThat(samples()).hasSize(10_000);
        assertThat(events)
                .allMatch(event -> exists("mem://c/x/" + event.location().fileName()));
    }

    @Test
    void an_event_about_what_may_not_be_named_ends_in_the_dead_letters() {
        EventOutcome outcome = runner("{'rules':[{'when':{},'do':[{'metadata':{}}]}]}")
                .run(List.of(created("mem://other/1.png", "1")), Deadline.never())
                .getFirst();
        assertThat(outcome.redeliver()).isTrue();
        assertThat(outcome.item().toString()).contains("kind=DENIED");
    }
}
