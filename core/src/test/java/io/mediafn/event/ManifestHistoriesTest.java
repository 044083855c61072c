package io.mediafn.event;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.Dataset;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.manifest.Manifest;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** In a manifest, whose store fails as all others do. */
final class ManifestHistoriesTest extends PipelineHistories {
    private static final Location DATASET = Location.of("mem://d/traffic/");

    @Override
    int rounds() {
        return 60;
    }

    @Override
    Registered open(ObjectStore faulty, ObjectStore sound, Faults faults) {
        return new Registered() {
            private Manifest manifest(ObjectStore store) {
                return new Manifest(store, DATASET, new BatchRunner(1));
            }

            @Override
            public <R> R recording(Optional<String> name, Function<Dataset, R> work) {
                return work.apply(manifest(faulty));
            }

            @Override
            public <R> R editing(Optional<String> name, Function<EditableDataset, R> work) {
                return work.apply(manifest(faulty));
            }

            @Override
            public boolean owns(Optional<String> name, Location at) {
                return manifest(sound).owns(at);
            }

            @Override
            public List<SampleRecord> samples() {
                return manifest(sound).samples();
            }
        };
    }
}
