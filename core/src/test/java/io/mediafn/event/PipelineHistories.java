package io.mediafn.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.dataset.SampleRecord;
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
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.TinyImages;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Objects come, change, go and come again; what is told of that arrives in any order, often twice, in batches of any
 * size, while stores fail and processes die. At the end everything is as if nothing of that had happened.
 */
abstract class PipelineHistories {
    private static final Location IN = Location.of("mem://b/in/");
    private static final Location OUT = Location.of("mem://c/out/");
    /** More than any of these histories needs. */
    private static final int MOST_BATCHES = 2_000;

    private static final String WHEN = "{'rules':[{'when':{'prefix':'mem://b/in/'},'do':[";
    private static final String UNREGISTER =
            ",{'when':{'prefix':'mem://b/in/','event':'deleted'},'do':[{'unregister':{}}]}";
    private static final String COPY = "{'copy':{'outdir':'mem://c/out/'}}";

    /** What the rules say. */
    enum Rules {
        METADATA(WHEN + "{'metadata':{}}]}]}", false, false),
        METADATA_UNREGISTER(WHEN + "{'metadata':{}}]}" + UNREGISTER + "]}", true, false),
        COPY_METADATA_UNREGISTER(WHEN + COPY + ",{'metadata':{}}]}" + UNREGISTER + "]}", true, false),
        METADATA_COPY_RELINK(WHEN + "{'metadata':{}}," + COPY + ",{'relink':{}}]}]}", false, true),
        METADATA_COPY_RELINK_UNREGISTER(
                WHEN + "{'metadata':{}}," + COPY + ",{'relink':{}}]}" + UNREGISTER + "]}", true, true),
        IN_RULES_OF_THEIR_OWN(
                WHEN + "{'metadata':{}}]},{'when':{'prefix':'mem://b/in/'},'do':[" + COPY + ",{'relink':{}}]}"
                        + UNREGISTER + "]}",
                true,
                true),
        WATCHED_AT_BOTH_PLACES(
                WHEN + "{'metadata':{}}," + COPY + ",{'relink':{}}]},"
                        + "{'when':{'prefix':'mem://c/out/'},'do':[{'metadata':{}}]},"
                        + "{'when':{'prefix':'mem://c/out/','event':'deleted'},'do':[{'unregister':{}}]}" + UNREGISTER
                        + "]}",
                true,
                true);

        private final String json;
        private final boolean unregisters;
        private final boolean relinks;

        Rules(String json, boolean unregisters, boolean relinks) {
            this.json = json;
            this.unregisters = unregisters;
            this.relinks = relinks;
        }
    }

    /** The dataset of one history. */
    interface Registered extends EventDatasets, AutoCloseable {
        /** All samples that stand. */
        List<SampleRecord> samples();

        @Override
        default void close() {}
    }

    /** An empty dataset. */
    abstract Registered open(ObjectStore faulty, ObjectStore sound, Faults faults);

    abstract int rounds();

    /** Places, and what their samples are measured as. */
    private static Map<String, String> measured(Registered dataset) {
        Map<String, String> measured = new TreeMap<>();
        for (SampleRecord sample : dataset.samples()) {
            String width = sample.facts().get("metadata") instanceof Map<?, ?> metadata
                    ? String.valueOf(metadata.get("width"))
                    : "none";
            assertThat(measured.put(sample.filepath().toString(), width))
                    .as("two samples of " + sample.filepath())
                    .isNull();
        }
        return measured;
    }

    @Test
    void a_sample_that_was_relinked_is_known_at_both_places() {
        History history = new History(Rules.WATCHED_AT_BOTH_PLACES, 1);
        try (Registered dataset = open(history.faulty, history.store, history.faults)) {
            PipelineRunner runner = history.runner(dataset);
            ObjectEvent arrived = event("mem://b/in/x.png", ObjectEvent.Type.CREATED, "1");
            ObjectEvent copied = event("mem://c/out/x.png", ObjectEvent.Type.CREATED, "1");
            history.store.write(arrived.location(), Content.of(TinyImages.png(3, 2)), WriteOptions.replace());
            run(runner, arrived);
            run(runner, copied);
            run(runner, arrived, copied);
            assertThat(measured(dataset)).containsOnly(Map.entry("mem://c/out/x.png", "3"));

            // The copy is replaced by another program.
            history.store.write(copied.location(), Content.of(TinyImages.png(7, 2)), WriteOptions.replace());
            run(runner, event("mem://c/out/x.png", ObjectEvent.Type.CREATED, "2"));
            assertThat(measured(dataset)).containsOnly(Map.entry("mem://c/out/x.png", "7"));

            history.store.delete(arrived.location());
            run(runner, event("mem://b/in/x.png", ObjectEvent.Type.DELETED, "3"), arrived);
            assertThat(measured(dataset)).containsOnly(Map.entry("mem://c/out/x.png", "7"));

            history.store.delete(copied.location());
            run(runner, event("mem://c/out/x.png", ObjectEvent.Type.DELETED, "4"));
            run(runner, arrived, copied);
            assertThat(measured(dataset)).isEmpty();
        }
    }

