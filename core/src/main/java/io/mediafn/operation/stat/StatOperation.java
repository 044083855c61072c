package io.mediafn.operation.stat;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.InOrder;
import io.mediafn.batch.ItemBatch;
import io.mediafn.batch.ItemBatches;
import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.batch.RunGate;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.operation.Report;
import io.mediafn.operation.ReportBuilder;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StatResult;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.Stores;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks at many objects, in the order of the request, with as few requests as their stores allow. What is not there is
 * no error. Thread-safe.
 */
public final class StatOperation {
    public static final String NAME = "stat";

    private final Stores stores;
    private final LocationPolicy policy;
    private final BatchRunner runner;

    public StatOperation(Stores stores, LocationPolicy policy, BatchRunner runner) {
        this.stores = stores;
        this.policy = policy;
        this.runner = runner;
    }

    /** Looks at everything that the request names, and hands on each item in its turn. */
    public void each(StatRequest request, Consumer<StatItem> sink) {
        request.locations().forEach(policy::check);
        work(request, RunContext.unbounded(), new AtomicLong(), () -> false, sink);
    }

    /** Looks at as much as the deadline and the reply allow; {@link Report#next()} continues. */
    public Report run(StatRequest request, RunContext context) {
        request.locations().forEach(policy::check);
        ReportBuilder report = new ReportBuilder(NAME, request.dryRun(), context);
        AtomicLong requests = new AtomicLong();
        // Behind these, items were not attempted, or not taken since the reply was full.
        int[] attempted = {0};
        work(request, context, requests, report::isFull, item -> {
            boolean inTurn = attempted[0] == report.size();
            if (report.add(item.outcome(), item.toJson()) && inTurn && item.outcome() != Outcome.NOT_ATTEMPTED) {
                attempted[0]++;
            }
        });
        int left = request.firstIndex() + attempted[0];
        Optional<String> next = left < request.paths().size() ? Optional.of(String.valueOf(left)) : Optional.empty();
        return report.build(false, requests.get(), request.firstIndex(), next);
    }

    private void work(
            StatRequest request,
            RunContext context,
            AtomicLong requests,
            BooleanSupplier stop,
            Consumer<StatItem> sink) {
        RunGate gate = new RunGate(context.deadline(), true);
        Iterator<Location> paths = request.paths()
                .subList(request.firstIndex(), request.paths().size())
                .iterator();
        InOrder<StatItem> inOrder = new InOrder<>(sink);
        runner.<ItemBatch<Location>, ItemBatch<StatItem>>run(
                new ItemBatches<>(paths, at -> at, this::batchSize),
                batch -> batch.with(items(batch.items(), request.dryRun(), gate, requests)),
                inOrder::add,
                stop);
    }

    private int batchSize(Location at) {
        try {
            return stores.forLocation(at).capabilities().statBatch();
        } catch (StorageException e) {
            // Told again, and then as the item's error.
            return 1;
        }
    }

    private List<StatItem> items(List<Location> batch, boolean dryRun, RunGate gate, AtomicLong requests) {
        if (dryRun) {
            return all(batch, Outcome.PLANNED, Optional.empty());
        }
        if (!gate.isOpen()) {
            return all(batch, Outcome.NOT_ATTEMPTED, Optional.of(gate.reason()));
        }
        try {
            ObjectStore store = stores.forLocation(batch.getFirst());
            List<Location> objects = batch.stream().filter(at -> !at.isPrefix()).toList();
            Iterator<StatResult> results = List.<StatResult>of().iterator();
            if (!objects.isEmpty()) {
                requests.incrementAndGet();
                results = store.statAll(objects).iterator();
            }
            List<StatItem> items = new ArrayList<>(batch.size());
            for (Location at : batch) {
                items.add(at.isPrefix() ? folder(store, at, requests) : item(results.next()));
            }
            return items;
        } catch (RuntimeException e) {
            ItemError error = ItemError.of(e);
            return batch.stream().map(at -> StatItem.failed(at, error)).toList();
        }
    }

    private static List<StatItem> all(List<Location> batch, Outcome outcome, Optional<String> reason) {
        return batch.stream().map(at -> StatItem.without(at, outcome, reason)).toList();
    }

    private static StatItem item(StatResult result) {
        return result.error()
                .map(error -> StatItem.failed(result.location(), ItemError.of(error)))
                .orElseGet(() -> StatItem.found(result.location(), result.stat()));
    }

    /** A folder is there if anything is below it, as in FiftyOne. */
    private static StatItem folder(ObjectStore store, Location at, AtomicLong requests) {
        ObjectListing below =
                new ObjectListing(store, at, ListOptions.everything().withLimit(1));
        try {
            return StatItem.folder(at, below.hasNext());
        } catch (StorageException e) {
            return StatItem.failed(at, ItemError.of(e));
        } finally {
            requests.addAndGet(below.requests());
        }
    }
}
