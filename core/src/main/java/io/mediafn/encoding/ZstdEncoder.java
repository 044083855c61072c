package io.mediafn.encoding;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Compresses while it is read, into one zstd frame with a checksum: the library only writes, so its output is held. */
final class ZstdEncoder extends InputStream {
    private final InputStream plain;
    private final byte[] input = new byte[64 << 10];
    private final Held held = new Held();
    private final ZstdOutputStream encoder;
    private boolean finished;
    private boolean closed;

    ZstdEncoder(InputStream plain) {
        this.plain = plain;
        try {
            encoder = new ZstdOutputStream(held);
        } catch (IOException e) {
            throw new IllegalStateException("nothing was written yet that could fail", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (length == 0) {
            return 0;
        }
        while (held.isEmpty() && !finished) {
            feed();
        }
        return held.isEmpty() ? -1 : held.take(buffer, offset, length);
    }

    private void feed() throws IOException {
        int got = plain.read(input);
        if (got < 0) {
            encoder.close();
            finished = true;
        } else {
            encoder.write(input, 0, got);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        plain.close();
    }

    /** What was written and not read yet: at most what the library compresses at once. */
    private static final class Held extends ByteArrayOutputStream {
        private int taken;

        boolean isEmpty() {
            return taken == count;
        }

        int take(byte[] buffer, int offset, int length) {
            int size = Math.min(length, count - taken);
            System.arraycopy(buf, taken, buffer, offset, size);
            taken += size;
            if (isEmpty()) {
                reset();
                taken = 0;
            }
            return size;
        }
    }
}
