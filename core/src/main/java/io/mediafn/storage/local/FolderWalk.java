package io.mediafn.storage.local;

import io.mediafn.location.Location;
import io.mediafn.storage.KeyOrder;
import io.mediafn.storage.PageBuilder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Offers the files below a folder to a page, in the order of their keys. It holds the names of one folder a level and
 * leaves out whole folders before the page's start. Links to files count as files; links to folders are not followed,
 * since they may lead in a circle.
 */
final class FolderWalk {
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
    void run() throws IOException {
        String folder = prefix.key().substring(0, prefix.key().lastIndexOf('/') + 1);
        if (!folder.isEmpty()) {
            // Refuses what would lead out of the bucket.
            LocalPaths.of(bucket, Location.of("file:///" + folder + "x"));
        }
        walk(bucket.resolve(folder), folder);
    }

    private void walk(Path folder, String folderKey) throws IOException {
        for (Entry entry : entries(folder, folderKey)) {
            if (page.isFull() || page.skips(folderKey)) {
                return;
            }
            if (!entry.isFolder()) {
                page.offer(entry.key(), () -> LocalObjectStore.found(prefix.withKey(entry.key()), entry.path()));
            } else if (mayMatter(entry.key())) {
                walk(entry.path(), entry.key());
            }
        }
    }

    private boolean mayMatter(String folderKey) {
        boolean towardsPrefix = prefix.key().startsWith(folderKey) || folderKey.startsWith(prefix.key());
        return towardsPrefix && !page.skips(folderKey);
    }

    private static List<Entry> entries(Path folder, String folderKey) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                String name = String.valueOf(child.getFileName());
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    entries.add(new Entry(child, folderKey + name + "/"));
                } else if (Files.isRegularFile(child) && !LocalPaths.isTemporary(name)) {
                    entries.add(new Entry(child, folderKey + name));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.comparing(Entry::key, KeyOrder.INSTANCE));
        return entries;
    }
}
