package io.mediafn.cli;

import io.mediafn.location.Location;
import io.mediafn.operation.Globs;
import io.mediafn.operation.copy.CopyRequest;
import io.mediafn.operation.copy.CopyRequest.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns SOURCE and DEST as people write them into requests. */
final class TransferPlan {
    private final TransferOptions options;
    private final boolean severalSources;
    private final Location dest;

    private TransferPlan(TransferOptions options, boolean severalSources, Location dest) {
        this.options = options;
        this.severalSources = severalSources;
        this.dest = dest;
    }

    /**
     * One request for each prefix, and one for all single objects.
     *
     * @throws UsageException if the arguments don't fit together
     */
    static List<CopyRequest> requests(List<String> sources, String dest, TransferOptions options) {
        if (!options.raw() && Globs.isGlob(dest)) {
            throw new UsageException("DEST can't be a glob: " + dest + " (--raw takes it as it is)");
        }
        return new TransferPlan(options, sources.size() > 1, Locations.of(dest)).requests(sources);
    }

    private List<CopyRequest> requests(List<String> sources) {
        List<CopyRequest> requests = new ArrayList<>();
        List<Location> in = new ArrayList<>();
        List<Location> out = new ArrayList<>();
        for (String source : sources) {
            Optional<Selection.Folder> folder = folder(source);
            if (folder.isPresent()) {
                requests.add(CopyRequest.of(folder.get()));
            } else {
                Location object = Locations.of(source);
                in.add(object);
                out.add(target(object));
            }
        }
        if (!in.isEmpty()) {
            if (!options.include().isEmpty() || !options.exclude().isEmpty()) {
                throw new UsageException("--include and --exclude choose among the names below a prefix, and "
                        + in.getFirst() + " is one object");
            }
            requests.add(CopyRequest.of(new Selection.Pairs(in, out)));
        }
        return requests;
    }

    /** A source that is a prefix, a folder or a glob; absent for one object. */
    private Optional<Selection.Folder> folder(String source) {
        if (!options.raw() && Globs.isGlob(source) && !isFile(source)) {
            String prefix = Globs.literalPrefix(source);
            int slash = prefix.lastIndexOf('/') + 1;
            List<String> include = new ArrayList<>(List.of(source.substring(slash)));
            if (!options.include().isEmpty()) {
                throw new UsageException("a glob in SOURCE and --include exclude each other: " + source);
            }
            return Optional.of(new Selection.Folder(
                    Locations.of(slash == 0 ? "./" : source.substring(0, slash)).asPrefix(),
                    dest.asPrefix(),
                    Globs.of(include, options.exclude())));
        }
        Location at = Locations.of(source);
        if (!at.isPrefix()) {
            return Optional.empty();
        }
        if (!options.recursive()) {
            throw new UsageException(source + " is a prefix: -r takes everything below it");
        }
        return Optional.of(new Selection.Folder(at, dest.asPrefix(), Globs.of(options.include(), options.exclude())));
    }

    /** A file of this machine may have the characters of a glob in its name. */
    private static boolean isFile(String source) {
        return !source.contains("://") && Files.isRegularFile(Path.of(source));
    }

    private Location target(Location object) {
        if (dest.isPrefix()) {
            return dest.child(object.fileName());
        }
        if (severalSources) {
            throw new UsageException("with several SOURCEs, DEST is a prefix or a folder: " + dest);
        }
        return dest;
    }
}
