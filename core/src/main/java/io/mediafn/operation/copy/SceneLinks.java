package io.mediafn.operation.copy;

import io.mediafn.location.Location;
import io.mediafn.operation.Scene;
import io.mediafn.storage.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a scene links to.
 *
 * @param relative assets that are named relative to it, as they are written
 * @param absolute as they are written, with whatever signature a URL may carry
 */
public record SceneLinks(List<String> relative, List<String> absolute) {
    /**
     * Reads a scene.
     *
     * @throws io.mediafn.storage.StorageException if it can't be read, or is none
     */
    public static SceneLinks read(ObjectStore store, Location scene) {
        Scene read = Scene.of(scene, SceneAssets.read(store, scene));
        return new SceneLinks(List.copyOf(read.relative()), List.copyOf(read.absolute()));
    }

    /** Everything that it links to, when it lies there, as far as that can be a location. */
    public List<Location> from(Location scene) {
        List<Location> all = new ArrayList<>();
        for (String path : relative) {
            Scene.resolve(scene, path).ifPresent(all::add);
        }
        for (String path : absolute) {
            locationOf(path).ifPresent(all::add);
        }
        return all;
    }

    /** The absolute ones, as reports show them. */
    public List<String> shownAbsolute() {
        return absolute.stream().map(Scene::shown).toList();
    }

    private static Optional<Location> locationOf(String path) {
        try {
            return Optional.of(io.mediafn.dataset.StoredPath.locationOf(path));
        } catch (io.mediafn.location.IllegalLocationException e) {
            return Optional.empty();
        }
    }
}
