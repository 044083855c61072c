package io.mediafn.operation.copy;

import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files that a FiftyOne scene ({@code .fo3d}) refers to. A scene's relative paths start at its own folder, so scene
 * and assets keep their meaning when they move together. What is named absolutely stays where it is, and the scene goes
 * on naming it there. Files that are named inside an asset (the textures of a glTF or MTL) are not looked for.
 */
final class SceneAssets {
    private static final String SUFFIX = ".fo3d";
    private static final int LARGEST_SCENE = 32 << 20;
    private static final int DEEPEST = 100;
    /** Keys of a node that name a file, in FiftyOne's format; {@code preTransformed...Path} are signed URLs. */
    private static final Set<String> PATH_KEYS =
            Set.of("pcdPath", "objPath", "mtlPath", "plyPath", "gltfPath", "fbxPath", "stlPath", "image");

    private static final String CUBE = "cube";

    private final Set<String> relative = new LinkedHashSet<>();
    private final List<String> absolute = new ArrayList<>();

    private SceneAssets() {}

    static boolean isScene(Location at) {
        return at.fileName().endsWith(SUFFIX);
    }

    /** The scene, with what it leaves behind, and before it an item for each asset that goes along. */
    static List<CopyItem> withAssets(ObjectStore store, CopyItem scene) {
        SceneAssets assets = new SceneAssets();
        assets.collect(read(store, scene.in()), 0);
        List<CopyItem> items = new ArrayList<>();
        List<String> left = new ArrayList<>(assets.absolute);
        for (String path : assets.relative) {
            Optional<Location> in = resolve(scene.in(), path);
            Optional<Location> out = resolve(scene.out(), path);
            if (in.isPresent() && out.isPresent()) {
                items.add(CopyItem.of(in.get(), out.get()));
            } else {
                left.add(path);
            }
        }
        items.add(scene.withLeft(left));
        return items;
    }

    private static Map<String, Object> read(ObjectStore store, Location at) {
        try (ObjectRead read = store.read(at, ReadOptions.all())) {
            if (read.stat().size() > LARGEST_SCENE) {
                throw new StorageException(
                        Kind.INVALID, at, "a scene of over " + LARGEST_SCENE + " bytes is not read for its assets");
            }
            return Json.readObject(read.readAllBytes());
        } catch (JsonException e) {
            throw new StorageException(Kind.CORRUPT, at, "is no scene: " + e.getMessage(), e);
        }
    }

    private void collect(Object value, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        switch (value) {
            case Map<?, ?> node ->
                node.forEach((key, inner) -> {
                    if (inner instanceof String path && PATH_KEYS.contains(String.valueOf(key))) {
                        add(path);
                    } else if (CUBE.equals(key) && inner instanceof List<?> sides) {
                        sides.stream()
                                .filter(String.class::isInstance)
                                .map(String.class::cast)
                                .forEach(this::add);
                    } else if (inner != null) {
                        collect(inner, depth + 1);
                    }
                });
            case List<?> list ->
                list.stream().filter(inner -> inner != null).forEach(inner -> collect(inner, depth + 1));
            default -> {}
        }
    }

    private void add(String path) {
        if (path.isEmpty() || path.startsWith("data:")) {
            return;
        }
        if (path.startsWith("/") || path.contains("://")) {
            absolute.add(path.contains("?") ? path.substring(0, path.indexOf('?')) + "?***" : path);
        } else {
            relative.add(path);
        }
    }

    /** Absent for a path that leads out of the bucket. */
    private static Optional<Location> resolve(Location scene, String path) {
        List<String> segments = new ArrayList<>(List.of(scene.key().split("/", -1)));
        segments.removeLast();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                if (segments.isEmpty()) {
                    return Optional.empty();
                }
                segments.removeLast();
            } else if (!segment.equals(".") && !segment.isEmpty()) {
                segments.add(segment);
            }
        }
        try {
            return Optional.of(scene.withKey(String.join("/", segments)));
        } catch (IllegalLocationException e) {
            return Optional.empty();
        }
    }
}