    @Test
    void a_copy_that_is_seen_before_its_sample_is_relinked_makes_no_sample_of_its_own() {
        History history = new History(Rules.WATCHED_AT_BOTH_PLACES, 1);
        try (Registered dataset = open(history.faulty, history.store, history.faults)) {
            PipelineRunner runner = history.runner(dataset);
            for (String place : List.of("mem://b/in/x.png", "mem://c/out/x.png")) {
                history.store.write(Location.of(place), Content.of(TinyImages.png(3, 2)), WriteOptions.replace());
            }
            run(runner, event("mem://c/out/x.png", ObjectEvent.Type.CREATED, "1"));
            run(runner, event("mem://b/in/x.png", ObjectEvent.Type.CREATED, "1"));
            assertThat(measured(dataset)).containsOnly(Map.entry("mem://c/out/x.png", "3"));
        }
    }

    private static ObjectEvent event(String location, ObjectEvent.Type type, String sequence) {
        return new ObjectEvent(Location.of(location), type, sequence, Optional.of(Instant.now()));
    }

    private static void run(PipelineRunner runner, ObjectEvent... events) {
        assertThat(runner.run(List.of(events), Deadline.never())).noneMatch(EventOutcome::redeliver);
    }

    @ParameterizedTest
    @EnumSource
    void whatever_happens_on_the_way_the_end_is_the_same(Rules rules) {
        int faults = 0;
        for (int round = 0; round < rounds(); round++) {
            History history =
                    new History(rules, 20261121L + 1000L * round + rules.name().length());
            history.run();
            faults += history.faults.happened();
        }
        assertThat(faults).as("faults that happened").isGreaterThan(rounds() / 2);
    }

    private final class History {
        private final Rules rules;
        private final long seed;
        private final Random random;
        private final Faults faults = new Faults();
        private final Faults.Writes writes = new Faults.Writes(this::written);
        private final ObjectStore store = MemoryStores.open();
        private final ObjectStore faulty = faults.over(store, writes);
        private final Map<String, Integer> widths = new TreeMap<>();
        private final List<ObjectEvent> pending = new ArrayList<>();
        private final List<String> told = new ArrayList<>();
        private int happenings = 13;

        History(Rules rules, long seed) {
            this.rules = rules;
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            try (Registered dataset = open(faulty, store, faults)) {
                PipelineRunner runner = runner(dataset);
                boolean late = random.nextInt(3) == 0;
                int batches = 0;
                for (int i = 0; i < 12; i++) {
                    happen();
                    while (!late && !pending.isEmpty() && random.nextInt(3) > 0) {
                        deliver(runner, true);
                    }
                }
                while (!pending.isEmpty()) {
                    assertThat(batches++).as("batches, %s", this).isLessThan(MOST_BATCHES);
                    deliver(runner, random.nextInt(3) > 0);
                }
                check(dataset);
            }
        }

        private PipelineRunner runner(EventDatasets dataset) {
            Stores stores = Stores.builder().add(Scheme.MEM, () -> faulty).build();
            LocationPolicy policy = LocationPolicy.forFunctions(Set.of(), List.of(IN, OUT));
            BatchRunner one = new BatchRunner(1);
            return new PipelineSteps(
                            dataset,
                            new MetadataReader(stores, policy, new MediaProbe()),
                            new CopyOperation(stores, policy, one, LocalTargets.NONE, CopySettings.defaults()),
                            stores,
                            policy,
                            one,
                            Clock.systemUTC(),
                            Optional.empty())
                    .runner(Pipeline.fromJson(Json.readObject(rules.json.replace('\'', '\"')), at -> at));
        }

