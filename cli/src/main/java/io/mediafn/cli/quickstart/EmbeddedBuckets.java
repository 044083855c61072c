package io.mediafn.cli.quickstart;

import io.mediafn.cli.UsageException;
import io.mediafn.location.Location;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The quickstart's two buckets: folders of this machine. Each run starts with empty ones. */
final class EmbeddedBuckets {
    static final Location MEDIA = Location.of("s3://mediafn-quickstart/");
    static final Location DATASET = Location.of("s3://mediafn-quickstart-dataset/quickstart/");

    private final Path root;

    EmbeddedBuckets(Path root) {
        this.root = root;
    }

    Path folderOf(Location location) {
        return root.resolve(location.bucket()).resolve(location.key());
    }

    /** Lays the given files: names to bytes. */
    void lay(Map<String, byte[]> files) throws IOException {
        empty();
        Path bucket = root.resolve(MEDIA.bucket());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(bucket.resolve(file.getKey()), file.getValue());
        }
    }

    /** Lays a folder's files, by links: they take no space and no time. */
    void lay(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UsageException("FOLDER: must be a folder of this machine (is " + folder + ")");
        }
        Path source = folder.toRealPath();
        Path own = Files.createDirectories(root).toRealPath();
        if (source.startsWith(own) || own.startsWith(source)) {
            throw new UsageException("FOLDER: must not hold the quickstart's own buckets, " + root
                    + ", nor lie in them (is " + folder + ")");
        }
        List<Path> files = filesOf(source);
        if (files.isEmpty()) {
            throw new UsageException("FOLDER: must hold files that are not hidden (is " + folder + ")");
        }
        empty();
        Path bucket = root.resolve(MEDIA.bucket());
        for (Path file : files) {
            link(file.toRealPath(), bucket.resolve(source.relativize(file).toString()));
        }
    }

    /** As the stores see a folder: links to files are files, links to folders are not followed. */
    private static List<Path> filesOf(Path source) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                return isHidden(dir) && !dir.equals(source) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (Files.isRegularFile(file) && !isHidden(file)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    static void link(Path file, Path target) throws IOException {
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try {
            Files.createLink(target, file);
        } catch (IOException | UnsupportedOperationException e) {
            // Another disk, or a file system without hard links. Never a copy: a folder may be larger than the disk.
            linkByName(file, target);
        }
    }

    private static void linkByName(Path file, Path target) throws IOException {
        try {
            Files.createSymbolicLink(target, file);
        } catch (FileSystemException | UnsupportedOperationException e) {
            throw new UsageException("can't lay " + file + ": no link to it can be made at " + target
                    + " (MEDIAFN_HOME names another folder for the buckets)");
        }
    }

    private void empty() throws IOException {
        for (Location bucket : new Location[] {MEDIA, DATASET}) {
            Path folder = root.resolve(bucket.bucket());
            delete(folder);
            Files.createDirectories(folder);
        }
    }

    /** Removes names, not what they link to. */
    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
