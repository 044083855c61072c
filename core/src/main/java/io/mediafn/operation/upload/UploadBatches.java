package io.mediafn.operation.upload;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Sample;
import io.mediafn.dataset.Selection;
import io.mediafn.dataset.StoredPath;
import io.mediafn.location.Location;
import io.mediafn.operation.DatasetErrors;
import io.mediafn.operation.DigestMap;
import io.mediafn.operation.ItemRun;
import io.mediafn.operation.SampleReader;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.operation.copy.CopyWatcher;
import io.mediafn.operation.copy.MediaCopies;
import io.mediafn.operation.copy.MediaCopy;
import io.mediafn.operation.copy.MediaPair;
import io.mediafn.operation.copy.Overwrite;
import io.mediafn.storage.StorageException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Uploads batch by batch. Belongs to one thread. */
final class UploadBatches {
    private static final int BATCH = 500;
    private static final long PROVEN = 1;
    private static final long UNPROVEN = 2;

    private final UploadMediaRequest request;
    private final EditableDataset dataset;
    private final UploadPlan plan;
    private final MediaCopies copies;
    private final MediaCopies.Options options;
    private final ItemRun<UploadResult> run;
    /** What was uploaded in this run, and how sure that is. */
    private final DigestMap uploaded = new DigestMap();

    UploadBatches(
            UploadMediaRequest request,
            EditableDataset dataset,
            UploadPlan plan,
            MediaCopies copies,
            ItemRun<UploadResult> run,
            CopyWatcher watcher) {
        this.request = request;
        this.dataset = dataset;
        this.plan = plan;
        this.copies = copies;
        this.run = run;
        this.options = new MediaCopies.Options(
                request.includeAssets(),
                this::rule,
                request.skipFailures(),
                request.dryRun(),
                request.remoteDir(),
                run::mayStart,
                watcher);
    }

    /** What a sample links to is not overwritten with anything else, whatever was asked for. */
    private Overwrite rule(Location out) {
        return request.overwrite() && !plan.isLinked(out)
                ? Overwrite.IF_CHECKSUM_DIFFERS
                : Overwrite.FAIL_IF_CHECKSUM_DIFFERS;
    }

    /** One medium of one sample; settled where nothing is to be copied. */
    private record Row(
            Sample sample, Optional<MediaPair> pair, Optional<MediaCopy> settled, Optional<String> warning) {}

