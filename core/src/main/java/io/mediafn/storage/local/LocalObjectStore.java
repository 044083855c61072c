package io.mediafn.storage.local;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.Capabilities;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ExactLengthStream;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PageBuilder;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Objects as files below a root. A write goes to a temporary file beside its target and becomes visible by one rename
 * or link; {@link Publisher} tells what its conditions are worth. Properties and tags are dropped.
 */
final class LocalObjectStore implements ObjectStore {
    private static final Capabilities CAPABILITIES = new Capabilities(
            true,
            true,
            true,
            false,
            true,
            1,
            1,
            1,
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            List.of(ChecksumAlgorithm.values()),
            // A file has no place for any.
            Set.of());

    private final Path root;
    private final Publisher publisher;

    LocalObjectStore(Path root) {
        this(root, new Publisher(Files::createLink));
    }

    LocalObjectStore(Path root, Publisher publisher) {
        this.root = root;
        this.publisher = publisher;
    }

    @Override
    public ObjectStat stat(Location at) {
        return stat(at, LocalPaths.of(root, at));
    }

    static ObjectStat stat(Location at, Path path) {
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
            throw LocalErrors.otherEtag(at, options.ifMatch());
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
        try (NewFile file = NewFile.beside(to, target)) {
            Optional<Checksum> found = file.write(content, 0, options.checksum().map(Checksum::algorithm));
            options.checksum().ifPresent(expected -> file.check(found.orElseThrow(), expected));
            publisher.publish(to, file, options.mode(), options.etag());
            return stat(to, target);
        } catch (IOException e) {
            throw LocalErrors.toStorageException(to, e);
        }
    }

    @Override
    public ObjectStat copy(ObjectStat from, Location to, CopyOptions options) {
        Path source = LocalPaths.of(root, from.location());
        Path target = LocalPaths.of(root, to);
        try (FileChannel in = openSource(from, source);
                NewFile file = NewFile.beside(to, target)) {
            long copied = file.fill(in, from.size());
            // A file that was written to while it was copied has another ETag now.
            requireUnchanged(from, source);
            if (copied != from.size()) {
                throw new StorageException(
                        Kind.UNAVAILABLE, from.location(), "ended after " + copied + " of " + from.size() + " bytes");
            }
            publisher.publish(to, file, options.mode(), options.etag());
            return stat(to, target);
        } catch (IOException e) {
            throw LocalErrors.toStorageException(to, e);
        }
    }

    private static FileChannel openSource(ObjectStat from, Path source) {
        requireUnchanged(from, source);
        try {
            return FileChannel.open(source, StandardOpenOption.READ);
        } catch (IOException e) {
            throw LocalErrors.toStorageException(from.location(), e);
        }
    }

    private static void requireUnchanged(ObjectStat from, Path source) {
        if (!stat(from.location(), source).etag().equals(from.etag())) {
            throw LocalErrors.otherEtag(from.location(), from.etag());
        }
    }

    @Override
    public PartUpload upload(Location to, UploadOptions options) {
        Path target = LocalPaths.of(root, to);
        try {
            return new LocalUpload(to, options, NewFile.beside(to, target), publisher);
        } catch (IOException e) {
            throw LocalErrors.toStorageException(to, e);
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
        return CAPABILITIES;
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
