package io.mediafn.operation.metadata;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.Datasets;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MetadataChange;
import io.mediafn.dataset.Sample;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.StoredPath;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.media.ProbeResult;
import io.mediafn.operation.DatasetErrors;
import io.mediafn.operation.ItemRun;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.StorageException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the metadata of a dataset's samples: batch by batch, each location of a batch read once however many samples
 * share it, and written at once. A failure leaves stored metadata as it is. Thread-safe.
 */
public final class DatasetMetadata {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetMetadata.class);
    /** Large enough for the workers never to wait long for a write, small enough to lose little work. */
    private static final int BATCH = 500;

    private final Datasets datasets;
    private final MetadataReader reader;
    private final LocationPolicy policy;
    private final BatchRunner runner;

    public DatasetMetadata(Datasets datasets, MetadataReader reader, LocationPolicy policy, BatchRunner runner) {
        this.datasets = datasets;
        this.reader = reader;
        this.policy = policy;
        this.runner = runner;
    }

    /** Reads as much as the deadline allows and reports it; what is left is continued from {@link Report#next()}. */
    public Report run(DatasetMetadataRequest request, RunContext context) {
        LongAdder requests = new LongAdder();
        ItemRun<SampleMetadata> run = begun(request, context, requests);
        try (EditableDataset dataset = datasets.open(request.dataset(), request.force());
                SampleCursor samples = samples(dataset, request)) {
            Optional<DatasetException> broken = batches(dataset, samples, request, run, result -> {
                requests.add(result.record().requests());
                run.add(result);
            });
            broken.ifPresent(e -> LOG.warn("the dataset went away, so the rest is left: {}", e.getMessage()));
            run.left(samples, sample -> notAttempted(request, run, sample));
        }
        return run.report();
    }

    /**
     * Computes all, and hands on each result when its batch is written: memory does not grow with their number.
     *
     * @throws DatasetException where the dataset goes away in between, after what was done is handed on
     */
    public void each(DatasetMetadataRequest request, RunContext context, Consumer<SampleMetadata> sink) {
        ItemRun<SampleMetadata> run = begun(request, context, new LongAdder());
        try (EditableDataset dataset = datasets.open(request.dataset(), request.force());
                SampleCursor samples = samples(dataset, request)) {
            Optional<DatasetException> broken = batches(dataset, samples, request, run, sink);
            if (broken.isPresent()) {
                throw broken.get();
            }
        }
    }

    /** All batches, until the run is full or the dataset goes away; the exception is that of its going. */
    private Optional<DatasetException> batches(
            EditableDataset dataset,
            SampleCursor samples,
            DatasetMetadataRequest request,
            ItemRun<SampleMetadata> run,
            Consumer<SampleMetadata> sink) {
        while (!run.isFull()) {
            List<SampleMetadata> read;
            try {
                if (!samples.hasNext()) {
                    break;
                }
                read = readBatch(samples, request, run);
            } catch (DatasetException e) {
                run.breakOff();
                return Optional.of(e);
            }
            try {
                (request.dryRun() ? read : written(dataset, read, request.overwrite())).forEach(sink);
            } catch (DatasetException e) {
                read.stream()
                        .map(result -> run.finished(result.butFailed(DatasetErrors.of(e))))
                        .forEach(sink);
                run.breakOff();
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    private static ItemRun<SampleMetadata> begun(
            DatasetMetadataRequest request, RunContext context, LongAdder requests) {
        ItemRun.Plan plan = new ItemRun.Plan(
                MetadataOperation.NAME, request.dryRun(), request.skipFailures(), 0, true, false, request.next());
        return new ItemRun<>(plan, context, requests::sum, result -> Optional.of(result.firstId()));
    }

    private static SampleCursor samples(EditableDataset dataset, DatasetMetadataRequest request) {
        return dataset.samples(request.selection(), request.field(), !request.overwrite());
    }

    private static SampleMetadata notAttempted(
            DatasetMetadataRequest request, ItemRun<SampleMetadata> run, Sample sample) {
        MetadataRecord record = MetadataRecord.without(
                sample.path(), request.options(), Outcome.NOT_ATTEMPTED, Optional.of(run.reasonNotToStart()));
        return new SampleMetadata(record, List.of(sample), 0);
    }

    private List<SampleMetadata> readBatch(
            SampleCursor samples, DatasetMetadataRequest request, ItemRun<SampleMetadata> run) {
        Map<String, List<Sample>> byPath = new LinkedHashMap<>();
        int most = run.room(BATCH);
        for (int i = 0; i < most && samples.hasNext(); i++) {
            Sample sample = samples.next();
            byPath.computeIfAbsent(sample.path(), path -> new ArrayList<>(1)).add(sample);
        }
        List<SampleMetadata> read = new ArrayList<>();
        runner.run(
                byPath.values().iterator(),
                together -> run.mayStart()
                        ? run.finished(read(together, request))
                        : notAttempted(request, run, together.getFirst()),
                read::add,
                () -> false);
        return read;
    }

    private SampleMetadata read(List<Sample> together, DatasetMetadataRequest request) {
        Sample sample = together.getFirst();
        MetadataRecord record = request.dryRun()
                ? MetadataRecord.without(sample.path(), request.options(), Outcome.PLANNED, Optional.empty())
                : read(sample, request.options());
        return new SampleMetadata(record, together, 0);
    }

    private MetadataRecord read(Sample sample, MetadataOptions options) {
        try {
            Location at = policy.check(StoredPath.locationOf(sample.path()));
            MetadataRecord record = reader.read(at, options).withFilepath(sample.path());
            Optional<ProbeResult> found = record.found();
            if (found.isEmpty() || SampleClasses.fit(found.get(), sample.mediaType())) {
                return record;
            }
            String reason = "the sample is of the media type " + sample.mediaType() + ", and its content is "
                    + found.get().mediaType();
            return record.butFailed(new ItemError(Kind.UNSUPPORTED, reason), true);
        } catch (IllegalLocationException | LocationRefusedException e) {
            Kind kind = e instanceof LocationRefusedException ? Kind.DENIED : Kind.INVALID;
            return MetadataRecord.failed(
                    sample.path(), options, new ItemError(kind, String.valueOf(e.getMessage())), false);
        }
    }

    private static List<SampleMetadata> written(EditableDataset dataset, List<SampleMetadata> read, boolean overwrite) {
        List<MetadataChange> changes = new ArrayList<>();
        for (SampleMetadata result : read) {
            result.record().found().ifPresent(found -> {
                Sample sample = result.samples().getFirst();
                changes.add(
                        new MetadataChange(sample.path(), SampleClasses.stored(found, sample.mediaType()), overwrite));
            });
        }
        List<ChangeCount> counts = changes.isEmpty() ? List.of() : dataset.setMetadata(changes);
        List<SampleMetadata> written = new ArrayList<>();
        int next = 0;
        for (SampleMetadata result : read) {
            boolean wrote = result.record().found().isPresent();
            written.add(
                    wrote
                            ? new SampleMetadata(
                                    result.record(),
                                    result.samples(),
                                    counts.get(next).changed())
                            : result);
            next += wrote ? 1 : 0;
        }
        return written;
    }
}