    /** The results of the next batch, in the samples' order. */
    List<UploadResult> next(SampleReader samples) {
        List<Row> rows = new ArrayList<>();
        boolean stopped = false;
        int most = run.room(BATCH);
        while (rows.size() < most && samples.hasNext()) {
            Sample sample = samples.next();
            Row row = row(sample, stopped);
            boolean failed = row.settled()
                    .filter(copy -> copy.medium().outcome() == Outcome.FAILED)
                    .isPresent();
            stopped |= failed && !request.skipFailures();
            rows.add(row);
        }
        List<MediaCopy> done = copied(rows);
        Set<String> changed = new HashSet<>();
        Optional<ItemError> refused = relink(rows, done, changed);
        List<UploadResult> results = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            MediaCopy copy = done.get(i);
            boolean wanted =
                    request.updateFilepaths() && !request.dryRun() && row.pair().isPresent();
            boolean relinked = changed.contains(row.sample().path());
            if (wanted && relinked && refused.isPresent()) {
                copy = copy.withMedium(copy.medium().failedAfterwards(refused.get()));
            } else if (wanted && !copy.proven() && copy.medium().outcome() == Outcome.DONE) {
                copy = copy.withMedium(copy.medium()
                        .failedAfterwards(new ItemError(
                                Kind.UNSUPPORTED,
                                "uploaded, but no checksum proves it, so the sample was not relinked")));
            }
            String id = row.sample().id();
            Optional<String> following =
                    i + 1 < rows.size() ? Optional.of(rows.get(i + 1).sample().id()) : samples.peekId();
            Optional<String> key = following.filter(id::equals).isPresent() ? Optional.empty() : Optional.of(id);
            results.add(
                    new UploadResult(id, row.sample().path(), copy, row.warning(), relinked && refused.isEmpty(), key));
        }
        return results;
    }

    private Row row(Sample sample, boolean stopped) {
        Optional<Location> found = UploadPlanner.locationOf(sample.path());
        if (found.isEmpty()) {
            return settled(
                    sample,
                    failed(
                            request.remoteDir(),
                            request.remoteDir(),
                            Kind.INVALID,
                            "'" + sample.path() + "' is no location"));
        }
        Location in = found.get();
        if (plan.isThere(in)) {
            return settled(sample, CopyResult.skipped(in, in, UploadResult.ALREADY_THERE));
        }
        try {
            Location out = plan.targetOf(in);
            if (stopped) {
                return settled(sample, CopyResult.notAttempted(in, out, "failure"));
            }
            boolean keepsType = new LinkChange(sample.path(), StoredPath.of(out)).keepsMediaType();
            if (request.updateFilepaths() && request.field().equals(MediaField.FILEPATH) && !keepsType) {
                return settled(
                        sample,
                        failed(in, out, Kind.INVALID, "the new name has another media type, and a sample keeps its"));
            }
            return new Row(
                    sample,
                    Optional.of(new MediaPair(in, out)),
                    Optional.empty(),
                    plan.nameOf(in).warning());
        } catch (UploadPlan.CollisionException e) {
            return settled(
                    sample,
                    failed(
                            in,
                            e.out(),
                            Kind.ALREADY_EXISTS,
                            "another source has that name by now; the sample came when names were settled"));
        }
    }

    private static CopyResult failed(Location in, Location out, Kind kind, String message) {
        return CopyResult.failed(in, out, new ItemError(kind, message));
    }

    private static Row settled(Sample sample, CopyResult result) {
        return new Row(sample, Optional.empty(), Optional.of(MediaCopy.of(result)), Optional.empty());
    }

    private List<MediaCopy> copied(List<Row> rows) {
        Map<String, MediaPair> pairs = new LinkedHashMap<>();
        for (Row row : rows) {
            row.pair()
                    .filter(pair -> !uploaded.has(pair.in().canonical()))
                    .ifPresent(pair -> pairs.putIfAbsent(pair.in().canonical(), pair));
        }
        Map<String, MediaCopy> bySource = new HashMap<>();
        for (MediaCopy copy : copies.copy(List.copyOf(pairs.values()), options)) {
            CopyResult medium = copy.medium();
            bySource.put(medium.in().canonical(), copy);
            if (medium.outcome() == Outcome.DONE || medium.outcome() == Outcome.SKIPPED) {
                uploaded.put(medium.in().canonical(), copy.proven() ? PROVEN : UNPROVEN);
            }
        }
        Set<String> told = new HashSet<>();
        return rows.stream()
                .map(row -> row.settled().orElseGet(() -> shared(row.pair().orElseThrow(), bySource, told)))
                .toList();
    }

    /** The copy itself for the first sample that has it, and what it means for the others. */
    private MediaCopy shared(MediaPair pair, Map<String, MediaCopy> bySource, Set<String> told) {
        String source = pair.in().canonical();
        Optional<MediaCopy> copy = Optional.ofNullable(bySource.get(source));
        boolean first = told.add(source);
        boolean good = copy.map(one ->
                        one.medium().outcome() != Outcome.FAILED && one.medium().outcome() != Outcome.NOT_ATTEMPTED)
                .orElse(true);
        if (copy.isPresent() && (first || !good)) {
            return copy.get();
        }
        CopyResult again = CopyResult.skipped(pair.in(), pair.out(), UploadResult.SAME_SOURCE);
        return new MediaCopy(again, 0, 0, 0, List.of(), uploaded.get(source) == PROVEN);
    }

    private Optional<ItemError> relink(List<Row> rows, List<MediaCopy> done, Set<String> changed) {
        if (!request.updateFilepaths() || request.dryRun()) {
            return Optional.empty();
        }
        Map<String, LinkChange> changes = new LinkedHashMap<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.pair().isPresent() && done.get(i).proven()) {
                String path = row.sample().path();
                changes.put(
                        path,
                        new LinkChange(path, StoredPath.of(row.pair().get().out())));
                ids.add(row.sample().id());
            }
        }
        changed.addAll(changes.keySet());
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        Selection these = new Selection(List.copyOf(ids), List.of(), List.of(), OptionalLong.empty());
        try {
            dataset.relink(List.copyOf(changes.values()), List.of(request.field()), these);
            return Optional.empty();
        } catch (DatasetException e) {
            // Whatever comes after this batch would end like it.
            run.breakOff();
            ItemError why = DatasetErrors.of(e);
            return Optional.of(new ItemError(why.kind(), "uploaded, but not relinked: " + why.message()));
        }
    }
}
