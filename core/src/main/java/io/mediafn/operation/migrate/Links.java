package io.mediafn.operation.migrate;

import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.Selection;
import io.mediafn.location.Location;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.operation.DigestMap;
import io.mediafn.operation.Scene;
import io.mediafn.operation.copy.SceneLinks;
import io.mediafn.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** What samples link to, directly and through scenes, as the canonical texts of locations. */
final class Links {
    private static final int SCENES = 500;

    private Links() {}

    /** What any sample links to at the place that media go to; scenes are not read for it. */
    static DigestMap arrived(EditableDataset dataset, Prefixes prefixes, BooleanSupplier mayGoOn) {
        DigestMap arrived = new DigestMap();
        for (MediaField field : dataset.mediaFields()) {
            try (SampleCursor cursor = dataset.samples(Selection.all(), field, false)) {
                while (cursor.hasNext() && mayGoOn.getAsBoolean()) {
                    prefixes.arrived(cursor.next().path()).ifPresent(at -> arrived.add(at.canonical()));
                }
            }
        }
        return arrived;
    }

    /**
     * What samples, and the scenes among their media, link to at some place. Every scene is read, once.
     *
     * @param scenes which scenes matter
     * @param place which locations matter
     * @throws StorageException if a scene can't be read: then nobody knows
     */
    static DigestMap linked(
            EditableDataset dataset,
            List<MediaField> fields,
            Selection selection,
            Migration.Tools tools,
            Predicate<Location> scenes,
            Predicate<Location> place) {
        DigestMap linked = new DigestMap();
        DigestMap seen = new DigestMap();
        List<Location> unread = new ArrayList<>();
        for (MediaField field : fields) {
            try (SampleCursor cursor = dataset.samples(selection, field, false)) {
                while (cursor.hasNext()) {
                    Optional<Location> found = Prefixes.locationOf(cursor.next().path());
                    found.filter(place).ifPresent(at -> linked.add(at.canonical()));
                    found.filter(Scene::isScene)
                            .filter(scenes)
                            .filter(at -> !seen.has(at.canonical()))
                            .ifPresent(at -> {
                                seen.add(at.canonical());
                                unread.add(at);
                            });
                    if (unread.size() >= SCENES) {
                        read(unread, tools, place, linked);
                    }
                }
            }
        }
        read(unread, tools, place, linked);
        return linked;
    }

    private static void read(
            List<Location> scenes, Migration.Tools tools, Predicate<Location> place, DigestMap linked) {
        tools.runner()
                .run(
                        scenes.iterator(),
                        at -> assets(at, tools),
                        assets -> assets.stream().filter(place).forEach(asset -> linked.add(asset.canonical())),
                        () -> false);
        scenes.clear();
    }

    private static List<Location> assets(Location scene, Migration.Tools tools) {
        try {
            Location at = tools.policy().check(scene);
            return SceneLinks.read(tools.stores().forLocation(at), at).from(at);
        } catch (LocationRefusedException e) {
            throw new StorageException(StorageException.Kind.DENIED, scene, String.valueOf(e.getMessage()), e);
        }
    }
}
