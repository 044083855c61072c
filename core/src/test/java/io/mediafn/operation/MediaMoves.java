package io.mediafn.operation;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.MemoryDataset;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.operation.copy.CopyOperation;
import io.mediafn.operation.copy.CopySettings;
import io.mediafn.operation.copy.LocalTargets;
import io.mediafn.operation.migrate.MigrateOperation;
import io.mediafn.operation.migrate.MigrateRequest;
import io.mediafn.operation.upload.UploadMediaOperation;
import io.mediafn.operation.upload.UploadMediaRequest;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.local.LocalStores;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.ForwardingStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A dataset, two services in memory ({@code mem://} and {@code two://}), the disk, and what moves media between them. */
public final class MediaMoves implements AutoCloseable {
    public final MemoryDataset dataset = new MemoryDataset();
    public final MigrateOperation migrate;
    public final UploadMediaOperation upload;
    private final ObjectStore one;
    private final ObjectStore two;
    private final Stores stores;
    private Consumer<String> watch = verb -> {};

    public MediaMoves() {
        this(4, LocationPolicy.forCommandLine(Set.of("two"), List.of()), LocalTargets.NONE);
    }

    public MediaMoves(int inFlight, LocationPolicy policy, LocalTargets disk) {
        one = new WatchedStore(MemoryStores.open());
        two = new WatchedStore(MemoryStores.open());
        stores = Stores.builder()
                .add(Scheme.MEM, () -> one)
                .add(Scheme.ALIAS, () -> two)
                .add(Scheme.FILE, LocalStores::files)
                .build();
        BatchRunner runner = new BatchRunner(inFlight);
        CopyOperation copy = new CopyOperation(
                stores,
                policy,
                runner,
                disk,
                new CopySettings(CopySettings.SMALLEST_PART, 3L * CopySettings.SMALLEST_PART));
        migrate = new MigrateOperation((name, force) -> dataset, copy, stores, policy, runner, disk);
        upload = new UploadMediaOperation((name, force) -> dataset, copy, stores, policy, runner, disk);
    }

    /** Tells of every request to a store or the dataset before it, and of every change after it too; it may throw. */
    public void watch(Consumer<String> watcher) {
        watch = watcher;
        dataset.watch(watcher);
    }

    public Report run(MigrateRequest request) {
        return migrate.run(request, RunContext.unbounded());
    }

    public Report run(UploadMediaRequest request) {
        return upload.run(request, RunContext.unbounded());
    }

    public void put(String at, String text) {
        Location location = Location.of(at);
        stores.forLocation(location)
                .write(location, Content.of(text.getBytes(StandardCharsets.UTF_8)), WriteOptions.replace());
    }

    /** What lies below a prefix: keys and texts. */
    public Map<String, String> objects(String prefix) {
        Location location = Location.of(prefix);
        ObjectStore store = stores.forLocation(location);
        List<Location> found = new ArrayList<>();
        new ObjectListing(store, location, ListOptions.everything())
                .forEachRemaining(object -> found.add(object.location()));
        Map<String, String> objects = new TreeMap<>();
        for (Location at : found) {
            try (ObjectRead read = store.read(at, ReadOptions.all())) {
                objects.put(
                        at.toString().substring(prefix.length()),
                        new String(read.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return objects;
    }

    /** Documents and objects, for comparisons. */
    public String state() {
        return dataset.state() + "\n" + objects("mem://old/") + "\n" + objects("two://new/");
    }

    @Override
    public void close() {
        stores.close();
    }

    private final class WatchedStore extends ForwardingStore {
        WatchedStore(ObjectStore store) {
            super(store);
        }

        @Override
        public ObjectStat stat(Location at) {
            watch.accept("stat " + at);
            return super.stat(at);
        }

        @Override
        public ObjectRead read(Location at, ReadOptions options) {
            watch.accept("read " + at);
            return super.read(at, options);
        }

        @Override
        public ObjectStat write(Location to, Content content, WriteOptions options) {
            watch.accept("write " + to);
            ObjectStat written = super.write(to, content, options);
            watch.accept("written " + to);
            return written;
        }

        @Override
        public ObjectStat copy(ObjectStat from, Location to, CopyOptions options) {
            watch.accept("copy " + to);
            ObjectStat written = super.copy(from, to, options);
            watch.accept("copied " + to);
            return written;
        }

        @Override
        public void delete(Location at) {
            watch.accept("delete " + at);
            super.delete(at);
            watch.accept("deleted " + at);
        }

        @Override
        public void delete(Location at, String etag) {
            watch.accept("delete " + at);
            super.delete(at, etag);
            watch.accept("deleted " + at);
        }
    }
}
