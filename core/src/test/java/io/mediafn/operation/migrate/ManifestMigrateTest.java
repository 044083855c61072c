package io.mediafn.operation.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.NewSample;
import io.mediafn.dataset.Sample;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.Selection;
import io.mediafn.dataset.manifest.Manifest;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.copy.CopyOperation;
import io.mediafn.operation.copy.CopySettings;
import io.mediafn.operation.copy.LocalTargets;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A manifest whose media move: an opened one knows what it said then, and others go on writing to it. */
final class ManifestMigrateTest {
    private static final Location DATASET = Location.of("mem://data/traffic/");

    private final ObjectStore store = MemoryStores.open();
    private final Stores stores = Stores.builder().add(Scheme.MEM, () -> store).build();
    private final LocationPolicy policy = LocationPolicy.forCommandLine(Set.of(), List.of());
    private final BatchRunner runner = new BatchRunner(2);
    private Runnable beforeSecondOpening = () -> {};
    private int openings;

    private final MigrateOperation migrate = new MigrateOperation(
            (name, force) -> {
                if (++openings == 2) {
                    beforeSecondOpening.run();
                }
                return manifest();
            },
            new CopyOperation(stores, policy, runner, LocalTargets.NONE, CopySettings.defaults()),
            stores,
            policy,
            runner,
            LocalTargets.NONE);

    private Manifest manifest() {
        return new Manifest(store, DATASET, runner);
    }

    private void put(String location, String content) {
        store.write(
                Location.of(location), Content.of(content.getBytes(StandardCharsets.UTF_8)), WriteOptions.replace());
    }

    private List<String> links() {
        List<String> links = new ArrayList<>();
        try (EditableDataset dataset = manifest();
                SampleCursor samples = dataset.samples(Selection.all(), MediaField.FILEPATH, false)) {
            samples.forEachRemaining((Sample sample) -> links.add(sample.path()));
        }
        return links;
    }

    private boolean exists(String location) {
        return store.find(Location.of(location)).isPresent();
    }

    private static NewSample image(String path) {
        return new NewSample(path, "image", List.of(), Map.of());
    }

    @Test
    void a_source_that_somebody_links_to_by_now_is_not_deleted() {
        put("mem://old/1.jpg", "one");
        put("mem://old/2.jpg", "two");
        put("mem://elsewhere/1.jpg", "one");
        try (Manifest dataset = manifest()) {
            dataset.insert(List.of(image("mem://old/1.jpg"), image("mem://old/2.jpg"), image("mem://elsewhere/1.jpg")));
        }
        beforeSecondOpening = () -> {
            try (Manifest other = manifest()) {
                other.relink(
                        List.of(new LinkChange("mem://elsewhere/1.jpg", "mem://old/1.jpg")),
                        List.of(MediaField.FILEPATH));
            }
        };

        Report report = migrate.run(
                MigrateRequest.of("traffic", Location.of("mem://old/"), Location.of("mem://new/"))
                        .withDeleteSource(true),
                RunContext.unbounded());

        assertThat(report.state()).isEqualTo("DONE");
        assertThat(links()).containsExactlyInAnyOrder("mem://new/1.jpg", "mem://new/2.jpg", "mem://old/1.jpg");
        assertThat(exists("mem://old/1.jpg")).isTrue();
        assertThat(exists("mem://old/2.jpg")).isFalse();
    }
}
