package io.mediafn.operation.copy;

import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.Location;
import io.mediafn.location.NameCollisions;
import io.mediafn.location.Scheme;
import io.mediafn.operation.copy.CopyRequest.Selection;
import io.mediafn.storage.Stores;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Finds objects that would overwrite one another on a disk that takes their names for one, before any byte moves. */
final class Collisions {
    private Collisions() {}

    /** Costs a listing of the source, and only where the disk folds names. */
    static void check(Stores stores, LocalTargets disk, Selection selection) {
        switch (selection) {
            case Selection.Pairs pairs -> {
                List<Location> files = pairs.out().stream()
                        .filter(out -> out.scheme() == Scheme.FILE)
                        .toList();
                if (!files.isEmpty() && disk.foldsNames(files.getFirst().withKey(parent(files.getFirst())))) {
                    check("outpaths", files.iterator());
                }
            }
            case Selection.Folder folder -> {
                if (folder.outdir().scheme() == Scheme.FILE && disk.foldsNames(folder.outdir())) {
                    Pair pair = new Pair(stores.forLocation(folder.indir()), stores.forLocation(folder.outdir()));
                    FolderItems items = new FolderItems(pair, folder, false, Optional.empty());
                    check("outdir", new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return items.hasNext();
                        }

                        @Override
                        public Location next() {
                            return items.next().out();
                        }
                    });
                }
            }
            case Selection.Links links -> throw new IllegalStateException("read before: " + links);
        }
    }

    private static void check(String field, Iterator<Location> targets) {
        NameCollisions names = new NameCollisions();
        while (targets.hasNext()) {
            String key = targets.next().key();
            Optional<String> before = names.add(key).filter(other -> !other.equals(key));
            if (before.isPresent()) {
                throw new InvalidFieldsException(List.of(new FieldError(
                        field,
                        "this disk takes two of the names for one file, and the second copy would replace the first",
                        before.get() + " and " + key)));
            }
        }
    }

    private static String parent(Location file) {
        return file.key().substring(0, file.key().lastIndexOf('/') + 1);
    }
}