        private void happen() {
            String name = "k" + random.nextInt(3) + ".png";
            Location at = IN.child(name);
            happenings++;
            boolean goes = widths.containsKey(name) && random.nextInt(3) == 0;
            if (goes) {
                store.delete(at);
                widths.remove(name);
            } else {
                // Their sizes differ, so that each version can be told from the others.
                store.write(at, Content.of(image(happenings)), WriteOptions.replace());
                widths.put(name, happenings);
            }
            ObjectEvent event = new ObjectEvent(
                    at,
                    goes ? ObjectEvent.Type.DELETED : ObjectEvent.Type.CREATED,
                    sequence(),
                    Optional.of(Instant.now()));
            told.add(text(event) + (goes ? "" : " width " + happenings));
            pending.add(event);
            if (random.nextBoolean()) {
                pending.add(event);
            }
        }

        /** The copies' bucket tells of them too. */
        private void written(Location to) {
            if (rules == Rules.WATCHED_AT_BOTH_PLACES && OUT.contains(to)) {
                happenings++;
                ObjectEvent event =
                        new ObjectEvent(to, ObjectEvent.Type.CREATED, sequence(), Optional.of(Instant.now()));
                told.add("copied " + text(event));
                pending.add(event);
            }
        }

        private static String text(ObjectEvent event) {
            return event.type() + " " + event.location() + " " + event.sequence();
        }

        /** Of differing length: zeros at the end say nothing. */
        private String sequence() {
            String digits = "%04X".formatted(happenings);
            return random.nextBoolean() ? digits.replaceAll("0+$", "") : digits + "0".repeat(random.nextInt(3));
        }

        private void deliver(PipelineRunner runner, boolean faultily) {
            Collections.shuffle(pending, random);
            List<ObjectEvent> batch =
                    new ArrayList<>(pending.subList(0, Math.min(pending.size(), 1 + random.nextInt(5))));
            pending.subList(0, batch.size()).clear();
            if (faultily) {
                faults.arm(random, random.nextBoolean() ? 6 : 25);
            }
            try {
                List<EventOutcome> outcomes = runner.run(batch, Deadline.never());
                assertThat(outcomes).extracting(EventOutcome::event).containsExactlyElementsOf(batch);
                outcomes.stream()
                        .filter(EventOutcome::redeliver)
                        .map(EventOutcome::event)
                        .forEach(pending::add);
                outcomes.forEach(outcome -> told.add("delivered " + text(outcome.event()) + ": " + outcome.outcome()
                        + outcome.error()
                                .map(error -> " " + error.kind() + " " + error.message())
                                .orElse("")
                        + (outcome.redeliver() ? ", again" : "")));
            } catch (Faults.Crash | RuntimeException e) {
                batch.forEach(event -> told.add("crashed with " + text(event) + ": " + e));
                pending.addAll(batch);
            } finally {
                faults.disarm();
            }
        }

        private void check(Registered dataset) {
            Map<String, String> measured;
            try {
                measured = measured(dataset);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + ", " + this, e);
            }
            widths.forEach((name, width) -> {
                String at = (rules.relinks ? OUT : IN).child(name).toString();
                assertThat(measured).as("%s", this).containsEntry(at, String.valueOf(width));
                if (rules.relinks || rules.json.contains("copy")) {
                    assertThat(store.find(OUT.child(name)).map(ObjectStat::size))
                            .as("the copy of %s, %s", name, this)
                            .contains((long) image(width).length);
                }
                if (rules.relinks) {
                    assertThat(measured)
                            .as("%s", this)
                            .doesNotContainKey(IN.child(name).toString());
                }
            });
            if (rules.unregisters) {
                assertThat(measured.keySet())
                        .as("samples without an object, %s", this)
                        .allMatch(at -> store.find(Location.of(at)).isPresent());
            }
            assertThat(writes.counts().entrySet())
                    .as("%s", this)
                    .filteredOn(write -> write.getKey().startsWith(OUT.toString()))
                    .allMatch(write -> write.getValue() == 1);
        }

        private static byte[] image(int width) {
            byte[] png = TinyImages.png(width, 2);
            return Arrays.copyOf(png, png.length + width);
        }

        @Override
        public String toString() {
            return "seed " + seed + ":\n" + String.join("\n", told) + "\n";
        }
    }
}
