package io.mediafn.operation.copy;

import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.operation.Scene;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The assets of a scene that go along with it. What is named relative to the scene keeps its meaning when they move
 * together. What is named absolutely stays where it is, and the scene goes on naming it there.
 */
final class SceneAssets {
    private SceneAssets() {}

    /** The scene, with what it leaves behind, and before it an item for each asset that goes along. */
    static List<CopyItem> withAssets(ObjectStore store, LocationPolicy policy, CopyItem item) {
        Scene scene = Scene.of(item.in(), read(store, item.in()));
        List<CopyItem> items = new ArrayList<>();
        List<String> left =
                new ArrayList<>(scene.absolute().stream().map(Scene::shown).toList());
        for (String path : scene.relative()) {
            Optional<Location> in = Scene.resolve(item.in(), path);
            Optional<Location> out = Scene.resolve(item.out(), path);
            if (in.isPresent() && out.isPresent() && isAllowed(policy, in.get()) && isAllowed(policy, out.get())) {
                items.add(CopyItem.of(in.get(), out.get()));
            } else {
                left.add(path);
            }
        }
        items.add(item.withLeft(left));
        return items;
    }

    /** A scene may name anything, and must not lead where its reader could not go by themselves. */
    private static boolean isAllowed(LocationPolicy policy, Location at) {
        try {
            policy.check(at);
            return true;
        } catch (LocationRefusedException e) {
            return false;
        }
    }

    /** The whole file of a scene. */
    static byte[] read(ObjectStore store, Location at) {
        try (ObjectRead read = store.read(at, ReadOptions.all())) {
            if (read.stat().size() > Scene.LARGEST) {
                throw new StorageException(
                        Kind.INVALID, at, "a scene of over " + Scene.LARGEST + " bytes is not read for its assets");
            }
            return read.readAllBytes();
        }
    }
}
