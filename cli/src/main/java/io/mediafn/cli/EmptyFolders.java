package io.mediafn.cli;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Removes the folders of this machine that are left when what was in them is deleted; stores know none. */
final class EmptyFolders {
    private EmptyFolders() {}

    /** The path of a location of this machine. */
    static Optional<Path> pathOf(Location at) {
        return at.scheme() == Scheme.FILE ? Optional.of(Path.of("/" + at.key())) : Optional.empty();
    }

    /**
     * Removes a folder, and those below it, as far as there are no files in them. Links are not followed.
     *
     * @throws StorageException if an empty one can't be removed
     */
    static void remove(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                    if (e != null) {
                        throw e;
                    }
                    try {
                        Files.delete(visited);
                    } catch (DirectoryNotEmptyException left) {
                        // What could not be deleted was told, and what came meanwhile stays.
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            Kind kind = e instanceof AccessDeniedException ? Kind.DENIED : Kind.UNKNOWN;
            throw new StorageException(
                    kind, Locations.ofPath(folder), "a folder without files can't be removed: " + e.getMessage(), e);
        }
    }
}
