package io.mediafn.operation.metadata;

import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.media.MediaMetadata;
import io.mediafn.media.ProbeResult;
import io.mediafn.media.Profile;
import io.mediafn.media.format.MimeTypes;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Problem;
import io.mediafn.media.read.RangeSource.Range;
import io.mediafn.operation.Scene;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StatResult;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.Stores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The metadata of a 3D scene: its size is that of its file and of every asset that it names, each asked for once. An
 * asset that is not there leaves the size unknown; where FiftyOne would then store nothing at all, the number of assets
 * is still true. Thread-safe.
 */
final class SceneReader {
    private static final int FIRST_READ = 64 << 10;

    /** More assets than that are a defect, or an attack on somebody's bill. */
    private static final int MOST_ASSETS = 10_000;

    private final Stores stores;
    private final LocationPolicy policy;

    SceneReader(Stores stores, LocationPolicy policy) {
        this.stores = stores;
        this.policy = policy;
    }

    ProbeResult read(Location at, ObjectRangeSource source, Profile profile) {
        byte[] file = wholeFile(source);
        Scene scene = scene(at, file);
        if (scene.relative().size() + scene.absolute().size() > MOST_ASSETS) {
            throw new MediaException(Reason.UNSUPPORTED, "a scene of more than " + MOST_ASSETS + " assets");
        }
        List<Problem> problems = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        List<Location> assets = new ArrayList<>();
        for (String path : scene.relative()) {
            count(path, counts);
            Scene.resolve(at, path).ifPresentOrElse(assets::add, () -> problems.add(missing(path, "leads nowhere")));
        }
        for (String path : scene.absolute()) {
            count(path, counts);
            located(path, problems).ifPresent(assets::add);
        }
        long size = file.length;
        for (List<Location> together : byBucket(assets)) {
            for (StatResult result : stores.forLocation(together.getFirst()).statAll(together)) {
                source.countRequest();
                size += result.stat().map(ObjectStat::size).orElse(0L);
                if (result.stat().isEmpty()) {
                    String why = result.error()
                            .map(e -> String.valueOf(e.getMessage()))
                            .orElse("is not there");
                    problems.add(missing(Scene.shown(result.location().toString()), why));
                }
            }
        }
        if (!problems.isEmpty() && profile == Profile.FIFTYONE_STRICT) {
            throw new MediaException(Reason.UNSUPPORTED, problems.getFirst().reason());
        }
        OptionalLong known = problems.isEmpty() ? OptionalLong.of(size) : OptionalLong.empty();
        MediaMetadata metadata = new MediaMetadata.Scene(known, MimeTypes.guess(at.key()), counts);
        return new ProbeResult("3d", metadata, Map.of(), problems, true);
    }

    /** What is wrong with it is wrong with the file, and not with the store. */
    private static Scene scene(Location at, byte[] file) {
        try {
            return Scene.of(at, file);
        } catch (StorageException e) {
            throw new MediaException(Reason.CORRUPT, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] wholeFile(ObjectRangeSource source) {
        Range first = source.read(0, FIRST_READ, "the scene");
        long size = first.objectSize().orElse(first.bytes().length);
        if (size > Scene.LARGEST) {
            throw new MediaException(
                    Reason.UNSUPPORTED, "a scene of over " + Scene.LARGEST + " bytes is not read for its assets");
        }
        int got = first.bytes().length;
        if (got >= size) {
            return first.bytes();
        }
        byte[] rest =
                source.read(got, (int) size - got, "the rest of the scene").bytes();
        byte[] all = Arrays.copyOf(first.bytes(), got + rest.length);
        System.arraycopy(rest, 0, all, got, rest.length);
        return all;
    }

    /** By the extension as it is written, without its dot, as FiftyOne counts. */
    private static void count(String path, Map<String, Integer> counts) {
        String plain = path.contains("://") && path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
        String name = plain.substring(plain.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        counts.merge(dot < 0 ? "" : name.substring(dot + 1), 1, Integer::sum);
    }

    /** A scene comes from anybody: what it names must be allowed like what a request names. */
    private Optional<Location> located(String path, List<Problem> problems) {
        try {
            return Optional.of(policy.check(Location.of(path)));
        } catch (IllegalLocationException | LocationRefusedException e) {
            problems.add(missing(Scene.shown(path), String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static Problem missing(String path, String why) {
        return new Problem("size_bytes", "the asset " + path + " could not be counted: " + why);
    }

    private static Iterable<List<Location>> byBucket(List<Location> assets) {
        Map<String, List<Location>> buckets = new TreeMap<>();
        for (Location asset : assets) {
            buckets.computeIfAbsent(
                            asset.scheme() + " " + asset.service() + " " + asset.bucket(), b -> new ArrayList<>())
                    .add(asset);
        }
        return buckets.values();
    }
}
