package io.mediafn.operation.copy;

import io.mediafn.location.Location;
import io.mediafn.operation.Globs;
import io.mediafn.storage.KeyOrder;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The objects below a prefix, each beside what stands at its target. Both listings come in the order of their keys, so
 * one pass over the two does: a run over what is already there costs no request but the listings. Belongs to one thread.
 */
final class FolderItems implements Iterator<CopyItem> {
    private final CopyRequest.Selection.Folder folder;
    private final Iterator<ObjectStat> sources;
    private final Optional<Iterator<ObjectStat>> targets;
    private Optional<ObjectStat> target = Optional.empty();
    private Optional<CopyItem> upcoming = Optional.empty();

    /**
     * Begins both listings.
     *
     * @param looks whether what stands at the target is asked for
     * @param behind the key, below the source prefix, behind which to go on
     */
    FolderItems(Pair pair, CopyRequest.Selection.Folder folder, boolean looks, Optional<String> behind) {
        this.folder = folder;
        this.sources = listing(pair.from(), folder.indir(), behind);
        this.targets = looks ? Optional.of(listing(pair.to(), folder.outdir(), behind)) : Optional.empty();
    }

    private static ObjectListing listing(ObjectStore store, Location prefix, Optional<String> behind) {
        ListOptions all = ListOptions.everything();
        return new ObjectListing(
                store,
                prefix,
                behind.map(key -> all.withStartAfter(prefix.key() + key)).orElse(all));
    }

    @Override
    public boolean hasNext() {
        while (upcoming.isEmpty() && sources.hasNext()) {
            ObjectStat source = sources.next();
            if (isWanted(source, folder.globs())) {
                upcoming = Optional.of(item(source));
            }
        }
        return upcoming.isPresent();
    }

    /** Without folder markers, which hold nothing, and what mediafn itself keeps beside media. */
    private boolean isWanted(ObjectStat source, Globs globs) {
        boolean marker = source.location().isPrefix() && source.size() == 0;
        return !marker && !source.location().isOwn() && globs.matches(relative(source.location(), folder.indir()));
    }

    private CopyItem item(ObjectStat source) {
        String name = relative(source.location(), folder.indir());
        Location out = folder.outdir().child(name);
        CopyItem item = new CopyItem(
                source.location(), out, Optional.of(source), Optional.empty(), false, Optional.of(name), List.of());
        return targets.isEmpty() ? item : item.withTarget(targetOf(name, targets.get()));
    }

    private Optional<ObjectStat> targetOf(String name, Iterator<ObjectStat> listing) {
        while (true) {
            if (target.isEmpty()) {
                if (!listing.hasNext()) {
                    return Optional.empty();
                }
                target = Optional.of(listing.next());
            }
            int order = KeyOrder.INSTANCE.compare(relative(target.get().location(), folder.outdir()), name);
            if (order >= 0) {
                return order == 0 ? target : Optional.empty();
            }
            target = Optional.empty();
        }
    }

    private static String relative(Location location, Location prefix) {
        return location.key().substring(prefix.key().length());
    }

    @Override
    public CopyItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more objects");
        }
        CopyItem next = upcoming.orElseThrow();
        upcoming = Optional.empty();
        return next;
    }
}
