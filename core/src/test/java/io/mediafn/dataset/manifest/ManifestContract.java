package io.mediafn.dataset.manifest;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.DatasetContract;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.Moment;
import io.mediafn.dataset.SampleIds;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The contract of datasets, for manifests in any store. */
abstract class ManifestContract extends DatasetContract {
    abstract ObjectStore store();

    abstract Location place();

    final Manifest manifest() {
        return new Manifest(store(), place(), new BatchRunner(4));
    }

    @Override
    protected EditableDataset open() {
        Manifest manifest = manifest();
        if (manifest.samples().isEmpty()) {
            // A manifest is there once somebody has written to it.
            String path = "s3://b/passing.jpg";
            String id = SampleIds.of(Location.of(path));
            manifest.record(List.of(SampleRecord.removed(id, Location.of(path), Moment.NEVER.next(Instant.EPOCH))));
        }
        return manifest;
    }

    @Override
    protected String addTwin(String path) {
        String id = SampleIds.shortHash("twin of " + path);
        Moment now = Moment.NEVER.next(Instant.now());
        manifest().record(List.of(SampleRecord.added(id, Location.of(path), now, Map.of("media_type", "image"))));
        return id;
    }

    @Override
    protected boolean hasOneMediaType() {
        return false;
    }

    @Override
    protected boolean limitsChains() {
        return false;
    }
}
