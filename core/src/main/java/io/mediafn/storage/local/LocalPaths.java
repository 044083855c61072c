package io.mediafn.storage.local;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** How keys become paths. A key that would leave its bucket, or that a file system would read as another, is refused. */
final class LocalPaths {
    private static final String TEMPORARY_PREFIX = ".mediafn-";
    private static final String TEMPORARY_SUFFIX = ".tmp";

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
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new StorageException(
                        Kind.INVALID, at, "a key with an empty, '.' or '..' segment can't be a file's name");
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
        String name =
                TEMPORARY_PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong()) + TEMPORARY_SUFFIX;
        return target.resolveSibling(name);
    }

    /** Whether a file is an unfinished write, which is no object yet. */
    static boolean isTemporary(String name) {
        return name.startsWith(TEMPORARY_PREFIX) && name.endsWith(TEMPORARY_SUFFIX);
    }
}
