package io.mediafn.storage;

import io.mediafn.location.Location;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** All objects of a listing, page by page: no more than one page is held. Belongs to one thread. */
public final class ObjectListing implements Iterator<ObjectStat> {
    private final ObjectStore store;
    private final Location prefix;
    private final Deque<ObjectStat> page = new ArrayDeque<>();
    private Optional<ListOptions> next;
    private int requests;

    public ObjectListing(ObjectStore store, Location prefix, ListOptions options) {
        this.store = store;
        this.prefix = prefix;
        this.next = Optional.of(options);
    }

    @Override
    public boolean hasNext() {
        while (page.isEmpty() && next.isPresent()) {
            ListOptions options = next.get();
            ObjectPage read = store.list(prefix, options);
            requests++;
            page.addAll(read.objects());
            next = read.nextPageToken().map(options::withPageToken);
        }
        return !page.isEmpty();
    }

    @Override
    public ObjectStat next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the listing of " + prefix + " is over");
        }
        return page.removeFirst();
    }

    /** How many pages were asked for so far. */
    public int requests() {
        return requests;
    }
}
