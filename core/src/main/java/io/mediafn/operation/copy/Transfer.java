package io.mediafn.operation.copy;

import io.mediafn.batch.ItemError;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Copies one object by the first way that works, and turns whatever happens into a result. Thread-safe. */
final class Transfer {
    private final Stores stores;
    private final CopyRequest request;
    private final Budget budget;
    private final CopySettings settings;
    private final OverwriteDecider decider;
    private final CopyWatcher watcher;
    private final BooleanSupplier mayGoOn;

    Transfer(
            Stores stores,
            CopyRequest request,
            Budget budget,
            CopySettings settings,
            CopyWatcher watcher,
            BooleanSupplier mayGoOn) {
        this.stores = stores;
        this.request = request;
        this.budget = budget;
        this.settings = settings;
        this.decider =
                new OverwriteDecider(request.overwrite(), request.encoding().isPresent());
        this.watcher = watcher;
        this.mayGoOn = mayGoOn;
    }

    CopyResult run(CopyItem item) {
        try {
            Pair pair = new Pair(stores.forLocation(item.in()), stores.forLocation(item.out()));
            ObjectStat source = item.source().isPresent()
                    ? item.source().get()
                    : pair.from().stat(item.in());
            CopyResult result = copy(pair, item, source).withSourceEtag(source.etag());
            return request.move() && !request.dryRun() ? removeSource(pair, source, result) : result;
        } catch (OutOfTimeException e) {
            return CopyResult.notAttempted(item, "deadline");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CopyResult.notAttempted(item, "interrupted");
        } catch (RuntimeException e) {
            return CopyResult.failed(item, ItemError.of(e));
        }
    }

    private CopyResult copy(Pair pair, CopyItem item, ObjectStat source) throws InterruptedException {
        Optional<ObjectStat> target = item.targetListed() || !OverwriteDecider.looks(request.overwrite())
                ? item.target()
                : pair.to().find(item.out());
        try {
            return copy(pair, item, source, target);
        } catch (StorageException e) {
            // Somebody put an object there, or replaced the one that was seen: the rule is asked once more.
            boolean raced = e.kind() == Kind.ALREADY_EXISTS || e.kind() == Kind.PRECONDITION_FAILED;
            if (!raced || request.overwrite() == Overwrite.FAIL || request.dryRun()) {
                throw e;
            }
            Optional<ObjectStat> now = pair.to().find(item.out());
            if (now.flatMap(ObjectStat::etag).equals(target.flatMap(ObjectStat::etag))) {
                throw e;
            }
            return copy(pair, item, source, now);
        }
    }

    private CopyResult copy(Pair pair, CopyItem item, ObjectStat source, Optional<ObjectStat> target)
            throws InterruptedException {
        return switch (decider.decide(pair, source, target)) {
            case Decision.Skip skip -> CopyResult.skipped(item, skip.reason(), source.size());
            case Decision.Write write when request.dryRun() -> planned(pair, item, source);
            case Decision.Write write ->
                write(new Job(item, pair, source, write, request.properties(), request.set(), watcher, mayGoOn));
        };
    }

    private CopyResult planned(Pair pair, CopyItem item, ObjectStat source) {
        boolean inside = pair.same()
                && pair.to().capabilities().copies()
                && request.encoding().isEmpty();
        Method method = inside ? Method.SERVER_SIDE : Method.STREAM;
        Estimate estimate = Estimate.of(method, item.in(), item.out(), source.size(), settings.partSize());
        return CopyResult.planned(item, estimate, source.size());
    }

    private CopyResult write(Job job) throws InterruptedException {
        if (!job.to().capabilities().writable()) {
            throw new StorageException(Kind.UNSUPPORTED, job.out(), "this store can only be read");
        }
        if (request.encoding().isPresent()) {
            // A listing does not tell how the bytes are packed.
            ObjectStat source = job.fullSource();
            if (Transcoding.changes(source, request.encoding().get())) {
                return new Transcoding(
                                job.withSource(source), request.encoding().get(), budget, settings)
                        .run();
            }
        }
        Optional<CopyResult> done = ServerSideCopy.inside(job).or(() -> ServerSideCopy.fromUrl(job));
        if (done.isPresent()) {
            watcher.moved(job.source().size());
            return done.get();
        }
        if (job.source().size() <= settings.partSize()) {
            return new WholeCopy(job, budget).run();
        }
        return new PartCopy(job, budget, settings).run();
    }

    /** Only a target that was proven to be the source lets the source go. */
    private static CopyResult removeSource(Pair pair, ObjectStat source, CopyResult result) {
        boolean same = "same_checksum".equals(result.reason().orElse(""));
        boolean proven = result.verdict()
                .filter(verdict -> verdict.level() != Verdict.Level.SIZE_ONLY)
                .isPresent();
        if (!same && !proven) {
            boolean unproven = result.verdict().isPresent();
            return unproven
                    ? result.butFailed(new ItemError(
                            Kind.UNSUPPORTED,
                            source.location().display()
                                    + ": copied, but no checksum proves it, so the source was not removed"))
                    : result;
        }
        try {
            Removal.ofExactly(pair.from(), source);
            return result;
        } catch (StorageException e) {
            return result.butFailed(new ItemError(e.kind(), "copied, but the source stays: " + e.getMessage()));
        }
    }
}
