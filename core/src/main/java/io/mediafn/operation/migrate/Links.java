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
import java.util.function.Function;
import java.util.function.Predicate;

/** What samples link to, directly and through scenes. */
final class Links {
    private static final int SCENES = 500;

    private Links() {}

    /**
     * The {@link Identity identities} of what any sample may link to at the place that media go to; scenes are not read
     * for it.
     */
    static DigestMap arrived(EditableDataset dataset, Prefixes prefixes, BooleanSupplier mayGoOn) {
        DigestMap arrived = new DigestMap();
        String place = Identity.of(prefixes.to());
        for (MediaField field : dataset.mediaFields()) {
            try (SampleCursor cursor = dataset.samples(Selection.all(), field, false)) {
                while (cursor.hasNext() && mayGoOn.getAsBoolean()) {
                    Prefixes.locationOf(cursor.next().path())
                            .filter(at -> !prefixes.isLeaving(at))
                            .ifPresent(at -> Identity.allOf(at).stream()
                                    .filter(name -> name.startsWith(place))
                                    .forEach(arrived::add));
                }
            }
        }
        return arrived;
    }

    /**
     * What samples, and the scenes among their media, link to. Every scene is read, once.
     *
     * @param scenes which scenes matter
     * @param names what is remembered of a link, if anything
     * @throws StorageException if a scene can't be read: then nobody knows
     */
    static DigestMap linked(
            EditableDataset dataset,
            List<MediaField> fields,
            Selection selection,
            Migration.Tools tools,
            Predicate<Location> scenes,
            Function<Location, List<String>> names) {
        DigestMap linked = new DigestMap();
        DigestMap seen = new DigestMap();
        List<Location> unread = new ArrayList<>();
        for (MediaField field : fields) {
            try (SampleCursor cursor = dataset.samples(selection, field, false)) {
                while (cursor.hasNext()) {
                    Optional<Location> found = Prefixes.locationOf(cursor.next().path());
                    found.ifPresent(at -> names.apply(at).forEach(linked::add));
                    found.filter(Scene::isScene)
                            .filter(scenes)
                            .filter(at -> !seen.has(at.canonical()))
                            .ifPresent(at -> {
                                seen.add(at.canonical());
                                unread.add(at);
                            });
                    if (unread.size() >= SCENES) {
                        read(unread, tools, names, linked);
                    }
                }
            }
        }
        read(unread, tools, names, linked);
        return linked;
    }

    private static void read(
            List<Location> scenes, Migration.Tools tools, Function<Location, List<String>> names, DigestMap linked) {
        tools.runner()
                .run(
                        scenes.iterator(),
                        at -> assets(at, tools),
                        assets -> assets.forEach(asset -> names.apply(asset).forEach(linked::add)),
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
