package io.mediafn.operation.copy;

import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.operation.Scene;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.Stores;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** The items of a request, with the assets of the scenes among them. Belongs to one thread. */
final class CopyItems implements Iterator<CopyItem> {
    /** Assets that scenes share are copied once, as far as this many are remembered. */
    private static final int REMEMBERED = 100_000;

    private final Stores stores;
    private final LocationPolicy policy;
    private final Iterator<CopyItem> items;
    private final Optional<CopyRequest.Selection.Folder> folder;
    private final Deque<CopyItem> upcoming = new ArrayDeque<>();
    private final Set<Location> assets = new HashSet<>();

    CopyItems(Stores stores, LocationPolicy policy, Iterator<CopyItem> items, CopyRequest.Selection selection) {
        this.stores = stores;
        this.policy = policy;
        this.items = items;
        this.folder = selection instanceof CopyRequest.Selection.Folder all ? Optional.of(all) : Optional.empty();
        if (selection instanceof CopyRequest.Selection.Pairs pairs) {
            assets.addAll(pairs.out());
        }
    }

    @Override
    public boolean hasNext() {
        while (upcoming.isEmpty() && items.hasNext()) {
            CopyItem item = items.next();
            if (!Scene.isScene(item.in())) {
                upcoming.add(item);
                continue;
            }
            for (CopyItem one : withAssets(item)) {
                if (one.in().equals(item.in()) || isNew(one)) {
                    upcoming.add(one);
                }
            }
        }
        return !upcoming.isEmpty();
    }

    /** A scene that can't be read for its assets is still copied, if it can be, and says so. */
    private List<CopyItem> withAssets(CopyItem scene) {
        try {
            return SceneAssets.withAssets(stores.forLocation(scene.in()), policy, scene);
        } catch (StorageException e) {
            return List.of(scene.withLeft(List.of("not known: " + e.getMessage())));
        }
    }

    /** Whether nobody else brings this asset: neither the listing nor a scene before. */
    private boolean isNew(CopyItem asset) {
        boolean listed = folder.filter(all -> all.indir().contains(asset.in()))
                .filter(all -> all.globs()
                        .matches(asset.in().key().substring(all.indir().key().length())))
                .isPresent();
        return !listed && (assets.size() >= REMEMBERED || assets.add(asset.out()));
    }

    @Override
    public CopyItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more objects");
        }
        return upcoming.removeFirst();
    }
}
