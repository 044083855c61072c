package database;

import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.MetadataChange;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.Selection;
import io.mediafn.dataset.fiftyone.FiftyOneDatasets;
import io.mediafn.dataset.fiftyone.FiftyOneSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The jobs as mediafn does them. */
final class Mediafn {
    private static final FiftyOneDatasets DATASETS = new FiftyOneDatasets();

    private Mediafn() {}

    private static EditableDataset open(Job job) {
        return DATASETS.open(new FiftyOneSettings(job.uri(), job.database()), job.dataset(), false);
    }

    static void prefix(Job job, Tally tally) {
        try (EditableDataset dataset = open(job)) {
            ChangeCount count = tally.writes(() -> dataset.relinkPrefix(MediaField.FILEPATH, job.from(), job.to()));
            tally.add(count.matched(), count.changed());
        }
    }

    static void map(Job job, Tally tally) {
        List<MediaField> fields = List.of(MediaField.FILEPATH);
        try (EditableDataset dataset = open(job)) {
            for (int start = 0; start < job.count(); start += Job.MAP_BATCH) {
                List<LinkChange> changes = job.batch(start).stream()
                        .map(number -> new LinkChange(Job.path(job.from(), number), Job.path(job.to(), number)))
                        .toList();
                tally.writes(() -> dataset.relink(changes, fields)).forEach(counts -> counts.values()
                        .forEach(count -> tally.add(count.matched(), count.changed())));
            }
        }
    }

    /** In the steps of an operation on a dataset; what a medium would tell is there at once. */
    static void metadata(Job job, Tally tally) {
        Selection first = new Selection(List.of(), List.of(), List.of(), OptionalLong.of(job.count()));
        try (EditableDataset dataset = open(job);
                SampleCursor samples = dataset.samples(first, MediaField.FILEPATH, true)) {
            while (samples.hasNext()) {
                List<MetadataChange> changes = new ArrayList<>(Job.METADATA_BATCH);
                while (changes.size() < Job.METADATA_BATCH && samples.hasNext()) {
                    String path = samples.next().path();
                    changes.add(new MetadataChange(path, Job.metadata(path), false));
                }
                tally.writes(() -> dataset.setMetadata(changes))
                        .forEach(count -> tally.add(count.matched(), count.changed()));
            }
        }
    }
}
