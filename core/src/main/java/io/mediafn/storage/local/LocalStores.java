package io.mediafn.storage.local;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens stores over folders. */
public final class LocalStores {
    private static final Path EVERYTHING = Path.of("/");

    private LocalStores() {}

    /** The files of this machine, for {@code file:} locations. */
    public static ObjectStore files() {
        return new LocalObjectStore(EVERYTHING);
    }

    /** One folder: {@code fs://ID/KEY} is {@code FOLDER/KEY}, whatever the ID. */
    public static ObjectStore folder(Path folder) {
        return new LocalObjectStore(folder);
    }

    /** Buckets that are folders: {@code s3://BUCKET/KEY} is {@code ROOT/BUCKET/KEY}. */
    public static ObjectStore buckets(Path root) {
        return new LocalObjectStore(root.toAbsolutePath().normalize());
    }

    /**
     * The first folder between {@code base} and a file below it that is a symbolic link out of {@code base}, or to
     * nothing: writing the file would write somewhere else than its location says. The last component does not count,
     * since a write replaces a link and does not follow it; nor does {@code base}, which may be a link itself. Who can
     * change the folders at the same time can make the answer wrong.
     *
     * @param base a folder; its slash may be there or not
     * @param target below it
     * @return the link; empty also where one of the two is no file of this machine, or {@code target} is not below
     *     {@code base}
     * @throws StorageException INVALID if a key can't be a file's name, DENIED if a folder may not be looked at
     */
    public static Optional<Path> firstLink(Location base, Location target) {
        Location folder = base.asPrefix();
        if (base.scheme() != Scheme.FILE || !folder.contains(target)) {
            return Optional.empty();
        }
        String inside = target.key().substring(folder.key().length());
        int end = inside.lastIndexOf('/');
        if (end < 0) {
            return Optional.empty();
        }
        LocalPaths.checkSegments(target, inside.substring(0, end));
        Path start = LocalPaths.resolve(EVERYTHING, base, folder.key());
        try {
            return firstLink(start, LocalPaths.resolve(start, target, inside.substring(0, end)));
        } catch (IOException e) {
            throw LocalErrors.toStorageException(target, e);
        }
    }

    private static Optional<Path> firstLink(Path start, Path end) throws IOException {
        Path at = start;
        for (Path name : start.relativize(end)) {
            at = at.resolve(name);
            if (Files.isSymbolicLink(at) && !leadsInto(start, at)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private static boolean leadsInto(Path start, Path link) throws IOException {
        try {
            return link.toRealPath().startsWith(start.toRealPath());
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
