package io.mediafn.operation;

import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A FiftyOne scene ({@code .fo3d}) and the files that it refers to: by relative paths, which start at its own folder, and
 * by absolute ones. Files that are named inside an asset (the textures of a glTF or MTL) are not looked for.
 *
 * @param at the scene
 * @param relative paths of assets as they are written, each once
 * @param absolute likewise, with whatever signature a URL may carry
 */
public record Scene(Location at, Set<String> relative, Set<String> absolute) {
    /** The most bytes of a scene that is read for its assets. */
    public static final int LARGEST = 32 << 20;

    private static final String SUFFIX = ".fo3d";
    private static final int DEEPEST = 100;
    /** Keys of a node that name a file, in FiftyOne's format; {@code preTransformed...Path} are signed URLs. */
    private static final Set<String> PATH_KEYS =
            Set.of("pcdPath", "objPath", "mtlPath", "plyPath", "gltfPath", "fbxPath", "stlPath", "image");

    private static final String CUBE = "cube";

    /** Whether FiftyOne takes a file for a scene, which it does by its name. */
    public static boolean isScene(Location at) {
        return at.fileName().endsWith(SUFFIX);
    }

    /**
     * Reads a scene.
     *
     * @param utf8 the whole file
     * @throws StorageException CORRUPT if it is no JSON object
     */
    public static Scene of(Location at, byte[] utf8) {
        Scene scene = new Scene(at, new LinkedHashSet<>(), new LinkedHashSet<>());
        try {
            scene.collect(Json.readObject(utf8), 0);
        } catch (JsonException e) {
            throw new StorageException(Kind.CORRUPT, at, "is no scene: " + e.getMessage(), e);
        }
        return scene;
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
        (path.startsWith("/") || path.contains("://") ? absolute : relative).add(path);
    }

    /** Where a relative path leads from a scene at this place; empty if it leads out of the bucket. */
    public static Optional<Location> resolve(Location scene, String path) {
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

    /** An absolute path without what may be a signature in it, for reports. */
    public static String shown(String path) {
        return path.contains("?") ? path.substring(0, path.indexOf('?')) + "?***" : path;
    }
}
