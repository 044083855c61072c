package io.mediafn.storage;

import io.mediafn.location.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Builds a page of a listing for stores that have no listing of their own: they offer their keys in {@link KeyOrder},
 * and this folds, skips and stops. Its page token is the last key that the page covers. Belongs to one thread.
 */
public final class PageBuilder {
    private final Location prefix;
    private final ListOptions options;
    private final String resumeAfter;
    private final List<ObjectStat> objects = new ArrayList<>();
    private final List<Location> prefixes = new ArrayList<>();
    private String last = "";
    private boolean more;

    public PageBuilder(Location prefix, ListOptions options) {
        this.prefix = prefix;
        this.options = options;
        String start = options.startAfter().orElse("");
        String token = options.pageToken().orElse("");
        this.resumeAfter = KeyOrder.INSTANCE.compare(start, token) >= 0 ? start : token;
    }

    /** The first key that can matter; smaller ones need not be offered. */
    public String first() {
        return KeyOrder.INSTANCE.compare(resumeAfter, prefix.key()) > 0 ? resumeAfter : prefix.key();
    }

    /** Whether the page is complete and the rest need not be offered. */
    public boolean isFull() {
        return more;
    }

    /**
     * Whether the keys that start with {@code folder}, which ends in a slash, can't add anything to this page: all of
     * them are before its start, or they are folded into a prefix that the page already has.
     */
    public boolean skips(String folder) {
        boolean belowPrefix = folder.length() > prefix.key().length() && folder.startsWith(prefix.key());
        return isBeforeStart(folder) || (belowPrefix && !options.recursive() && isCovered(entryOf(folder)));
    }

    /** Whether all keys that start with {@code start} lie before what this page covers. */
    public boolean isBeforeStart(String start) {
        return KeyOrder.INSTANCE.compare(start, resumeAfter) < 0 && !resumeAfter.startsWith(start);
    }

    /**
     * Offers the next key in order.
     *
     * @param stat asked only for a key that the page takes; empty if the object has gone meanwhile
     */
    public void offer(String key, Supplier<Optional<ObjectStat>> stat) {
        if (more || !key.startsWith(prefix.key())) {
            return;
        }
        String entry = entryOf(key);
        if (isCovered(entry)) {
            return;
        }
        if (objects.size() + prefixes.size() == options.limit()) {
            more = true;
            return;
        }
        if (isFolded(key)) {
            prefixes.add(prefix.withKey(entry));
        } else {
            stat.get().ifPresent(objects::add);
        }
        last = entry;
    }

    /** The key itself, or the common prefix that it is folded into. */
    private String entryOf(String key) {
        return isFolded(key) ? key.substring(0, key.indexOf('/', prefix.key().length()) + 1) : key;
    }

    private boolean isFolded(String key) {
        return !options.recursive() && key.indexOf('/', prefix.key().length()) >= 0;
    }

    private boolean isCovered(String entry) {
        return KeyOrder.INSTANCE.compare(entry, resumeAfter) <= 0 || entry.equals(last);
    }

    public ObjectPage build() {
        return new ObjectPage(objects, prefixes, more ? Optional.of(last) : Optional.empty());
    }
}
