package io.mediafn.operation.uploads;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.batch.RunGate;
import io.mediafn.location.LocationPolicy;
import io.mediafn.operation.Report;
import io.mediafn.operation.ReportBuilder;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.Stores;
import io.mediafn.storage.UnfinishedUpload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lists uploads in parts that were neither completed nor aborted, whose parts cost money without being seen, and aborts
 * them. Thread-safe.
 */
public final class UploadsOperation {
    public static final String NAME = "uploads";
    /** What an item takes beside its location, which an error's message may repeat. */
    private static final int ITEM_CHARACTERS = 400;

    private final Stores stores;
    private final LocationPolicy policy;
    private final BatchRunner runner;
    private final Clock clock;

    public UploadsOperation(Stores stores, LocationPolicy policy, BatchRunner runner, Clock clock) {
        this.stores = stores;
        this.policy = policy;
        this.runner = runner;
        this.clock = clock;
    }

    /**
     * Hands on every upload that is meant, with what became of it.
     *
     * @throws io.mediafn.storage.StorageException if the store does not list them
     */
    public void each(UploadsRequest request, Consumer<UploadItem> sink) {
        work(request, RunContext.unbounded(), sink);
    }

    /** Does as much as the deadline and the reply allow and reports it; {@link Report#next()} continues. */
    public Report run(UploadsRequest request, RunContext context) {
        ReportBuilder report =
                new ReportBuilder(NAME, request.dryRun(), RunContext.unbounded().withNanoTime(context.nanoTime()));
        long[] requests = {1};
        Optional<String> next = work(request, context, item -> {
            report.add(item.outcome(), item.toJson());
            boolean sent = request.abort() && (item.outcome() == Outcome.DONE || item.outcome() == Outcome.FAILED);
            requests[0] += sent ? 1 : 0;
        });
        return report.build(false, requests[0], 0, next);
    }

    private Optional<String> work(UploadsRequest request, RunContext context, Consumer<UploadItem> sink) {
        request.locations().forEach(policy::check);
        ObjectStore store = stores.forLocation(request.dir());
        RunGate gate = new RunGate(context.deadline(), true);
        Instant now = clock.instant();
        List<UnfinishedUpload> left = store.uploads(request.dir()).stream()
                // A store finds what starts with the same letters; what is meant ends at a slash.
                .filter(upload -> request.dir().contains(upload.location()))
                .filter(upload -> request.abort() || isOldEnough(upload, request.olderThan(), now))
                .sorted(UploadOrder.INSTANCE)
                .filter(upload -> request.next()
                        .map(text -> UploadOrder.isBehind(upload, text))
                        .orElse(true))
                .toList();
        List<UnfinishedUpload> taken = left.subList(0, room(left, context));
        Progress progress = new Progress(request.next());
        runner.run(
                taken.iterator(),
                upload -> work(request, store, upload, gate, now),
                item -> {
                    progress.passed(item);
                    sink.accept(item);
                },
                () -> false);
        return progress.isStopped() || taken.size() < left.size() ? progress.last() : Optional.empty();
    }

    /** How many of them the reply has room for: what was aborted can't be left out of it. */
    private static int room(List<UnfinishedUpload> uploads, RunContext context) {
        long characters = 0;
        int count = 0;
        while (count < Math.min(uploads.size(), context.mostItems()) && characters < context.mostCharacters()) {
            UnfinishedUpload upload = uploads.get(count++);
            characters +=
                    2L * upload.location().toString().length() + upload.id().length() + ITEM_CHARACTERS;
        }
        return count;
    }

    private static UploadItem work(
            UploadsRequest request, ObjectStore store, UnfinishedUpload upload, RunGate gate, Instant now) {
        if (!request.abort()) {
            return UploadItem.of(upload, Outcome.DONE);
        }
        if (!upload.own() && !request.all()) {
            return UploadItem.without(upload, Outcome.SKIPPED, "not_own");
        }
        Optional<Duration> age = Optional.of(request.olderThan().orElse(UploadsRequest.SAFE_AGE));
        if (!isOldEnough(upload, age, now)) {
            return UploadItem.without(
                    upload, Outcome.SKIPPED, upload.started().isPresent() ? "too_recent" : "age_unknown");
        }
        if (request.dryRun()) {
            return UploadItem.of(upload, Outcome.PLANNED);
        }
        if (!gate.isOpen()) {
            return UploadItem.without(upload, Outcome.NOT_ATTEMPTED, gate.reason());
        }
        try {
            store.abort(upload);
            return UploadItem.of(upload, Outcome.DONE);
        } catch (RuntimeException e) {
            return UploadItem.failed(upload, ItemError.of(e));
        }
    }

    /** An upload of unknown age is old enough only for an age of zero. */
    private static boolean isOldEnough(UnfinishedUpload upload, Optional<Duration> age, Instant now) {
        if (age.isEmpty() || age.get().isZero()) {
            return true;
        }
        return upload.started()
                .map(started -> started.plus(age.get()).isBefore(now))
                .orElse(false);
    }

    /** The last upload before the first that was not attempted. Belongs to one thread. */
    private static final class Progress {
        private Optional<String> last;
        private boolean stopped;

        Progress(Optional<String> before) {
            this.last = before;
        }

        void passed(UploadItem item) {
            stopped |= item.outcome() == Outcome.NOT_ATTEMPTED;
            if (!stopped) {
                last = Optional.of(UploadOrder.text(item.upload()));
            }
        }

        boolean isStopped() {
            return stopped;
        }

        /** What to continue from; the start where nothing was passed. */
        Optional<String> last() {
            return last.or(() -> Optional.of(UploadOrder.START));
        }
    }
}
