package io.mediafn.storage.local;

import io.mediafn.location.Location;
import io.mediafn.storage.KeyOrder;
import io.mediafn.storage.PageBuilder;
import io.mediafn.storage.StorageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Offers the files below a folder to a page, in the order of their keys. It holds the names of one folder a level, asks
 * of no name what it is before its turn, and leaves out what lies outside the prefix or before the page's start. Links to
 * files count as files; links to folders are not followed, since they may lead in a circle.
 */
final class FolderWalk {
    /** A name in a folder. It is first taken for a file; a folder, whose slash sorts it later, is put back as one. */
    private record Entry(Path path, String key) {
        boolean isFolder() {
            return key.endsWith("/");
        }
    }

    private final Location prefix;
    private final Path bucket;
    private final PageBuilder page;

    FolderWalk(Location prefix, Path bucket, PageBuilder page) {
        this.prefix = prefix;
        this.bucket = bucket;
        this.page = page;
    }

    /** A folder that is not there has no files. */
    void run() {
        String folder = prefix.key().substring(0, prefix.key().lastIndexOf('/') + 1);
        if (!folder.isEmpty()) {
            LocalPaths.checkSegments(prefix, folder.substring(0, folder.length() - 1));
        }
        walk(LocalPaths.resolve(bucket, prefix, folder), folder);
    }

    private void walk(Path folder, String folderKey) {
        Queue<Entry> entries = entries(folder, folderKey);
        while (!entries.isEmpty() && !page.isFull() && !page.skips(folderKey)) {
            Entry entry = entries.remove();
            if (entry.isFolder()) {
                if (!page.skips(entry.key())) {
                    walk(entry.path(), entry.key());
                }
            } else {
                take(entry, entries);
            }
        }
    }

    private void take(Entry entry, Queue<Entry> entries) {
        Optional<BasicFileAttributes> attributes = attributes(entry);
        if (attributes.isEmpty()) {
            return;
        }
        if (attributes.get().isDirectory()) {
            entries.add(new Entry(entry.path(), entry.key() + "/"));
        } else if (attributes.get().isRegularFile()) {
            page.offer(
                    entry.key(),
                    () -> Optional.of(LocalObjectStore.toStat(prefix.withKey(entry.key()), attributes.get())));
        }
    }

    /** What a name is, if it is still there; of a link, what it leads to, unless that is a folder. */
    private Optional<BasicFileAttributes> attributes(Entry entry) {
        try {
            BasicFileAttributes own =
                    Files.readAttributes(entry.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return own.isSymbolicLink() ? linked(entry) : Optional.of(own);
        } catch (NoSuchFileException e) {
            // Gone meanwhile.
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(entry.key(), e);
        }
    }

    private Optional<BasicFileAttributes> linked(Entry entry) {
        try {
            return Optional.of(Files.readAttributes(entry.path(), BasicFileAttributes.class))
                    .filter(BasicFileAttributes::isRegularFile);
        } catch (AccessDeniedException e) {
            throw unreadable(entry.key(), e);
        } catch (IOException e) {
            // A link to nothing, or in a circle: no file is left out.
            return Optional.empty();
        }
    }

    private Queue<Entry> entries(Path folder, String folderKey) {
        Queue<Entry> entries = new PriorityQueue<>(Comparator.comparing(Entry::key, KeyOrder.INSTANCE));
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                String name = String.valueOf(child.getFileName());
                if (mayMatter(folderKey + name) && !LocalNames.isTemporary(name)) {
                    entries.add(new Entry(child, folderKey + name));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            entries.clear();
        } catch (DirectoryIteratorException e) {
            throw unreadable(folderKey, Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e)));
        } catch (IOException e) {
            throw unreadable(folderKey, e);
        }
        return entries;
    }

    /** Whether a name can add to the page, were it a file or a folder with files: this asks nothing of the disk. */
    private boolean mayMatter(String key) {
        return key.startsWith(prefix.key()) && !page.isBeforeStart(key);
    }

    /** Names what can't be read: a listing that leaves out what it can't read would pass for a whole one. */
    private StorageException unreadable(String key, IOException e) {
        return LocalErrors.toStorageException(prefix.withKey(key), e);
    }
}
