package io.mediafn.storage.local;

import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.Capabilities;
import io.mediafn.storage.Content;
import io.mediafn.storage.ExactLengthStream;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PageBuilder;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Objects as files below a root. A write goes to a temporary file beside its target and becomes visible by one rename
 * or link. An {@code IF_MATCH} write is a compare-and-set among the threads of this process only: file systems have no
 * such operation.
 */
final class LocalObjectStore implements ObjectStore {
    private final Path root;
    private final Object conditionalWrites = new Object();

    LocalObjectStore(Path root) {
        this.root = root;
    }

    @Override
    public ObjectStat stat(Location at) {
        return stat(at, LocalPaths.of(root, at));
    }

    private static ObjectStat stat(Location at, Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new StorageException(Kind.NOT_FOUND, at, "no such file (what is there is a folder, or special)");
            }
            return toStat(at, attributes);
        } catch (IOException e) {
            throw LocalErrors.toStorageException(at, e);
        }
    }

    static ObjectStat toStat(Location at, BasicFileAttributes attributes) {
        String etag = "\"" + Long.toHexString(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)) + "-"
                + Long.toHexString(attributes.size()) + "\"";
        return ObjectStat.of(at, attributes.size())
                .withEtag(Optional.of(etag))
                .withLastModified(Optional.of(attributes.lastModifiedTime().toInstant()));
    }

    @Override
    public ObjectRead read(Location at, ReadOptions options) {
        Path path = LocalPaths.of(root, at);
        ObjectStat stat = stat(at, path);
        if (options.ifMatch().isPresent() && !options.ifMatch().equals(stat.etag())) {
            throw new StorageException(
                    Kind.PRECONDITION_FAILED,
                    at,
                    "has another ETag than " + options.ifMatch().get());
        }
        try {
            return new ObjectRead(stat, open(path, options.range(), stat.size()), 1);
        } catch (IOException e) {
            throw LocalErrors.toStorageException(at, e);
        }
    }

    private static InputStream open(Path path, ByteRange range, long size) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            channel.position(range.offset());
            return new ExactLengthStream(Channels.newInputStream(channel), range.within(size));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public ObjectStat write(Location to, Content content, WriteOptions options) {
        Path target = LocalPaths.of(root, to);
        try {
            if (Files.isDirectory(target)) {
                throw new StorageException(Kind.INVALID, to, "a folder of that name is in the way");
            }
            Files.createDirectories(LocalPaths.folderOf(target));
            Path temporary = LocalPaths.newTemporary(target);
            try {
                copy(to, content, temporary);
                publish(to, temporary, target, options);
                return stat(to, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (FileAlreadyExistsException e) {
            throw new StorageException(Kind.ALREADY_EXISTS, to, "a file is already there", e);
        } catch (IOException e) {
            throw LocalErrors.toStorageException(to, e);
        }
    }

    private static void copy(Location to, Content content, Path temporary) throws IOException {
        long copied;
        try (InputStream in = content.open();
                FileChannel out =
                        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copied = in.transferTo(Channels.newOutputStream(out));
            // Else a name could outlive a power loss without its bytes, and a create-only write never be repaired.
            out.force(true);
        }
        if (copied != content.length()) {
            throw new StorageException(
                    Kind.INVALID, to, content.length() + " bytes were announced, " + copied + " came");
        }
    }

    private void publish(Location to, Path temporary, Path target, WriteOptions options) throws IOException {
        switch (options.mode()) {
            case REPLACE -> Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            // A hard link fails where the name is taken; a rename would replace what is there.
            case CREATE_ONLY -> Files.createLink(target, temporary);
            case IF_MATCH -> {
                synchronized (conditionalWrites) {
                    if (!find(to).flatMap(ObjectStat::etag).equals(options.etag())) {
                        throw new StorageException(
                                Kind.PRECONDITION_FAILED,
                                to,
                                "has another ETag than " + options.etag().get());
                    }
                    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    @Override
    public void delete(Location at) {
        Path path = LocalPaths.of(root, at);
        try {
            if (!Files.isDirectory(path)) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // Deleted by somebody else meanwhile: that is what was asked for.
        } catch (IOException e) {
            throw LocalErrors.toStorageException(at, e);
        }
    }

    @Override
    public ObjectPage list(Location prefix, ListOptions options) {
        PageBuilder page = new PageBuilder(prefix, options);
        new FolderWalk(prefix, LocalPaths.bucketFolder(root, prefix), page).run();
        return page.build();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                true, false, false, false, true, 1, 1, 1, Long.MAX_VALUE, Integer.MAX_VALUE, List.of(), Set.of());
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
