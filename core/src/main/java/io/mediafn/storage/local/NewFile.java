package io.mediafn.storage.local;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that is being written under a temporary name beside its target, so that nobody sees half of it. Closing it
 * deletes what was not published. Parts of it may be written by several threads.
 */
final class NewFile implements AutoCloseable {
    private static final int BUFFER = 128 << 10;

    private final Location to;
    private final Path target;
    private final Path temporary;

    private NewFile(Location to, Path target) {
        this.to = to;
        this.target = target;
        this.temporary = LocalPaths.newTemporary(target);
    }

    /** Begins an empty file; the folders above it are made. */
    static NewFile beside(Location to, Path target) throws IOException {
        if (Files.isDirectory(target)) {
            throw new StorageException(Kind.INVALID, to, "a folder of that name is in the way");
        }
        Files.createDirectories(LocalPaths.folderOf(target));
        NewFile file = new NewFile(to, target);
        Files.createFile(file.temporary);
        return file;
    }

    Path target() {
        return target;
    }

    Path temporary() {
        return temporary;
    }

    /**
     * Writes all of a content, and nothing if there is more of it than announced.
     *
     * @param position where it starts, in bytes
     * @param algorithm to hash with while the bytes pass
     * @return the digest, where an algorithm is given
     */
    Optional<Checksum> write(Content content, long position, Optional<ChecksumAlgorithm> algorithm) throws IOException {
        Optional<Hasher> hasher = algorithm.map(ChecksumAlgorithm::newHasher);
        // A channel of its own for each part: a thread that is interrupted closes the one it writes to.
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE);
                InputStream in = open(content)) {
            byte[] buffer = new byte[Math.clamp(content.length(), 1, BUFFER)];
            long written = 0;
            int got = read(in, buffer);
            while (got >= 0) {
                if (got > content.length() - written) {
                    throw otherLength(content, "more");
                }
                int count = got;
                hasher.ifPresent(known -> known.update(buffer, 0, count));
                write(out, ByteBuffer.wrap(buffer, 0, got), position + written);
                written += got;
                got = read(in, buffer);
            }
            if (written < content.length()) {
                throw otherLength(content, String.valueOf(written));
            }
        }
        return hasher.map(Hasher::finish);
    }

    private static void write(FileChannel out, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += out.write(bytes, at);
        }
    }

    private StorageException otherLength(Content content, String came) {
        return new StorageException(Kind.INVALID, to, content.length() + " bytes were announced, " + came + " came");
    }

    private InputStream open(Content content) {
        try {
            return content.open();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The content's fault, not the disk's: a missing source must not read as a missing target. */
    private StorageException unreadable(IOException e) {
        return new StorageException(Kind.INVALID, to, "the content can't be read: " + e.getMessage(), e);
    }

    /** Fills this file from another one; the bytes stay in the kernel. Returns how many there were. */
    long fill(FileChannel source, long size) throws IOException {
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            long copied = 0;
            while (copied < size) {
                long step = source.transferTo(copied, size - copied, out);
                if (step <= 0) {
                    break;
                }
                copied += step;
            }
            return copied;
        }
    }

    /** The digest of what is written so far. */
    Checksum hash(ChecksumAlgorithm algorithm) throws IOException {
        Hasher hasher = algorithm.newHasher();
        try (InputStream in = Files.newInputStream(temporary)) {
            byte[] buffer = new byte[BUFFER];
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                hasher.update(buffer, 0, got);
            }
        }
        return hasher.finish();
    }

    /** Refuses bytes with another digest than the one that the writer knows. */
    void check(Checksum found, Checksum expected) {
        if (!found.equals(expected)) {
            throw new StorageException(Kind.CORRUPT, to, "the bytes have " + found + ", not " + expected);
        }
    }

    /**
     * Has the bytes on the disk before the name is: else a name could outlive a power loss without its bytes, and a
     * create-only write never be repaired.
     */
    void force() throws IOException {
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            out.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(temporary);
    }
}
