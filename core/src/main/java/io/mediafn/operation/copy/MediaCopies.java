package io.mediafn.operation.copy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.location.Scheme;
import io.mediafn.operation.Scene;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Copies the media of a dataset, a batch at a time, each scene behind the assets that it names relative to itself: where
 * one of those does not arrive the scene counts as failed, so that nobody links to half of it. Thread-safe.
 */
public final class MediaCopies {
    /**
     * How media are copied.
     *
     * @param overwrite what happens where something stands at a target
     * @param outRoot below which every target lies, assets too
     * @param mayStart whether there is time for more
     */
    public record Options(
            boolean includeAssets,
            Function<Location, Overwrite> overwrite,
            boolean skipFailures,
            boolean dryRun,
            Location outRoot,
            BooleanSupplier mayStart,
            CopyWatcher watcher) {}

    /** A medium on its way, with what it takes along. */
    private record Work(MediaPair pair, List<MediaPair> assets, List<String> left, Optional<CopyResult> failed) {}

    private final CopyOperation copy;
    private final Stores stores;
    private final LocationPolicy policy;
    private final BatchRunner runner;
    private final LocalTargets disk;

    public MediaCopies(
            CopyOperation copy, Stores stores, LocationPolicy policy, BatchRunner runner, LocalTargets disk) {
        this.runner = runner;
        this.disk = disk;
        this.copy = copy;
        this.stores = stores;
        this.policy = policy;
    }

    /**
     * Copies a batch.
     *
     * @param pairs of two with the same target the later one fails
     * @return a result for each, in their order
     */
    public List<MediaCopy> copy(List<MediaPair> pairs, Options options) {
        List<Work> work = new ArrayList<>();
        // Scenes are read for it, side by side.
        runner.run(
                pairs.iterator(),
                pair -> options.mayStart().getAsBoolean()
                        ? prepared(pair, options)
                        : failed(pair, CopyResult.notAttempted(pair.in(), pair.out(), "deadline")),
                work::add,
                () -> false);
        Set<String> targets = new HashSet<>();
        for (int i = 0; i < pairs.size(); i++) {
            MediaPair pair = pairs.get(i);
            if (!targets.add(pair.out().canonical())) {
                work.set(
                        i,
                        failed(
                                pair,
                                Kind.ALREADY_EXISTS,
                                "another source goes to " + pair.out().display()));
            }
        }
        Map<String, MediaPair> assets = new LinkedHashMap<>();
        for (int i = 0; i < work.size(); i++) {
            work.set(i, withoutCollisions(work.get(i), assets));
        }
        Map<String, CopyResult> ofAssets = run(List.copyOf(assets.values()), options);
        List<MediaPair> ready = work.stream()
                .filter(one -> one.failed().isEmpty() && missing(one, ofAssets).isEmpty())
                .map(Work::pair)
                .toList();
        boolean stopped = !options.skipFailures()
                && (ofAssets.values().stream().anyMatch(one -> one.outcome() == Outcome.FAILED)
                        || work.stream()
                                .flatMap(one -> one.failed().stream())
                                .anyMatch(one -> one.outcome() == Outcome.FAILED));
        Map<String, CopyResult> ofMedia = stopped ? Map.of() : run(ready, options);
        return work.stream().map(one -> result(one, ofAssets, ofMedia)).toList();
    }

