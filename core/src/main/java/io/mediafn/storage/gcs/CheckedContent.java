package io.mediafn.storage.gcs;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Sends a content and proves on the way that it is what it was said to be. Belongs to one thread. */
final class CheckedContent {
    private static final int BUFFER = 64 << 10;

    private final Location to;
    private final Content content;
    private final Optional<Checksum> expected;

    CheckedContent(Location to, Content content, Optional<Checksum> expected) {
        this.to = to;
        this.content = content;
        this.expected = expected;
    }

    /**
     * Sends all, once more if need be.
     *
     * @return the CRC32C of what was sent
     * @throws ContentException if the content can't be read, or is shorter or longer than it says
     * @throws StorageException CORRUPT if it has another checksum than was given; all has then been sent but for the end
     *     of the request
     */
    Checksum writeTo(OutputStream out) throws IOException {
        Hasher crc32c = ChecksumAlgorithm.CRC32C.newHasher();
        Optional<Hasher> other = expected.map(Checksum::algorithm)
                .filter(algorithm -> algorithm != ChecksumAlgorithm.CRC32C)
                .map(ChecksumAlgorithm::newHasher);
        byte[] buffer = new byte[Math.clamp(content.length(), 1, BUFFER)];
        try (InputStream in = open()) {
            for (long left = content.length(); left > 0; ) {
                int got = read(in, buffer, (int) Math.min(left, buffer.length));
                if (got < 0) {
                    throw new ContentException("the content ends " + left + " bytes early");
                }
                crc32c.update(buffer, 0, got);
                if (other.isPresent()) {
                    other.get().update(buffer, 0, got);
                }
                out.write(buffer, 0, got);
                left -= got;
            }
            if (read(in, buffer, 1) >= 0) {
                throw new ContentException("the content is longer than the " + content.length() + " bytes it says");
            }
        }
        Checksum sent = crc32c.finish();
        Checksum found = other.map(Hasher::finish).orElse(sent);
        if (expected.isPresent() && !expected.get().equals(found)) {
            throw new StorageException(Kind.CORRUPT, to, "the bytes have " + found + ", not " + expected.get());
        }
        return sent;
    }

    private InputStream open() throws ContentException {
        try {
            return content.open();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static int read(InputStream in, byte[] buffer, int length) throws ContentException {
        try {
            return in.read(buffer, 0, length);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    static ContentException unreadable(IOException e) {
        return new ContentException("the content can't be read: " + e.getMessage(), e);
    }
}
