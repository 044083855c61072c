package io.mediafn.checksum;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Feeds a hasher with the bytes that are read through it. Skipping reads, and there is no going back to a mark: no byte
 * passes the hasher by or twice. Belongs to one thread.
 */
public final class HashingStream extends FilterInputStream {
    private static final int SKIP_BUFFER = 8 << 10;

    private final Hasher hasher;

    public HashingStream(InputStream in, Hasher hasher) {
        super(in);
        this.hasher = hasher;
    }

    @Override
    public int read() throws IOException {
        int got = super.read();
        if (got >= 0) {
            hasher.update(new byte[] {(byte) got}, 0, 1);
        }
        return got;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int got = super.read(buffer, offset, length);
        if (got > 0) {
            hasher.update(buffer, offset, got);
        }
        return got;
    }

    @Override
    public long skip(long count) throws IOException {
        if (count <= 0) {
            return 0;
        }
        byte[] buffer = new byte[(int) Math.min(count, SKIP_BUFFER)];
        long left = count;
        while (left > 0) {
            int got = read(buffer, 0, (int) Math.min(left, buffer.length));
            if (got < 0) {
                break;
            }
            left -= got;
        }
        return count - left;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void mark(int limit) {
        // There is no mark; reset() says so.
    }

    @Override
    public void reset() throws IOException {
        throw new IOException("a stream that is hashed can't be read twice");
    }
}
