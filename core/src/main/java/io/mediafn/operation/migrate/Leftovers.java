package io.mediafn.operation.migrate;

import io.mediafn.batch.ItemError;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Selection;
import io.mediafn.location.Location;
import io.mediafn.operation.DigestMap;
import io.mediafn.operation.ItemRun;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.operation.copy.MediaCopy;
import io.mediafn.operation.copy.ProvenRemoval;
import io.mediafn.operation.migrate.MigrateCursor.Step;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Deletes the sources of what has arrived. It goes by what is there rather than by what this run has done, so that it
 * finds what an earlier run left: every object under the one place that samples link to under the other one, and nowhere
 * under the first, if both are proven to have the same content. Belongs to one thread.
 */
final class Leftovers {
    private static final int BATCH = 500;
    private static final int MOST_LOOKED_AT = 20_000;

    private final MigrateRequest request;
    private final EditableDataset dataset;
    private final Migration.Tools tools;
    private final Prefixes prefixes;
    private final List<MediaField> fields;
    private final DigestMap proven;
    private final ItemRun<MigrateResult> run;

    Leftovers(
            MigrateRequest request,
            EditableDataset dataset,
            Migration.Tools tools,
            Prefixes prefixes,
            List<MediaField> fields,
            DigestMap proven,
            ItemRun<MigrateResult> run) {
        this.request = request;
        this.dataset = dataset;
        this.tools = tools;
        this.prefixes = prefixes;
        this.fields = fields;
        this.proven = proven;
        this.run = run;
    }

    /** A source beside the place of its copy, and what is known of them. */
    private record Leftover(ObjectStat source, Location out, boolean linked, boolean copied) {}

    /**
     * Deletes.
     *
     * @param after the key behind which to begin
     * @return whether it came to the end
     */
    boolean delete(String after, Consumer<MigrateResult> sink) {
        if (run.isFull()) {
            return false;
        }
        DigestMap still;
        DigestMap arrived;
        try {
            // All fields and samples, whatever was asked for: what anybody links to stays.
            still = Links.linked(dataset, dataset.mediaFields(), Selection.all(), tools, any -> true, this::sourcesOf);
            arrived = Links.linked(
                    dataset,
                    fields,
                    request.selection(),
                    tools,
                    prefixes.to()::contains,
                    at -> prefixes.to().contains(at) ? List.of(at.canonical()) : List.of());
        } catch (StorageException e) {
            ItemError why = new ItemError(
                    e.kind(), "nothing was deleted, since it is not known what a scene links to: " + e.getMessage());
            sink.accept(result(CopyResult.failed(prefixes.from(), prefixes.to(), why), Optional.empty()));
            return true;
        }
        return run(after, still, arrived, sink);
    }

    /** The sources that a link may mean, however it is written; what is known to be at the target means none. */
    private List<String> sourcesOf(Location link) {
        if (prefixes.to().contains(link)) {
            return List.of();
        }
        String place = Identity.of(prefixes.from());
        return Identity.allOf(link).stream()
                .filter(name -> name.startsWith(place))
                .toList();
    }

    private boolean run(String after, DigestMap still, DigestMap arrived, Consumer<MigrateResult> sink) {
        ObjectStore from = tools.stores().forLocation(prefixes.from());
        ObjectStore to = tools.stores().forLocation(prefixes.to());
        ListOptions everything = ListOptions.everything();
        ObjectListing listing = new ObjectListing(
                from, prefixes.from(), after.isEmpty() ? everything : everything.withStartAfter(after));
        while (listing.hasNext()) {
            if (run.isFull()) {
                return false;
            }
            List<Leftover> batch = new ArrayList<>();
            String last = "";
            int most = run.room(BATCH);
            for (int i = 0; i < MOST_LOOKED_AT && batch.size() < most && listing.hasNext(); i++) {
                ObjectStat source = listing.next();
                last = source.location().key();
                leftover(source, still, arrived).ifPresent(batch::add);
            }
            tools.runner()
                    .run(
                            batch.iterator(),
                            one -> run.mayStart() ? run.finished(deleted(from, to, one)) : notAttempted(one),
                            sink,
                            () -> false);
            run.passed(keyOf(last));
        }
        return true;
    }

    private Optional<Leftover> leftover(ObjectStat source, DigestMap still, DigestMap arrived) {
        Location at = source.location();
        if (!prefixes.isLeaving(at) || !at.isMedia() || dataset.owns(at)) {
            return Optional.empty();
        }
        Location out = prefixes.targetOf(at);
        if (!arrived.has(out.canonical())) {
            return Optional.empty();
        }
        long mark = proven.get(at.canonical());
        boolean copied = mark != DigestMap.ABSENT
                && source.etag().filter(etag -> DigestMap.mark(etag) == mark).isPresent();
        return Optional.of(new Leftover(source, out, still.has(Identity.of(at)), copied));
    }

    private MigrateResult deleted(ObjectStore from, ObjectStore to, Leftover one) {
        Location in = one.source().location();
        Optional<String> key = Optional.of(keyOf(in.key()));
        if (one.linked()) {
            return result(CopyResult.skipped(in, one.out(), "still_linked"), key);
        }
        try {
            Optional<ObjectStat> target = to.find(one.out());
            if (target.isEmpty()) {
                return failed(one, new ItemError(Kind.NOT_FOUND, "samples link to the target, and it is not there"));
            }
            if (request.dryRun()) {
                return result(CopyResult.planned(in, one.out()), key);
            }
            if (!ProvenRemoval.isSame(from, one.source(), to, target.get(), one.copied())) {
                return failed(
                        one,
                        new ItemError(
                                Kind.PRECONDITION_FAILED, "it is not proven to be what lies at the target; it stays"));
            }
            ProvenRemoval.remove(from, one.source());
            return result(CopyResult.done(in, one.out()), key);
        } catch (RuntimeException e) {
            return failed(one, ItemError.of(e));
        }
    }

    private MigrateResult failed(Leftover one, ItemError why) {
        Location in = one.source().location();
        return result(CopyResult.failed(in, one.out(), why), Optional.of(keyOf(in.key())));
    }

    private MigrateResult notAttempted(Leftover one) {
        CopyResult result = CopyResult.notAttempted(one.source().location(), one.out(), run.reasonNotToStart());
        return result(result, Optional.empty());
    }

    private static MigrateResult result(CopyResult result, Optional<String> key) {
        return new MigrateResult(MigrateResult.DELETE, MediaCopy.of(result), 0, key);
    }

    private static String keyOf(String key) {
        return new MigrateCursor(Step.DELETE, false, Optional.empty(), key).text();
    }
}
