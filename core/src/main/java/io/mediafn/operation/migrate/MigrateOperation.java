package io.mediafn.operation.migrate;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.Datasets;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.StoredPath;
import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.LocationPolicy;
import io.mediafn.operation.ItemRun;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.copy.CopyOperation;
import io.mediafn.operation.copy.CopyWatcher;
import io.mediafn.operation.copy.LocalTargets;
import io.mediafn.operation.copy.MediaCopies;
import io.mediafn.storage.Stores;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Moves a dataset's media from under one prefix to under another: each is copied, its copy is verified, its samples are
 * relinked, and sources are deleted last, if that is asked for. It can be cut off anywhere, and the same request again
 * finishes it. Thread-safe.
 */
public final class MigrateOperation {
    public static final String NAME = "migrate";

    private final Datasets datasets;
    private final Stores stores;
    private final LocationPolicy policy;
    private final BatchRunner runner;
    private final LocalTargets disk;
    private final MediaCopies copies;

    public MigrateOperation(
            Datasets datasets,
            CopyOperation copy,
            Stores stores,
            LocationPolicy policy,
            BatchRunner runner,
            LocalTargets disk) {
        this.datasets = datasets;
        this.stores = stores;
        this.policy = policy;
        this.runner = runner;
        this.disk = disk;
        this.copies = new MediaCopies(copy, stores, policy, runner, disk);
    }

    /**
     * Does as much as the deadline allows and reports it; what is left is continued from {@link Report#next()}. The counts
     * say besides how many objects were copied and deleted, and how many documents relinked.
     *
     * @throws InvalidFieldsException before anything is changed, if the request contradicts itself
     * @throws io.mediafn.location.LocationRefusedException likewise, by the policy
     * @throws io.mediafn.dataset.DatasetException if the dataset can't be opened; one that goes away later is an item's
     */
    public Report run(MigrateRequest request, RunContext context) {
        Counted counted = new Counted();
        ItemRun<MigrateResult> run = begun(request, context);
        boolean nothingRelinked;
        try (EditableDataset dataset = opened(request)) {
            Migration migration = migration(request, dataset, run, CopyWatcher.NOBODY, result -> {
                counted.add(result);
                run.add(result);
            });
            boolean complete = migration.go();
            nothingRelinked = migration.relinksNothing();
            Iterator<MigrateResult> rest = complete
                    ? Collections.emptyIterator()
                    : List.of(migration.ofDataset(Outcome.NOT_ATTEMPTED)).iterator();
            run.left(rest, result -> result);
        }
        return counted.into(run.report(), nothingRelinked);
    }

    /**
     * Does all of it, and hands on each result when it is known; memory grows with the number of locations by some tens of
     * bytes each. Where failures are not skipped, nothing is begun after the first.
     */
    public void each(MigrateRequest request, RunContext context, CopyWatcher watcher, Consumer<MigrateResult> sink) {
        ItemRun<MigrateResult> run = begun(request, context);
        try (EditableDataset dataset = opened(request)) {
            if (!watcher.equals(CopyWatcher.NOBODY)) {
                String from = StoredPath.of(request.from());
                long expected = dataset.mediaFields().stream()
                        .mapToLong(field -> dataset.countUnder(field, from))
                        .sum();
                watcher.expected(expected, 0, false);
            }
            migration(request, dataset, run, watcher, sink).go();
        }
    }

    private ItemRun<MigrateResult> begun(MigrateRequest request, RunContext context) {
        request.check();
        policy.check(request.from());
        policy.check(request.to());
        if (!stores.forLocation(request.to()).capabilities().writable()) {
            throw broken(
                    "to_prefix", "a store that can be written to", request.to().display());
        }
        if (request.deleteSource()
                && !stores.forLocation(request.from()).capabilities().writable()) {
            throw broken("delete_source", "false, since from_prefix can only be read", "true");
        }
        ItemRun.Plan plan =
                new ItemRun.Plan(NAME, request.dryRun(), request.skipFailures(), 0, true, true, request.next());
        return new ItemRun<>(plan, context, stores::requests, MigrateResult::key);
    }

    private static InvalidFieldsException broken(String field, String rule, String value) {
        return new InvalidFieldsException(List.of(new FieldError(field, rule, value)));
    }

    private EditableDataset opened(MigrateRequest request) {
        return datasets.open(request.dataset(), request.force());
    }

    private Migration migration(
            MigrateRequest request,
            EditableDataset dataset,
            ItemRun<MigrateResult> run,
            CopyWatcher watcher,
            Consumer<MigrateResult> sink) {
        Migration.Tools tools = new Migration.Tools(copies, stores, policy, runner, disk, watcher);
        return new Migration(request, dataset, () -> opened(request), tools, run, sink);
    }

    /** What a report says beside the outcomes of its items. */
    private static final class Counted {
        private long copied;
        private long relinked;
        private long deleted;
        private boolean failed;

        void add(MigrateResult result) {
            copied += result.isCopied() ? 1 : 0;
            relinked += result.outcome() == Outcome.PLANNED ? 0 : result.samples();
            deleted += result.isDeleted() ? 1 : 0;
            failed |= result.outcome() == Outcome.FAILED;
        }

        Report into(Report report, boolean nothingRelinked) {
            Map<String, Object> counts = new LinkedHashMap<>(report.counts());
            counts.put("copied", copied);
            counts.put("relinked", relinked);
            counts.put("deleted", deleted);
            return new Report(
                    report.operation(),
                    failed && nothingRelinked ? "FAILED" : report.state(),
                    report.dryRun(),
                    counts,
                    report.totals(),
                    report.items(),
                    report.next(),
                    report.more());
        }
    }
}
