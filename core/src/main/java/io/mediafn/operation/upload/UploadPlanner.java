package io.mediafn.operation.upload;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.StoredPath;
import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.location.Scheme;
import io.mediafn.operation.Scene;
import io.mediafn.operation.copy.LocalTargets;
import io.mediafn.operation.copy.ProvenRemoval;
import io.mediafn.operation.copy.SceneLinks;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans an upload in two passes over the samples, before a byte moves. Thread-safe. */
final class UploadPlanner {
    private static final int BATCH = 500;

    private final Stores stores;
    private final LocationPolicy policy;
    private final BatchRunner runner;
    private final LocalTargets disk;

    UploadPlanner(Stores stores, LocationPolicy policy, BatchRunner runner, LocalTargets disk) {
        this.stores = stores;
        this.policy = policy;
        this.runner = runner;
        this.disk = disk;
    }

    /** What a scene names relative to itself. */
    private record Assets(Location scene, List<String> paths) {}

    /**
     * A plan for all samples of a request, wherever that begins.
     *
     * @throws InvalidFieldsException if two sources would get one name, naming both
     */
    UploadPlan plan(EditableDataset dataset, UploadMediaRequest request) {
        try {
            return planned(dataset, request, Optional.empty()).plan();
        } catch (UploadPlan.CollisionException e) {
            throw collision(dataset, request, e);
        }
    }

    private InvalidFieldsException collision(
            EditableDataset dataset, UploadMediaRequest request, UploadPlan.CollisionException e) {
        // Which source was first nobody has remembered.
        Draft draft = new Draft(dataset, request, Optional.of(e.out()));
        try {
            draft.fill();
        } catch (UploadPlan.CollisionException again) {
            // What is looked for was found before.
        }
        String first = draft.plan().ownerOfWatched().map(Location::display).orElse("another source");
        return new InvalidFieldsException(List.of(new FieldError(
                "remote_dir",
                "a name of its own there for each source: give rel_dir to keep folders, or on_collision unique",
                first + " and " + e.in().display() + " would both be " + e.out().display())));
    }

    private Draft planned(EditableDataset dataset, UploadMediaRequest request, Optional<Location> watched) {
        Draft draft = new Draft(dataset, request, watched);
        draft.fill();
        return draft;
    }

    /** A plan in the making. */
    private final class Draft {
        private final EditableDataset dataset;
        private final UploadMediaRequest request;
        private final UploadPlan plan;

        Draft(EditableDataset dataset, UploadMediaRequest request, Optional<Location> watched) {
            this.dataset = dataset;
            this.request = request;
            boolean folds = request.remoteDir().scheme() == Scheme.FILE && disk.foldsNames(request.remoteDir());
            this.plan = new UploadPlan(request, folds, this::isSame, watched);
        }

        UploadPlan plan() {
            return plan;
        }

        void fill() {
            try (SampleCursor cursor = dataset.samples(request.selection(), request.field(), false)) {
                while (cursor.hasNext()) {
                    locationOf(cursor.next().path()).filter(plan::isThere).ifPresent(plan::reserve);
                }
            }
            try (SampleCursor cursor = dataset.samples(request.selection(), request.field(), false)) {
                List<Location> scenes = new ArrayList<>();
                while (cursor.hasNext()) {
                    Optional<Location> found = locationOf(cursor.next().path()).filter(in -> !plan.isThere(in));
                    found.ifPresent(plan::targetOf);
                    found.filter(in -> request.includeAssets() && Scene.isScene(in))
                            .ifPresent(scenes::add);
                    if (scenes.size() >= BATCH) {
                        claimAssets(scenes);
                    }
                }
                claimAssets(scenes);
            }
        }

        private void claimAssets(List<Location> scenes) {
            List<Assets> read = new ArrayList<>();
            runner.run(scenes.iterator(), this::assets, read::add, () -> false);
            scenes.clear();
            for (Assets assets : read) {
                Location target = plan.targetOf(assets.scene());
                for (String path : assets.paths()) {
                    Optional<Location> in = Scene.resolve(assets.scene(), path);
                    Optional<Location> out = Scene.resolve(target, path);
                    if (in.isPresent() && out.isPresent()) {
                        plan.claimAsset(in.get(), out.get());
                    }
                }
            }
        }

        /** A scene that can't be read fails when its turn comes. */
        private Assets assets(Location scene) {
            try {
                Location at = policy.check(scene);
                return new Assets(
                        scene, SceneLinks.read(stores.forLocation(at), at).relative());
            } catch (StorageException | LocationRefusedException e) {
                return new Assets(scene, List.of());
            }
        }

        private boolean isSame(Location in, Location out) {
            try {
                ObjectStore from = stores.forLocation(policy.check(in));
                ObjectStore to = stores.forLocation(policy.check(out));
                Optional<ObjectStat> source = from.find(in);
                Optional<ObjectStat> target = to.find(out);
                return source.isPresent()
                        && target.isPresent()
                        && ProvenRemoval.isSame(from, source.get(), to, target.get(), false);
            } catch (StorageException | LocationRefusedException e) {
                return false;
            }
        }
    }

    static Optional<Location> locationOf(String path) {
        try {
            return Optional.of(StoredPath.locationOf(path));
        } catch (IllegalLocationException e) {
            return Optional.empty();
        }
    }
}
