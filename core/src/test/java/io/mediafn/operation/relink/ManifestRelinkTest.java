package io.mediafn.operation.relink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.NewSample;
import io.mediafn.dataset.manifest.Manifest;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.ForwardingStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The operation relink on a manifest. */
final class ManifestRelinkTest {
    private static final Location UNDO = Location.of("mem://j/map.undo.ndjson");

    private final AtomicReference<Optional<Runnable>> beforeUndoIsRead = new AtomicReference<>(Optional.empty());
    private final ObjectStore store = new ForwardingStore(MemoryStores.open()) {
        @Override
        public ObjectRead read(Location at, ReadOptions options) {
            if (at.equals(UNDO)) {
                beforeUndoIsRead.getAndSet(Optional.empty()).ifPresent(Runnable::run);
            }
            return super.read(at, options);
        }
    };
    /** Never read anew, so that what is inserted here is seen at once. */
    private final EditableDataset manifest = new Manifest(store, Location.of("mem://d/m/"), new BatchRunner(1));

    private final RelinkOperation operation = new RelinkOperation(
            (name, force) -> manifest,
            Stores.builder().add(Scheme.MEM, () -> store).build(),
            LocationPolicy.forCommandLine(Set.of(), List.of()),
            new BatchRunner(1));

    private void insert(String... paths) {
        manifest.insert(Stream.of(paths)
                .map(path -> new NewSample(path, "image", List.of(), Map.of()))
                .toList());
    }

    private List<String> paths() {
        return manifest.samples().stream()
                .map(record -> record.filepath().toString())
                .toList();
    }

    private Report run(String fields) {
        String json = "{'dataset':'mem://d/m/',%s}".formatted(fields).replace('\'', '"');
        return operation.run(RelinkRequestReader.read(Json.readObject(json)), RunContext.unbounded());
    }

    private void put(String location, String content) {
        store.write(
                Location.of(location), Content.of(content.getBytes(StandardCharsets.UTF_8)), WriteOptions.replace());
    }

    private String undo() {
        try (ObjectRead read = store.read(UNDO, ReadOptions.all())) {
            return new String(read.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Object> outcomes(Report report) {
        return report.items().stream().map(item -> item.get("outcome")).toList();
    }

    @Test
    void samples_that_came_after_the_undo_map_was_written_wait_for_the_next_run() {
        for (String place : List.of("old", "new")) {
            put("mem://" + place + "/1.jpg", "one");
            put("mem://" + place + "/2.jpg", "two");
        }
        put("mem://j/map.ndjson", """
                {"filepath":"mem://old/1.jpg","new_filepath":"mem://new/1.jpg"}
                {"filepath":"mem://old/2.jpg","new_filepath":"mem://new/2.jpg"}
                """);
        insert("mem://old/1.jpg");
        beforeUndoIsRead.set(Optional.of(() -> insert("mem://old/2.jpg")));

        Report first = run("'map_location':'mem://j/map.ndjson'");

        assertThat(beforeUndoIsRead.get()).as("what is to come in between").isEmpty();
        assertThat(outcomes(first)).containsExactly("done", "failed");
        assertThat(first.items().getLast().toString()).contains("came after the undo map was written");
        assertThat(paths()).containsExactly("mem://new/1.jpg", "mem://old/2.jpg");
        assertThat(undo()).contains("mem://old/1.jpg").doesNotContain("mem://old/2.jpg");

        assertThat(outcomes(run("'map_location':'mem://j/map.ndjson'"))).containsExactly("skipped", "done");
        assertThat(paths()).containsExactly("mem://new/1.jpg", "mem://new/2.jpg");
        assertThat(undo()).contains("mem://old/1.jpg", "mem://old/2.jpg");
        assertThat(run("'map_location':'" + UNDO + "'").state()).isEqualTo("DONE");
        assertThat(paths()).containsExactly("mem://old/1.jpg", "mem://old/2.jpg");
    }

    @Test
    void what_would_be_under_the_old_prefix_still_is_refused_resumed_or_not() {
        insert("/a/b/b/x.jpg", "/a/b/y.jpg");
        List<String> before = paths();

        assertThatThrownBy(() -> run("'from_prefix':'/a/b','to_prefix':'/a'"))
                .isInstanceOfSatisfying(
                        DatasetException.class, e -> assertThat(e.kind()).isEqualTo(DatasetException.Kind.REFUSED))
                .hasMessageContaining("1 in filepath would be under /a/b still");

        assertThatThrownBy(() -> run("'from_prefix':'/a/b','to_prefix':'/a','resume':true"))
                .isInstanceOfSatisfying(
                        DatasetException.class, e -> assertThat(e.kind()).isEqualTo(DatasetException.Kind.REFUSED))
                .hasMessageContaining("1 in filepath would be under /a/b still");

        assertThatThrownBy(() -> run("'from_prefix':'/a/b','to_prefix':'/a','dry_run':true"))
                .isInstanceOfSatisfying(
                        DatasetException.class, e -> assertThat(e.kind()).isEqualTo(DatasetException.Kind.REFUSED))
                .hasMessageContaining("1 in filepath would be under /a/b still");

        assertThat(paths()).isEqualTo(before);
        // By way of another prefix it is possible, and each step may be run again.
        for (String step : List.of("'/a/b','to_prefix':'/c'", "'/c','to_prefix':'/a'")) {
            run("'from_prefix':" + step);
            List<String> moved = paths();
            assertThat(outcomes(run("'from_prefix':" + step))).containsOnly("skipped");
            assertThat(paths()).isEqualTo(moved);
        }
        assertThat(paths()).containsExactly("file:///a/b/x.jpg", "file:///a/y.jpg");
    }
}
