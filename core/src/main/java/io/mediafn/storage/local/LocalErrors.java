package io.mediafn.storage.local;

import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Optional;

/** Translates what file systems throw. */
final class LocalErrors {
    private LocalErrors() {}

    static StorageException otherEtag(Location at, Optional<String> expected) {
        return new StorageException(Kind.PRECONDITION_FAILED, at, "has another ETag than " + expected.orElse("none"));
    }

    static StorageException toStorageException(Location at, IOException e) {
        return switch (e) {
            case NoSuchFileException gone -> new StorageException(Kind.NOT_FOUND, at, "no such file", gone);
            case AccessDeniedException denied -> new StorageException(Kind.DENIED, at, "access denied", denied);
            case FileAlreadyExistsException exists ->
                new StorageException(Kind.INVALID, at, "a file of that name is in the way of a folder", exists);
            case NotDirectoryException file ->
                new StorageException(Kind.NOT_FOUND, at, "a part of the path is no folder", file);
            case FileSystemLoopException loop ->
                new StorageException(Kind.NOT_FOUND, at, "a link that leads in a circle", loop);
            case FileSystemException other -> other(at, other);
            default -> new StorageException(Kind.UNKNOWN, at, e.toString(), e);
        };
    }

    /** The JDK has no types for these; the reason is the text of the operating system in the C locale's spelling. */
    private static StorageException other(Location at, FileSystemException e) {
        String reason = e.getReason() == null ? "" : e.getReason().toLowerCase(Locale.ROOT);
        if (reason.contains("not a directory")) {
            return new StorageException(Kind.NOT_FOUND, at, "a part of the path is no folder", e);
        }
        if (reason.contains("too many levels of symbolic links")) {
            return new StorageException(Kind.NOT_FOUND, at, "a link that leads in a circle", e);
        }
        if (reason.contains("name too long")) {
            return new StorageException(
                    Kind.INVALID, at, "a segment, or the whole path, is longer than this file system takes", e);
        }
        if (reason.contains("read-only")) {
            return new StorageException(Kind.DENIED, at, "the file system is read-only", e);
        }
        return new StorageException(Kind.UNKNOWN, at, e.toString(), e);
    }
}
