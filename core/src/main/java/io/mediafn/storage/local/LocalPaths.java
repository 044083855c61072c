package io.mediafn.storage.local;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** How keys become paths. A key that would leave its bucket, or that a file system would read as another, is refused. */
final class LocalPaths {
    private static final LocalNames NAMES = LocalNames.ofThisMachine();
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:");

    private LocalPaths() {}

    static Path of(Path root, Location at) {
        if (at.isPrefix()) {
            throw new StorageException(Kind.NOT_FOUND, at, "names a folder, not a file");
        }
        checkSegments(at, at.key());
        return resolve(bucketFolder(root, at), at, at.key());
    }

    /** Refuses a key that would lead out of its bucket, or that a file system would read as another. */
    static void checkSegments(Location at, String key) {
        checkSegments(at, key, NAMES);
    }

    static void checkSegments(Location at, String key, LocalNames names) {
        String[] segments = key.split("/", -1);
        // A file: location on Windows begins with its drive; in a bucket that would lead out of it.
        boolean drive = names == LocalNames.WINDOWS
                && at.bucket().isEmpty()
                && DRIVE.matcher(segments[0]).matches();
        for (int i = drive ? 1 : 0; i < segments.length; i++) {
            Optional<String> problem = names.problem(segments[i]);
            if (problem.isPresent()) {
                throw new StorageException(Kind.INVALID, at, "the key of a file has no segment " + problem.get());
            }
        }
    }

    static Path bucketFolder(Path root, Location at) {
        boolean isRoot = at.bucket().isEmpty() || at.scheme() == Scheme.FS;
        return isRoot ? root : root.resolve(at.bucket());
    }

    static Path resolve(Path folder, Location at, String key) {
        try {
            return folder.resolve(key);
        } catch (InvalidPathException e) {
            throw new StorageException(Kind.INVALID, at, "not a path of this file system: " + e.getReason(), e);
        }
    }

    static Path folderOf(Path file) {
        Path folder = file.getParent();
        return folder == null ? file : folder;
    }

    static Path newTemporary(Path target) {
        return target.resolveSibling(
                LocalNames.temporary(ThreadLocalRandom.current().nextLong()));
    }
}
