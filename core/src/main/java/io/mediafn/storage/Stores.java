package io.mediafn.storage;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores that a process may use, each opened when the first location that it serves comes: a function that sees
 * only S3 loads no class of another cloud. Thread-safe.
 */
public final class Stores implements AutoCloseable {
    /** Locations from outside may name accounts, and must not make a process keep a client for each without end. */
    private static final int MOST_STORES = 256;

    private interface Route {
        /** The store of a location, null if this route has none for it. */
        @Nullable
        ObjectStore storeFor(Location at);

        long requests();

        void close();
    }

    private record OneStore(Predicate<Location> serves, Supplier<ObjectStore> opener, LazyStore store)
            implements Route {
        @Override
        public @Nullable ObjectStore storeFor(Location at) {
            return serves.test(at) ? store.get(opener) : null;
        }

        @Override
        public long requests() {
            return store.requests();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private record StoreForEach<K>(
            Function<Location, Optional<K>> which,
            BiFunction<K, Location, ObjectStore> opener,
            ConcurrentMap<K, LazyStore> stores)
            implements Route {
        @Override
        public @Nullable ObjectStore storeFor(Location at) {
            return which.apply(at).map(key -> storeFor(key, at)).orElse(null);
        }

        private ObjectStore storeFor(K key, Location at) {
            LazyStore store = stores.get(key);
            if (store == null) {
                if (stores.size() >= MOST_STORES) {
                    throw new StorageException(
                            StorageException.Kind.UNSUPPORTED,
                            at,
                            "this process has clients of " + MOST_STORES + " other services already");
                }
                store = stores.computeIfAbsent(key, it -> new LazyStore());
            }
            return store.get(() -> opener.apply(key, at));
        }

        @Override
        public long requests() {
            return stores.values().stream().mapToLong(LazyStore::requests).sum();
        }

        @Override
        public void close() {
            stores.values().forEach(LazyStore::close);
        }
    }

    private final List<Route> routes;

    private Stores(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The store that serves a location.
     *
     * @throws StorageException UNSUPPORTED if this process has none for it
     */
    public ObjectStore forLocation(Location at) {
        for (Route route : routes) {
            ObjectStore store = route.storeFor(at);
            if (store != null) {
                return store;
            }
        }
        throw new StorageException(
                StorageException.Kind.UNSUPPORTED,
                at,
                "no store is configured for " + at.scheme().text() + "://");
    }

    /** How many requests the stores have sent so far, attempts that failed included. */
    public long requests() {
        return routes.stream().mapToLong(Route::requests).sum();
    }

    /** Closes the stores that were opened. */
    @Override
    public void close() {
        routes.forEach(Route::close);
    }

    /** Collects the openers; where two serve a location, the one that was added first does. Belongs to one thread. */
    public static final class Builder {
        private final List<Route> routes = new ArrayList<>();

        private Builder() {}

        public Builder add(Scheme scheme, Supplier<ObjectStore> opener) {
            return add(location -> location.scheme() == scheme, opener);
        }

        public Builder add(Predicate<Location> serves, Supplier<ObjectStore> opener) {
            routes.add(new OneStore(serves, opener, new LazyStore()));
            return this;
        }

        /**
         * One store for each value that locations lead to.
         *
         * @param which the value that a location leads to, empty if this route is not for it
         * @param opener of the store for a value, with the location that needs it first, for errors
         */
        public <K> Builder addEach(Function<Location, Optional<K>> which, BiFunction<K, Location, ObjectStore> opener) {
            routes.add(new StoreForEach<>(which, opener, new ConcurrentHashMap<>()));
            return this;
        }

        public Stores build() {
            return new Stores(routes);
        }
    }
}
