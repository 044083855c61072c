package io.mediafn.operation.metadata;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Outcome;
import io.mediafn.location.Location;
import io.mediafn.operation.ItemRun;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.Stores;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Reads the metadata of many objects. Thread-safe. */
public final class MetadataOperation {
    public static final String NAME = "metadata";

    private final Stores stores;
    private final MetadataReader reader;
    private final BatchRunner runner;

    public MetadataOperation(Stores stores, MetadataReader reader, BatchRunner runner) {
        this.stores = stores;
        this.reader = reader;
        this.runner = runner;
    }

    /**
     * Reads everything that the request names and hands on each record as soon as it and all before it are there: memory
     * does not grow with their number.
     */
    public void each(MetadataRequest request, Consumer<MetadataRecord> sink) {
        runner.run(locations(request), at -> work(request, at), sink, () -> false);
    }

    /** Reads as much as the deadline allows and reports it; what is left is continued from {@link Report#next()}. */
    public Report run(MetadataRequest request, RunContext context) {
        boolean listed = request.dir().isPresent();
        ItemRun.Plan plan = new ItemRun.Plan(
                NAME, request.dryRun(), request.skipFailures(), request.firstIndex(), listed, false, request.next());
        LongAdder requests = new LongAdder();
        AtomicInteger done = new AtomicInteger(request.firstIndex());
        ItemRun<MetadataRecord> run = new ItemRun<>(
                plan,
                context,
                requests::sum,
                record -> Optional.of(
                        listed ? Location.of(record.filepath()).key() : String.valueOf(done.incrementAndGet())));
        Iterator<Location> locations = run.counted(locations(request));
        runner.run(
                locations,
                at -> {
                    if (!run.mayStart()) {
                        return notAttempted(request, run, at);
                    }
                    MetadataRecord record = work(request, at);
                    requests.add(record.requests());
                    return run.finished(record);
                },
                run::add,
                run::isFull);
        run.left(locations, at -> notAttempted(request, run, at));
        return run.report();
    }

    private static MetadataRecord notAttempted(MetadataRequest request, ItemRun<MetadataRecord> run, Location at) {
        return MetadataRecord.without(
                at.toString(), request.options(), Outcome.NOT_ATTEMPTED, Optional.of(run.reasonNotToStart()));
    }

    private MetadataRecord work(MetadataRequest request, Location at) {
        return request.dryRun()
                ? MetadataRecord.without(at.toString(), request.options(), Outcome.PLANNED, Optional.empty())
                : reader.read(at, request.options());
    }

    private Iterator<Location> locations(MetadataRequest request) {
        if (request.dir().isEmpty()) {
            return request.filepaths()
                    .subList(request.firstIndex(), request.filepaths().size())
                    .iterator();
        }
        Location dir = request.dir().get();
        ListOptions options =
                request.next().map(ListOptions.everything()::withStartAfter).orElse(ListOptions.everything());
        return new MediaLocations(new ObjectListing(stores.forLocation(dir), dir, options));
    }
}
