package io.mediafn.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Ends after a number of bytes, and fails if there are fewer: a file that shrinks while it is read, or an answer that
 * breaks off, is no short object. Belongs to one thread.
 */
public class ExactLengthStream extends FilterInputStream {
    private long left;

    /**
     * Reads the next {@code length} bytes of a stream.
     *
     * @param length 0 or more
     */
    public ExactLengthStream(InputStream in, long length) {
        super(in);
        this.left = length;
    }

    /** How many bytes have not been read yet. */
    protected final long left() {
        return left;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0 && length > 0) {
            return -1;
        }
        int got = super.read(buffer, offset, (int) Math.min(length, left));
        if (got < 0) {
            throw new IOException("the bytes end " + left + " early");
        }
        left -= got;
        return got;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(super.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
