package io.mediafn.operation.migrate;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.Selection;
import io.mediafn.location.LocationPolicy;
import io.mediafn.operation.DatasetErrors;
import io.mediafn.operation.DigestMap;
import io.mediafn.operation.ItemRun;
import io.mediafn.operation.SampleReader;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.operation.copy.CopyWatcher;
import io.mediafn.operation.copy.LocalTargets;
import io.mediafn.operation.copy.MediaCopies;
import io.mediafn.operation.copy.MediaCopy;
import io.mediafn.operation.migrate.MigrateCursor.Step;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.Stores;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One run of a migration, step by step. Belongs to one thread. */
final class Migration {
    /** What it works with. */
    record Tools(
            MediaCopies copies,
            Stores stores,
            LocationPolicy policy,
            BatchRunner runner,
            LocalTargets disk,
            CopyWatcher watcher) {}

    private final MigrateRequest request;
    private final EditableDataset dataset;
    private final Supplier<EditableDataset> reopened;
    private final Tools tools;
    private final ItemRun<MigrateResult> run;
    private final Consumer<MigrateResult> sink;
    private final Prefixes prefixes;
    private final MigrateCursor start;
    private final List<MediaField> fields;
    /** The marks of the ETags of those sources whose copies were proven in this run. */
    private final DigestMap proven = new DigestMap();

    private boolean failed;

    Migration(
            MigrateRequest request,
            EditableDataset dataset,
            Supplier<EditableDataset> reopened,
            Tools tools,
            ItemRun<MigrateResult> run,
            Consumer<MigrateResult> sink) {
        this.request = request;
        this.dataset = dataset;
        this.reopened = reopened;
        this.tools = tools;
        this.run = run;
        this.sink = sink;
        this.prefixes = new Prefixes(request.from(), request.to());
        this.start = request.next()
                .filter(text -> !text.isEmpty())
                .map(MigrateCursor::parse)
                .orElseGet(MigrateCursor::start);
        this.failed = start.failed();
        this.fields = request.fields().isEmpty() ? dataset.mediaFields() : request.fields();
    }

    /** Whether it came to its end. */
    boolean go() {
        try {
            List<MediaField> known = dataset.mediaFields();
            Optional<MediaField> unknown =
                    fields.stream().filter(field -> !known.contains(field)).findFirst();
            if (unknown.isPresent()) {
                throw unknownField(unknown.get(), known);
            }
            return steps();
        } catch (DatasetException e) {
            if (e.kind() == DatasetException.Kind.INVALID) {
                throw e;
            }
            run.breakOff();
            add(ofDataset(DatasetErrors.of(e)));
            return false;
        } catch (StorageException e) {
            run.breakOff();
            add(ofDataset(ItemError.of(e)));
            return false;
        }
    }

    private static DatasetException unknownField(MediaField field, List<MediaField> known) {
        return new DatasetException(
                DatasetException.Kind.INVALID,
                "no media field is called '" + field.text() + "'; there are "
                        + String.join(", ", known.stream().map(MediaField::text).toList()));
    }

    private boolean steps() {
        if (start.step() != Step.DELETE) {
            TargetNames.check(dataset, fields, request.selection(), prefixes, tools.disk());
            DigestMap linked = Links.arrived(dataset, prefixes, run::mayStart);
            if (!run.mayStart()) {
                return false;
            }
            CopyStep copying = new CopyStep(request, dataset, tools, prefixes, linked, proven, run);
            if (start.step() == Step.COPY && !pass(Step.COPY, copying)) {
                return false;
            }
            if (relinksAtTheEnd() && !request.dryRun() && !failed && !pass(Step.RELINK, copying)) {
                return false;
            }
        }
        if (!request.deleteSource() || (relinksAtTheEnd() && failed)) {
            return true;
        }
        // What the dataset said at the beginning may be long ago, and others may link to a source by now.
        try (EditableDataset now = reopened.get()) {
            return new Leftovers(request, now, tools, prefixes, fields, proven, run)
                    .delete(start.step() == Step.DELETE ? start.after() : "", this::add);
        }
    }

    private boolean relinksAtTheEnd() {
        return request.policy() == MigrationPolicy.ALL_OR_NOTHING;
    }

    /** Whether a failure means that not one sample is relinked. */
    boolean relinksNothing() {
        return relinksAtTheEnd() && failed;
    }

    private boolean pass(Step step, CopyStep copying) {
        boolean resumed = start.step() == step && start.field().isPresent();
        int first = resumed ? Math.max(0, fields.indexOf(start.field().get())) : 0;
        for (int i = first; i < fields.size(); i++) {
            String after = resumed && i == first ? start.after() : "";
            if (!pass(step, fields.get(i), after, copying)) {
                return false;
            }
        }
        return true;
    }

    private boolean pass(Step step, MediaField field, String after, CopyStep copying) {
        // Behind the beginning a limit would be counted anew.
        Selection selection = request.selection().limit().isPresent() || after.isEmpty()
                ? request.selection()
                : request.selection().withAfter(Optional.of(after));
        try (SampleCursor cursor = dataset.samples(selection, field, false)) {
            SampleReader samples = new SampleReader(cursor, after);
            while (samples.hasNext()) {
                if (step == Step.RELINK && failed) {
                    // Something is no longer what was verified: what is left is verified anew by another run.
                    return true;
                }
                if (run.isFull()) {
                    return false;
                }
                Batch batch = Batch.take(samples, prefixes, run.room(Batch.MOST), run::mayStart);
                for (MigrateResult result : copying.of(batch, samples.takenIds(), field, step)) {
                    failed |= result.outcome() == Outcome.FAILED;
                    Optional<String> key = result.key().map(id -> keyOf(step, field, id));
                    add(new MigrateResult(result.step(), result.copy(), result.samples(), key));
                }
                batch.last().ifPresent(id -> run.passed(keyOf(step, field, id)));
            }
        }
        return true;
    }

    private String keyOf(Step step, MediaField field, String after) {
        return new MigrateCursor(step, failed && relinksAtTheEnd(), Optional.of(field), after).text();
    }

    private void add(MigrateResult result) {
        sink.accept(run.finished(result));
    }

    /** Something that befell the whole dataset rather than one location. */
    MigrateResult ofDataset(ItemError error) {
        return result(CopyResult.failed(request.from(), request.to(), error));
    }

    /** What stands for all that was not come to. */
    MigrateResult ofDataset(Outcome outcome) {
        return result(CopyResult.notAttempted(request.from(), request.to(), outcome.text()));
    }

    private static MigrateResult result(CopyResult result) {
        return new MigrateResult(MigrateResult.MIGRATE, MediaCopy.of(result), 0, Optional.empty());
    }
}
