package io.mediafn.operation.delete;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.InOrder;
import io.mediafn.batch.ItemBatch;
import io.mediafn.batch.ItemBatches;
import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.batch.RunGate;
import io.mediafn.location.Location;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.DeleteResult;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.Stores;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** One run: what it takes, and what it sends. */
final class DeleteRun {
    private final Stores stores;
    private final DeleteRequest request;
    private final RunGate gate;
    private final Optional<ObjectListing> listing;
    private final Iterator<Location> paths;
    private final DeleteTargets targets;
    private final AtomicLong deletions = new AtomicLong();

    DeleteRun(Stores stores, DeleteRequest request, RunContext context) {
        this.stores = stores;
        this.request = request;
        this.gate = new RunGate(context.deadline(), request.skipFailures());
        this.listing = request.dir().map(this::list);
        this.paths = request.paths()
                .subList(request.firstIndex(), request.paths().size())
                .iterator();
        this.targets = new DeleteTargets(candidates(), this::isMeant, gate, context);
    }

    private ObjectListing list(Location dir) {
        String start = request.globs().commonPrefix();
        Location listed = start.isEmpty() ? dir : dir.withKey(dir.key() + start);
        return new ObjectListing(stores.forLocation(dir), listed, options());
    }

    private ListOptions options() {
        if (request.next().isPresent()) {
            return ListOptions.everything().withStartAfter(request.next().get());
        }
        return request.globs().isShallow() ? ListOptions.oneLevel() : ListOptions.everything();
    }

    private Iterator<DeleteTarget> candidates() {
        if (listing.isEmpty()) {
            return new Mapped<>(paths, at -> new DeleteTarget(at, OptionalLong.empty()));
        }
        return new Mapped<>(
                listing.get(), (ObjectStat stat) -> new DeleteTarget(stat.location(), OptionalLong.of(stat.size())));
    }

    private record Mapped<A, B>(Iterator<A> source, Function<A, B> mapping) implements Iterator<B> {
        @Override
        public boolean hasNext() {
            return source.hasNext();
        }

        @Override
        public B next() {
            return mapping.apply(source.next());
        }
    }

    private boolean isMeant(DeleteTarget target) {
        return request.dir()
                .map(dir -> request.globs()
                        .matches(target.at().key().substring(dir.key().length())))
                .orElse(true);
    }

    /** Does the work and hands on each item in its turn; those that were named and not taken come last. */
    void work(BatchRunner singles, BatchRunner batches, Consumer<DeleteItem> sink) {
        Optional<Location> first = request.locations().stream().findFirst();
        BatchRunner runner = first.map(this::batchSize).orElse(1) > 1 ? batches : singles;
        InOrder<DeleteItem> inOrder = new InOrder<>(sink);
        runner.<ItemBatch<DeleteTarget>, ItemBatch<DeleteItem>>run(
                new ItemBatches<>(targets, DeleteTarget::at, this::batchSize),
                batch -> batch.with(delete(batch.items())),
                inOrder::add,
                () -> false);
        // What is below a folder has not even been listed.
        while (listing.isEmpty() && !gate.isOpen() && targets.hasRest()) {
            sink.accept(DeleteItem.notAttempted(targets.next(), gate.reason()));
        }
    }

    private int batchSize(Location at) {
        try {
            return stores.forLocation(at).capabilities().deleteBatch();
        } catch (StorageException e) {
            // Told again, and then as the item's error.
            return 1;
        }
    }

    private List<DeleteItem> delete(List<DeleteTarget> batch) {
        if (request.dryRun()) {
            return batch.stream()
                    .map(target -> DeleteItem.of(target, Outcome.PLANNED))
                    .toList();
        }
        if (!gate.isOpen()) {
            String reason = gate.reason();
            return batch.stream()
                    .map(target -> DeleteItem.notAttempted(target, reason))
                    .toList();
        }
        List<DeleteItem> items = send(batch);
        if (items.stream().anyMatch(item -> item.outcome() == Outcome.FAILED)) {
            gate.failed();
        }
        return items;
    }

    private List<DeleteItem> send(List<DeleteTarget> batch) {
        deletions.incrementAndGet();
        try {
            List<Location> objects = batch.stream().map(DeleteTarget::at).toList();
            List<DeleteResult> results = stores.forLocation(objects.getFirst()).deleteAll(objects);
            List<DeleteItem> items = new ArrayList<>(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                DeleteTarget target = batch.get(i);
                items.add(results.get(i)
                        .error()
                        .map(error -> DeleteItem.failed(target, ItemError.of(error)))
                        .orElseGet(() -> DeleteItem.of(target, Outcome.DONE)));
            }
            return items;
        } catch (RuntimeException e) {
            ItemError error = ItemError.of(e);
            return batch.stream()
                    .map(target -> DeleteItem.failed(target, error))
                    .toList();
        }
    }

    boolean stoppedByFailure() {
        return gate.stoppedByFailure();
    }

    boolean isSomethingLeft() {
        return targets.isSomethingLeft();
    }

    Optional<StorageException> broken() {
        return targets.broken();
    }

    /** The last key of the listing that was taken, or passed over. */
    Optional<String> lastKey() {
        return targets.lastKey();
    }

    long requests() {
        return deletions.get() + listing.map(ObjectListing::requests).orElse(0);
    }
}
