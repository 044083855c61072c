package io.mediafn.operation.migrate;

import io.mediafn.dataset.StoredPath;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import java.util.Optional;

/**
 * The place that media leave and the one that they go to, on path boundaries: {@code s3://b/data} does not mean
 * {@code s3://b/database}. Whatever spelling of a service a sample has, its medium is found.
 */
record Prefixes(Location from, Location to) {
    /** Where a path of a sample leads, if that is under the place that media leave. */
    Optional<Location> leaving(String path) {
        return locationOf(path).filter(this::isLeaving);
    }

    /** Where a path of a sample leads, if that is under the place that media go to. */
    Optional<Location> arrived(String path) {
        return locationOf(path).filter(to::contains);
    }

    boolean isLeaving(Location at) {
        return from.contains(at);
    }

    /** Where something under the one place will be under the other. */
    Location targetOf(Location at) {
        String rest = at.key().substring(from.key().length());
        boolean itself = rest.isEmpty();
        String below = !from.isPrefix() && rest.startsWith("/") ? rest.substring(1) : rest;
        return itself ? to : to.child(below);
    }

    /** Below which everything is written. */
    Location outRoot() {
        return to;
    }

    static Optional<Location> locationOf(String path) {
        try {
            return Optional.of(StoredPath.locationOf(path));
        } catch (IllegalLocationException e) {
            // A dataset may hold what is no location; it is under no prefix then.
            return Optional.empty();
        }
    }
}
