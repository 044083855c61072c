package io.mediafn.storage.azure;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Objects;
import java.util.Optional;

/**
 * What a request sends. Each attempt opens the content anew; no more than a buffer of it is held. Content that is not
 * what was announced never goes out whole, so the service, which knows the length, refuses it. Belongs to one call.
 */
final class AzureBody {
    private final Location to;
    private final Content content;
    private final Optional<Checksum> expected;
    private volatile Optional<StorageException> fault = Optional.empty();
    private volatile InputStream open = InputStream.nullInputStream();

    /**
     * A content for a place.
     *
     * @param expected of the content, where this process has to compare it
     */
    AzureBody(Location to, Content content, Optional<Checksum> expected) {
        this.to = to;
        this.content = content;
        this.expected = expected;
    }

    long length() {
        return content.length();
    }

    /** Opens the content for one attempt. */
    BodyPublisher publisher() {
        InputStream checked = opened();
        open = checked;
        if (length() > 0) {
            return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> checked), length());
        }
        try {
            // Nothing is sent, so nobody else reads it to its end.
            checked.readAllBytes();
        } catch (IOException e) {
            fail(Kind.INVALID, "the content can't be read: " + e.getMessage(), e);
        }
        return BodyPublishers.noBody();
    }

    private InputStream opened() {
        try {
            return new Checked(content.open());
        } catch (IOException e) {
            fail(Kind.INVALID, "the content can't be read: " + e.getMessage(), e);
            return new ByteArrayInputStream(new byte[0]);
        }
    }

    /** What is wrong with the content itself, so that no further attempt would help. */
    Optional<StorageException> fault() {
        return fault;
    }

    /** Ends an attempt. */
    void close() {
        try {
            open.close();
        } catch (IOException e) {
            fail(Kind.INVALID, "the content can't be closed: " + e.getMessage(), e);
        }
    }

    private void fail(Kind kind, String reason, IOException cause) {
        if (fault.isEmpty()) {
            fault = Optional.of(new StorageException(kind, to, reason, cause));
        }
    }

    /** Withholds the last bytes of a content that is not the announced one. */
    private final class Checked extends InputStream {
        private final InputStream in;
        private final Optional<Hasher> hasher =
                expected.map(Checksum::algorithm).map(algorithm -> algorithm.newHasher());
        private long left = length();
        private boolean ended;

        Checked(InputStream in) throws IOException {
            this.in = in;
            if (left == 0) {
                verify();
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, target.length);
            if (left == 0) {
                return count == 0 ? 0 : -1;
            }
            int got = source(target, offset, (int) Math.min(count, left));
            if (got < 0) {
                throw refuse(Kind.INVALID, length() + " bytes were announced, " + (length() - left) + " came");
            }
            hasher.ifPresent(digest -> digest.update(target, offset, got));
            left -= got;
            if (left == 0) {
                verify();
            }
            return got;
        }

        private int source(byte[] target, int offset, int count) throws IOException {
            try {
                return in.read(target, offset, count);
            } catch (IOException e) {
                fail(Kind.INVALID, "the content can't be read: " + e.getMessage(), e);
                throw e;
            }
        }

        private void verify() throws IOException {
            if (ended) {
                return;
            }
            ended = true;
            if (source(new byte[1], 0, 1) >= 0) {
                throw refuse(Kind.INVALID, length() + " bytes were announced, more came");
            }
            Optional<Checksum> found = hasher.map(Hasher::finish);
            if (!found.equals(expected)) {
                throw refuse(Kind.CORRUPT, "the bytes have " + found.get() + ", not " + expected.get());
            }
        }

        private IOException refuse(Kind kind, String reason) {
            IOException refusal = new IOException(reason);
            fail(kind, reason, refusal);
            return refusal;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
