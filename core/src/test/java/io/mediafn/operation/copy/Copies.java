package io.mediafn.operation.copy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.operation.Globs;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.copy.CopyRequest.Selection;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.local.LocalStores;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.ForwardingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Two services in memory, {@code mem://} and {@code two://}, the disk, and an operation over them. */
final class Copies implements AutoCloseable {
    static final int PART = CopySettings.SMALLEST_PART;

    final ObjectStore one;
    final ObjectStore two;
    final CopyOperation operation;
    private final Stores stores;

    Copies() {
        this(store -> store, store -> store);
    }

    Copies(UnaryOperator<ObjectStore> first, UnaryOperator<ObjectStore> second) {
        one = first.apply(MemoryStores.open());
        two = second.apply(MemoryStores.open());
        stores = Stores.builder()
                .add(Scheme.MEM, () -> one)
                .add(Scheme.ALIAS, () -> two)
                .add(Scheme.FILE, LocalStores::files)
                .build();
        operation = new CopyOperation(
                stores,
                LocationPolicy.forCommandLine(Set.of("two"), List.of()),
                new BatchRunner(4),
                LocalTargets.NONE,
                new CopySettings(PART, 3L * PART));
    }

    static CopyRequest pair(String in, String out) {
        return CopyRequest.of(new Selection.Pairs(List.of(Location.of(in)), List.of(Location.of(out))));
    }

    static CopyRequest folder(String in, String out) {
        return CopyRequest.of(new Selection.Folder(
                Location.of(in).asPrefix(), Location.of(out).asPrefix(), Globs.everything()));
    }

    Report run(CopyRequest request) {
        return operation.run(request, RunContext.unbounded());
    }

    /** The one item of a request for one object. */
    Map<String, Object> only(CopyRequest request) {
        List<Map<String, Object>> items = run(request).items();
        if (items.size() != 1) {
            throw new AssertionError("items: " + items);
        }
        return items.getFirst();
    }

    void put(String at, byte[] bytes) {
        put(at, bytes, WriteOptions.replace());
    }

    void put(String at, byte[] bytes, WriteOptions options) {
        Location location = Location.of(at);
        stores.forLocation(location).write(location, Content.of(bytes), options);
    }

    byte[] get(String at) {
        Location location = Location.of(at);
        try (ObjectRead read = stores.forLocation(location).read(location, ReadOptions.all())) {
            return read.readAllBytes();
        }
    }

    List<String> keys(String prefix) {
        Location location = Location.of(prefix);
        List<String> keys = new ArrayList<>();
        new ObjectListing(stores.forLocation(location), location, ListOptions.everything())
                .forEachRemaining(
                        object -> keys.add(object.location().toString().substring(prefix.length())));
        return keys;
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        stores.close();
    }

    /** Counts what each verb is asked. */
    static final class CountingStore extends ForwardingStore {
        final List<String> calls = java.util.Collections.synchronizedList(new ArrayList<>());

        CountingStore(ObjectStore store) {
            super(store);
        }

        @Override
        public io.mediafn.storage.ObjectStat stat(Location at) {
            calls.add("stat");
            return super.stat(at);
        }

        @Override
        public ObjectRead read(Location at, ReadOptions options) {
            calls.add("read");
            return super.read(at, options);
        }

        @Override
        public io.mediafn.storage.ObjectStat write(Location to, Content content, WriteOptions options) {
            calls.add("write " + options.mode());
            return super.write(to, content, options);
        }

        @Override
        public io.mediafn.storage.ObjectStat copy(
                io.mediafn.storage.ObjectStat from, Location to, io.mediafn.storage.CopyOptions options) {
            calls.add("copy " + options.mode());
            return super.copy(from, to, options);
        }

        @Override
        public io.mediafn.storage.ObjectPage list(Location prefix, ListOptions options) {
            calls.add("list");
            return super.list(prefix, options);
        }
    }
}
