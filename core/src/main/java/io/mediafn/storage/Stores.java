package io.mediafn.storage;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The stores that a process may use, each opened when the first location that it serves comes: a function that sees
 * only S3 loads no class of another cloud. Thread-safe.
 */
public final class Stores implements AutoCloseable {
    private record Route(Predicate<Location> serves, LazyStore store) {}

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
        return routes.stream()
                .filter(route -> route.serves().test(at))
                .findFirst()
                .orElseThrow(() -> new StorageException(
                        StorageException.Kind.UNSUPPORTED,
                        at,
                        "no store is configured for " + at.scheme().text() + "://"))
                .store()
                .get();
    }

    /** How many requests the stores have sent so far, attempts that failed included. */
    public long requests() {
        return routes.stream().mapToLong(route -> route.store().requests()).sum();
    }

    /** Closes the stores that were opened. */
    @Override
    public void close() {
        routes.forEach(route -> route.store().close());
    }

    /** Collects the openers; where two serve a location, the one that was added first does. Belongs to one thread. */
    public static final class Builder {
        private final List<Route> routes = new ArrayList<>();

        private Builder() {}

        public Builder add(Scheme scheme, Supplier<ObjectStore> opener) {
            return add(location -> location.scheme() == scheme, opener);
        }

        public Builder add(Predicate<Location> serves, Supplier<ObjectStore> opener) {
            routes.add(new Route(serves, new LazyStore(opener)));
            return this;
        }

        public Stores build() {
            return new Stores(routes);
        }
    }
}
