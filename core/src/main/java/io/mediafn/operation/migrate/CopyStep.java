package io.mediafn.operation.migrate;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Selection;
import io.mediafn.dataset.StoredPath;
import io.mediafn.operation.DatasetErrors;
import io.mediafn.operation.DigestMap;
import io.mediafn.operation.ItemRun;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.operation.copy.MediaCopies;
import io.mediafn.operation.copy.MediaCopy;
import io.mediafn.operation.copy.MediaPair;
import io.mediafn.operation.copy.Overwrite;
import io.mediafn.operation.migrate.MigrateCursor.Step;
import io.mediafn.storage.StorageException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Copies a batch, and relinks what of it is proven. Belongs to one thread. */
final class CopyStep {
    private final MigrateRequest request;
    private final EditableDataset dataset;
    private final Migration.Tools tools;
    private final DigestMap proven;
    private final ItemRun<MigrateResult> run;
    private final MediaCopies.Options options;

    /**
     * For one run.
     *
     * @param linked the identities of what samples link to at the place that media go to, which is never overwritten with anything else
     */
    CopyStep(
            MigrateRequest request,
            EditableDataset dataset,
            Migration.Tools tools,
            Prefixes prefixes,
            DigestMap linked,
            DigestMap proven,
            ItemRun<MigrateResult> run) {
        this.request = request;
        this.dataset = dataset;
        this.tools = tools;
        this.proven = proven;
        this.run = run;
        this.options = new MediaCopies.Options(
                true,
                out -> linked.has(Identity.of(out))
                        ? Overwrite.FAIL_IF_CHECKSUM_DIFFERS
                        : Overwrite.IF_CHECKSUM_DIFFERS,
                request.skipFailures(),
                request.dryRun(),
                prefixes.outRoot(),
                run::mayStart,
                tools.watcher());
    }

    /** Results in the items' order, each with the id behind which to go on. */
    List<MigrateResult> of(Batch batch, List<String> ids, MediaField field, Step step) {
        boolean relinks =
                step == Step.RELINK || (request.policy() == MigrationPolicy.VERIFIED_ONLY && !request.dryRun());
        List<MediaCopy> copies = copies(batch);
        Map<String, LinkChange> changes = new LinkedHashMap<>();
        for (int i = 0; i < copies.size() && relinks; i++) {
            Batch.Item item = batch.items().get(i);
            if (copies.get(i).proven()) {
                changes.put(item.path(), new LinkChange(item.path(), StoredPath.of(item.out())));
            }
        }
        Map<String, Long> relinked = new HashMap<>();
        Optional<ItemError> refused = relink(List.copyOf(changes.values()), ids, field, relinked);
        List<MigrateResult> results = new ArrayList<>();
        for (int i = 0; i < copies.size(); i++) {
            Batch.Item item = batch.items().get(i);
            MediaCopy copy = copies.get(i);
            CopyResult medium = copy.medium();
            boolean changed = changes.containsKey(item.path());
            if (changed && refused.isPresent()) {
                copy = copy.withMedium(medium.failedAfterwards(refused.get()));
            } else if (!copy.proven() && medium.outcome() == Outcome.DONE) {
                copy = copy.withMedium(medium.failedAfterwards(new ItemError(
                        Kind.UNSUPPORTED, "copied, but no checksum proves it, so its samples were not relinked")));
            } else if (step == Step.RELINK && changed) {
                copy = copy.withMedium(CopyResult.done(item.in(), item.out()));
            }
            long samples = request.dryRun() ? item.samples() : relinked.getOrDefault(item.path(), 0L);
            results.add(new MigrateResult(name(step, relinks), copy, samples, item.key()));
        }
        return results;
    }

    private String name(Step step, boolean relinks) {
        boolean atOnce = relinks || request.policy() == MigrationPolicy.VERIFIED_ONLY;
        return step == Step.RELINK ? MigrateResult.RELINK : atOnce ? MigrateResult.MIGRATE : MigrateResult.COPY;
    }

    /** What was proven in this run is not copied again; one target that two spellings lead to is copied once. */
    private List<MediaCopy> copies(Batch batch) {
        Map<String, MediaPair> pairs = new LinkedHashMap<>();
        for (Batch.Item item : batch.items()) {
            if (!proven.has(item.in().canonical())) {
                pairs.putIfAbsent(item.out().canonical(), new MediaPair(item.in(), item.out()));
            }
        }
        List<MediaCopy> copied = tools.copies().copy(List.copyOf(pairs.values()), options);
        Map<String, MediaCopy> byTarget = new HashMap<>();
        for (MediaCopy copy : copied) {
            byTarget.put(copy.medium().out().canonical(), copy);
            if (copy.proven()) {
                String etag = copy.medium().sourceEtag().orElse("");
                proven.put(copy.medium().in().canonical(), DigestMap.mark(etag));
            }
        }
        List<MediaCopy> all = new ArrayList<>();
        for (Batch.Item item : batch.items()) {
            // Taken away: the second of two spellings finds what the first has brought.
            Optional<MediaCopy> copy =
                    Optional.ofNullable(byTarget.remove(item.out().canonical()));
            all.add(copy.orElseGet(() -> before(item)));
        }
        return all;
    }

    private MediaCopy before(Batch.Item item) {
        boolean there = proven.has(item.in().canonical());
        CopyResult result = there
                ? CopyResult.skipped(item.in(), item.out(), MigrateResult.COPIED_BEFORE)
                : CopyResult.failed(
                        item.in(),
                        item.out(),
                        new ItemError(Kind.UNKNOWN, "the same object in another spelling was not copied"));
        return new MediaCopy(result, 0, 0, 0, List.of(), there);
    }

    private Optional<ItemError> relink(
            List<LinkChange> changes, List<String> ids, MediaField field, Map<String, Long> relinked) {
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        Selection these = new Selection(ids, List.of(), List.of(), OptionalLong.empty());
        try {
            List<Map<MediaField, ChangeCount>> counts = dataset.relink(changes, List.of(field), these);
            for (int i = 0; i < changes.size(); i++) {
                ChangeCount count = counts.get(i).getOrDefault(field, ChangeCount.NONE);
                relinked.put(changes.get(i).from(), count.changed());
            }
            return Optional.empty();
        } catch (DatasetException e) {
            // Whatever comes after this batch would end like it.
            run.breakOff();
            ItemError why = DatasetErrors.of(e);
            return Optional.of(new ItemError(why.kind(), "copied, but not relinked: " + why.message()));
        }
    }
}
