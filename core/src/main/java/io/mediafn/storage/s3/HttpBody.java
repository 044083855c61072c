package io.mediafn.storage.s3;

import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer, which ends where the answer says, and not before. At its end the connection is free for the
 * next request; closed early, the connection is closed, since a rest that nobody wants may be long.
 */
abstract class HttpBody extends InputStream {
    final HttpConnection connection;
    private boolean over;

    HttpBody(HttpConnection connection) {
        this.connection = connection;
    }

    /**
     * Reads some bytes.
     *
     * @return how many, or -1 at the end of the body
     */
    abstract int readSome(byte[] buffer, int offset, int length) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (over) {
            return -1;
        }
        int got = readSome(buffer, offset, length);
        if (got < 0) {
            finish();
        }
        return got;
    }

    /** From now on only silence ends it. */
    final void unlimited() {
        connection.unlimited();
    }

    /** The answer was read to its end. */
    final void finish() {
        if (!over) {
            over = true;
            connection.answered();
        }
    }

    @Override
    public final void close() {
        if (!over) {
            over = true;
            connection.close();
        }
    }

    /** A body of a known length. */
    static final class Fixed extends HttpBody {
        private long left;

        Fixed(HttpConnection connection, long length) {
            super(connection);
            left = length;
        }

        @Override
        int readSome(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int got = connection.read(buffer, offset, (int) Math.min(length, left));
            if (got < 0) {
                throw new IOException("the answer ended " + left + " bytes early");
            }
            left -= got;
            if (left == 0) {
                finish();
            }
            return got;
        }
    }

    /** A body in chunks, each with its length before it (RFC 9112, 7.1). */
    static final class Chunked extends HttpBody {
        private static final int LONGEST_SIZE = 12;
        private long left;
        private boolean first = true;

        Chunked(HttpConnection connection) {
            super(connection);
        }

        @Override
        int readSome(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0 && !nextChunk()) {
                return -1;
            }
            int got = connection.read(buffer, offset, (int) Math.min(length, left));
            if (got < 0) {
                throw new IOException("the answer ended inside a chunk");
            }
            left -= got;
            return got;
        }

        private boolean nextChunk() throws IOException {
            if (!first && !connection.readLine().isEmpty()) {
                throw new IOException("the answer has a chunk that does not end where it says");
            }
            first = false;
            left = size(connection.readLine());
            if (left > 0) {
                return true;
            }
            connection.skipTrailers();
            return false;
        }

        private static long size(String line) throws IOException {
            int extension = line.indexOf(';');
            String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
            if (digits.isEmpty()
                    || digits.length() > LONGEST_SIZE
                    || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
                throw new IOException("the answer has a chunk without a size");
            }
            return Long.parseLong(digits, 16);
        }
    }

    /** A body that ends with its connection, whose end nobody can prove. */
    static final class UntilClosed extends HttpBody {
        UntilClosed(HttpConnection connection) {
            super(connection);
        }

        @Override
        int readSome(byte[] buffer, int offset, int length) throws IOException {
            return connection.read(buffer, offset, length);
        }
    }
}
