package io.mediafn.operation.upload;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.ItemError;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.Datasets;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.Selection;
import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.LocationPolicy;
import io.mediafn.operation.DatasetErrors;
import io.mediafn.operation.ItemRun;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.SampleReader;
import io.mediafn.operation.copy.CopyOperation;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.operation.copy.CopyWatcher;
import io.mediafn.operation.copy.LocalTargets;
import io.mediafn.operation.copy.MediaCopies;
import io.mediafn.operation.copy.MediaCopy;
import io.mediafn.storage.Stores;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Uploads the media of a dataset: all names are settled before a byte moves, each source is uploaded once however many
 * samples share it, and samples are relinked, if that is asked for, when their media are proven to be there. The same
 * request again does what is left. Thread-safe.
 */
public final class UploadMediaOperation {
    public static final String NAME = "upload-media";

    private final Datasets datasets;
    private final Stores stores;
    private final LocationPolicy policy;
    private final UploadPlanner planner;
    private final MediaCopies copies;

    public UploadMediaOperation(
            Datasets datasets,
            CopyOperation copy,
            Stores stores,
            LocationPolicy policy,
            BatchRunner runner,
            LocalTargets disk) {
        this.datasets = datasets;
        this.stores = stores;
        this.policy = policy;
        this.planner = new UploadPlanner(stores, policy, runner, disk);
        this.copies = new MediaCopies(copy, stores, policy, runner, disk);
    }

    /**
     * Uploads as much as the deadline allows and reports it; what is left is continued from {@link Report#next()}.
     *
     * @throws InvalidFieldsException before a byte moves, if two sources would get one name
     * @throws io.mediafn.location.LocationRefusedException likewise, by the policy
     * @throws DatasetException if the dataset can't be opened or read; one that goes away later is an item's error
     */
    public Report run(UploadMediaRequest request, RunContext context) {
        ItemRun<UploadResult> run = begun(request, context);
        try (EditableDataset dataset = datasets.open(request.dataset(), request.force())) {
            UploadPlan plan = planner.plan(dataset, request);
            boolean complete = upload(request, dataset, plan, run, CopyWatcher.NOBODY, run::add);
            Iterator<String> rest = complete
                    ? Collections.emptyIterator()
                    : List.of(request.dataset()).iterator();
            run.left(rest, name -> {
                throw new IllegalStateException("what was not read has no result: " + name);
            });
        }
        return run.report();
    }

    /**
     * Uploads all, and hands on each result when its batch is done; memory grows by at most 150 bytes for each source.
     * Where failures are not skipped, nothing is begun after the first.
     */
    public void each(UploadMediaRequest request, RunContext context, CopyWatcher watcher, Consumer<UploadResult> sink) {
        ItemRun<UploadResult> run = begun(request, context);
        try (EditableDataset dataset = datasets.open(request.dataset(), request.force())) {
            UploadPlan plan = planner.plan(dataset, request);
            watcher.expected(dataset.count(request.selection(), request.field(), false), 0, true);
            upload(request, dataset, plan, run, watcher, sink);
        }
    }

    private ItemRun<UploadResult> begun(UploadMediaRequest request, RunContext context) {
        policy.check(request.remoteDir());
        if (!stores.forLocation(request.remoteDir()).capabilities().writable()) {
            throw new InvalidFieldsException(List.of(new FieldError(
                    "remote_dir",
                    "a store that can be written to",
                    request.remoteDir().display())));
        }
        ItemRun.Plan plan =
                new ItemRun.Plan(NAME, request.dryRun(), request.skipFailures(), 0, true, true, request.next());
        return new ItemRun<>(plan, context, stores::requests, UploadResult::key);
    }

    /** Whether it came to the end. */
    private boolean upload(
            UploadMediaRequest request,
            EditableDataset dataset,
            UploadPlan plan,
            ItemRun<UploadResult> run,
            CopyWatcher watcher,
            Consumer<UploadResult> sink) {
        UploadBatches batches = new UploadBatches(request, dataset, plan, copies, run, watcher);
        String after = request.next().orElse("");
        // Behind the beginning a limit would be counted anew.
        Selection selection = after.isEmpty() || request.selection().limit().isPresent()
                ? request.selection()
                : request.selection().withAfter(Optional.of(after));
        try (SampleCursor cursor = dataset.samples(selection, request.field(), false)) {
            SampleReader samples = new SampleReader(cursor, after);
            while (samples.hasNext()) {
                if (run.isFull()) {
                    return false;
                }
                batches.next(samples).forEach(result -> sink.accept(run.finished(result)));
            }
        } catch (DatasetException e) {
            if (e.kind() == DatasetException.Kind.INVALID) {
                throw e;
            }
            run.breakOff();
            ItemError error = DatasetErrors.of(e);
            CopyResult all = CopyResult.failed(request.remoteDir(), request.remoteDir(), error);
            sink.accept(run.finished(new UploadResult(
                    "", request.dataset(), MediaCopy.of(all), Optional.empty(), false, Optional.empty())));
        }
        return true;
    }
}