    private Work prepared(MediaPair pair, Options options) {
        try {
            policy.check(pair.in());
            policy.check(pair.out());
            if (pair.in().isPrefix() || pair.out().isPrefix()) {
                return failed(pair, Kind.INVALID, pair.in().display() + " is the name of no object");
            }
            if (pair.in().canonical().equals(pair.out().canonical())) {
                return failed(pair, Kind.INVALID, "source and target are one object");
            }
            Optional<String> link =
                    pair.out().scheme() == Scheme.FILE ? disk.wayOut(options.outRoot(), pair.out()) : Optional.empty();
            if (link.isPresent()) {
                return failed(
                        pair,
                        Kind.INVALID,
                        "the link " + link.get() + " leads out of "
                                + options.outRoot().display());
            }
            return Scene.isScene(pair.in()) && options.includeAssets()
                    ? scene(pair, options.outRoot())
                    : new Work(pair, List.of(), List.of(), Optional.empty());
        } catch (LocationRefusedException e) {
            return failed(pair, Kind.DENIED, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return failed(pair, CopyResult.failed(pair.in(), pair.out(), ItemError.of(e)));
        }
    }

    private Work scene(MediaPair pair, Location outRoot) {
        SceneLinks links = SceneLinks.read(stores.forLocation(pair.in()), pair.in());
        List<MediaPair> assets = new ArrayList<>();
        for (String path : links.relative()) {
            Optional<Location> in = Scene.resolve(pair.in(), path);
            Optional<Location> out = Scene.resolve(pair.out(), path).filter(outRoot::contains);
            if (in.isEmpty() || out.isEmpty()) {
                return failed(
                        pair,
                        Kind.INVALID,
                        "the scene's asset " + path + " would lie outside of " + outRoot.display()
                                + ", and the scene would not find it");
            }
            policy.check(in.get());
            policy.check(out.get());
            assets.add(new MediaPair(in.get(), out.get()));
        }
        return new Work(pair, List.copyOf(assets), links.shownAbsolute(), Optional.empty());
    }

    private static Work withoutCollisions(Work work, Map<String, MediaPair> assets) {
        for (MediaPair asset : work.assets()) {
            MediaPair other = assets.putIfAbsent(asset.out().canonical(), asset);
            if (other != null && !other.in().canonical().equals(asset.in().canonical())) {
                return failed(
                        work.pair(),
                        Kind.INVALID,
                        "its asset " + asset.in().display() + " and "
                                + other.in().display() + " would both be "
                                + asset.out().display());
            }
        }
        return work;
    }

    private static Work failed(MediaPair pair, Kind kind, String message) {
        return failed(pair, CopyResult.failed(pair.in(), pair.out(), new ItemError(kind, message)));
    }

    private static Work failed(MediaPair pair, CopyResult result) {
        return new Work(pair, List.of(), List.of(), Optional.of(result));
    }

    /** The results by their targets. */
    private Map<String, CopyResult> run(List<MediaPair> pairs, Options options) {
        Map<String, CopyResult> results = new HashMap<>();
        for (Overwrite rule : Overwrite.values()) {
            List<MediaPair> some = pairs.stream()
                    .filter(pair -> options.overwrite().apply(pair.out()) == rule)
                    .toList();
            if (!some.isEmpty()) {
                run(some, rule, options)
                        .forEach(result -> results.put(result.out().canonical(), result));
            }
        }
        return results;
    }

    private List<CopyResult> run(List<MediaPair> pairs, Overwrite rule, Options options) {
        CopyRequest request = CopyRequest.of(new CopyRequest.Selection.Pairs(
                        pairs.stream().map(MediaPair::in).toList(),
                        pairs.stream().map(MediaPair::out).toList()))
                .withOverwrite(rule)
                .withSkipFailures(options.skipFailures())
                .withDryRun(options.dryRun());
        try {
            return copy.exactly(request, options.mayStart(), options.watcher());
        } catch (InvalidFieldsException | StorageException e) {
            ItemError error = e instanceof StorageException storage
                    ? ItemError.of(storage)
                    : new ItemError(Kind.INVALID, String.valueOf(e.getMessage()));
            return pairs.stream()
                    .map(pair -> CopyResult.failed(pair.in(), pair.out(), error))
                    .toList();
        }
    }

    /** The first asset that did not arrive. */
    private static Optional<CopyResult> missing(Work work, Map<String, CopyResult> ofAssets) {
        return work.assets().stream()
                .flatMap(asset -> Optional.ofNullable(ofAssets.get(asset.out().canonical())).stream())
                .filter(result -> result.outcome() == Outcome.FAILED || result.outcome() == Outcome.NOT_ATTEMPTED)
                .findFirst();
    }

    private static MediaCopy result(Work work, Map<String, CopyResult> ofAssets, Map<String, CopyResult> ofMedia) {
        MediaPair pair = work.pair();
        if (work.failed().isPresent()) {
            return MediaCopy.of(work.failed().get());
        }
        Optional<CopyResult> missing = missing(work, ofAssets);
        if (missing.isPresent()) {
            CopyResult asset = missing.get();
            return MediaCopy.of(asset.error()
                    .map(error -> CopyResult.failed(
                            pair.in(),
                            pair.out(),
                            new ItemError(
                                    error.kind(), "its asset " + asset.in().display() + ": " + error.message())))
                    .orElseGet(() -> CopyResult.notAttempted(
                            pair.in(), pair.out(), asset.reason().orElse("deadline"))));
        }
        Optional<CopyResult> done = Optional.ofNullable(ofMedia.get(pair.out().canonical()));
        if (done.isEmpty()) {
            return MediaCopy.of(CopyResult.notAttempted(pair.in(), pair.out(), "failure"));
        }
        CopyResult medium = done.get();
        long bytes = 0;
        double usd = 0;
        boolean proven = medium.isProven();
        for (MediaPair asset : work.assets()) {
            Optional<CopyResult> one =
                    Optional.ofNullable(ofAssets.get(asset.out().canonical()));
            bytes += one.map(CopyResult::bytes).orElse(0L);
            usd += one.map(CopyResult::usd).orElse(0.0);
            proven &= one.map(CopyResult::isProven).orElse(false);
        }
        return new MediaCopy(medium, work.assets().size(), bytes, usd, work.left(), proven);
    }
}
