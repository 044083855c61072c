package io.mediafn.operation.metadata;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Counts;
import io.mediafn.batch.Outcome;
import io.mediafn.location.Location;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.Stores;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
        read(request, locations(request), sink, () -> false);
    }

    /** Reads as much as the deadline allows and reports it; what is left is continued from {@link Report#next()}. */
    public Report run(MetadataRequest request, RunContext context) {
        long started = System.nanoTime();
        Progress progress = new Progress(request, context);
        Iterator<Location> locations = locations(request);
        read(request, locations, progress::add, progress::mustStop);
        progress.left(locations);
        return progress.report((System.nanoTime() - started) / 1e9);
    }

    private void read(
            MetadataRequest request,
            Iterator<Location> locations,
            Consumer<MetadataRecord> sink,
            BooleanSupplier stop) {
        runner.run(
                locations,
                at -> request.dryRun()
                        ? MetadataRecord.without(at, Outcome.PLANNED, Optional.empty())
                        : reader.read(at),
                sink,
                stop);
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

    /** The items of one run, and whether it may go on. Belongs to one thread. */
    private static final class Progress {
        private final MetadataRequest request;
        private final RunContext context;
        private final Counts counts = new Counts();
        private final List<Map<String, Object>> items = new ArrayList<>();
        private long bytes;
        private long requests;
        private boolean failed;
        private Optional<String> next = Optional.empty();
        private Optional<Location> last = Optional.empty();
        private int taken;

        Progress(MetadataRequest request, RunContext context) {
            this.request = request;
            this.context = context;
        }

        void add(MetadataRecord record) {
            counts.add(record.outcome());
            items.add(record.toJson());
            bytes += record.bytesRead();
            requests += record.requests();
            failed |= record.outcome() == Outcome.FAILED;
            last = Optional.of(record.filepath());
        }

        boolean mustStop() {
            boolean stop = failedForGood() || context.deadline().isOver() || taken >= context.mostItems();
            taken += stop ? 0 : 1;
            return stop;
        }

        private boolean failedForGood() {
            return failed && !request.skipFailures();
        }

        /** Gives the items that were not taken their outcome; those of a prefix have not even been listed. */
        void left(Iterator<Location> rest) {
            if (!failedForGood() && rest.hasNext()) {
                next = request.dir().isPresent()
                        ? last.map(Location::key).or(request::next).or(() -> Optional.of(""))
                        : Optional.of(String.valueOf(request.firstIndex() + items.size()));
            }
            if (request.dir().isEmpty()
                    && (failedForGood() || context.deadline().isOver())) {
                String reason = failedForGood() ? "failure" : "deadline";
                rest.forEachRemaining(
                        at -> add(MetadataRecord.without(at, Outcome.NOT_ATTEMPTED, Optional.of(reason))));
            }
        }

        Report report(double seconds) {
            return Report.of(
                    NAME,
                    request.dryRun(),
                    failedForGood(),
                    counts,
                    new Report.Totals(bytes, requests, seconds),
                    request.firstIndex(),
                    items,
                    next);
        }
    }
}
