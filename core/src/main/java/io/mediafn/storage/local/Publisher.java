package io.mediafn.storage.local;

import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives finished files their names, each in one step. {@link WriteMode#IF_MATCH}, for which file systems have no
 * operation, is a compare-and-set among the threads of this process only; so is {@link WriteMode#CREATE_ONLY} on a disk
 * without hard links (FAT, some network disks). Thread-safe.
 */
final class Publisher {
    /** Makes a second name for a file; fails where the name is taken. */
    @FunctionalInterface
    interface Linker {
        void link(Path name, Path file) throws IOException;
    }

    private final Linker linker;
    private final ReentrantLock names = new ReentrantLock();

    Publisher(Linker linker) {
        this.linker = linker;
    }

    /** Publishes a file; {@code etag} is that of the one to replace, for {@link WriteMode#IF_MATCH}. */
    void publish(Location to, NewFile file, WriteMode mode, Optional<String> etag) throws IOException {
        file.force();
        try {
            switch (mode) {
                case REPLACE -> locked(() -> rename(file));
                case CREATE_ONLY -> create(file);
                case IF_MATCH ->
                    locked(() -> {
                        requireEtag(to, file.target(), etag);
                        rename(file);
                    });
            }
        } catch (FileAlreadyExistsException e) {
            throw new StorageException(Kind.ALREADY_EXISTS, to, "a file is already there", e);
        }
    }

    private static void requireEtag(Location to, Path target, Optional<String> etag) throws IOException {
        Optional<String> found =
                Files.isRegularFile(target) ? LocalObjectStore.stat(to, target).etag() : Optional.empty();
        if (!found.equals(etag)) {
            throw LocalErrors.otherEtag(to, etag);
        }
    }

    private void create(NewFile file) throws IOException {
        try {
            // A hard link fails where the name is taken; a rename would replace what is there.
            linker.link(file.target(), file.temporary());
        } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            locked(() -> {
                if (Files.exists(file.target(), LinkOption.NOFOLLOW_LINKS)) {
                    throw new FileAlreadyExistsException(file.target().toString());
                }
                rename(file);
            });
        }
    }

    private static void rename(NewFile file) throws IOException {
        Files.move(file.temporary(), file.target(), StandardCopyOption.ATOMIC_MOVE);
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void locked(Step step) throws IOException {
        names.lock();
        try {
            step.run();
        } finally {
            names.unlock();
        }
    }
}
