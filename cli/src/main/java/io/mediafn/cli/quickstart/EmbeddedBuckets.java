package io.mediafn.cli.quickstart;

import io.mediafn.cli.UsageException;
import io.mediafn.location.Location;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
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

    /** Lays a folder's files, by hard links where the file system allows: they take no space and no time. */
    void lay(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UsageException("FOLDER: must be a folder of this machine (is " + folder + ")");
        }
        Path source = folder.toRealPath();
        if (source.startsWith(root) || root.startsWith(source)) {
            throw new UsageException(
                    "FOLDER: must not hold the quickstart's own buckets, " + root + " (is " + folder + ")");
        }
        empty();
        Path bucket = root.resolve(MEDIA.bucket());
        boolean[] any = {false};
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                return isHidden(dir) && !dir.equals(source) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && !isHidden(file)) {
                    linkOrCopy(file, bucket.resolve(source.relativize(file).toString()));
                    any[0] = true;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        if (!any[0]) {
            throw new UsageException("FOLDER: must hold files that are not hidden (is " + folder + ")");
        }
    }

    private static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    private static void linkOrCopy(Path file, Path target) throws IOException {
        Files.createDirectories(target.resolve(".."));
        try {
            Files.createLink(target, file);
        } catch (IOException | UnsupportedOperationException e) {
            // Another disk, or a file system without links.
            Files.copy(file, target);
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
        if (!Files.exists(folder)) {
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
