package io.mediafn.operation.metadata;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectListing;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The media of a listing: without folder markers, and without what mediafn itself keeps beside them. */
final class MediaLocations implements Iterator<Location> {
    private final ObjectListing listing;
    private Optional<Location> upcoming = Optional.empty();

    MediaLocations(ObjectListing listing) {
        this.listing = listing;
    }

    @Override
    public boolean hasNext() {
        while (upcoming.isEmpty() && listing.hasNext()) {
            upcoming = Optional.of(listing.next().location()).filter(Location::isMedia);
        }
        return upcoming.isPresent();
    }

    @Override
    public Location next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more media");
        }
        Location next = upcoming.orElseThrow();
        upcoming = Optional.empty();
        return next;
    }
}
