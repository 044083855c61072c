package io.mediafn.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Compresses while it is read, into one gzip member without a time or a name. */
final class GzipEncoder extends InputStream {
    /** Deflate, no flags, no time, no word about the effort, and an unknown operating system. */
    private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

    private final InputStream plain;
    private final byte[] input = new byte[32 << 10];
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final CRC32 crc = new CRC32();
    /** The header, or the trailer. */
    private ByteBuffer frame = ByteBuffer.wrap(HEADER).asReadOnlyBuffer();

    private boolean inTrailer;
    private boolean closed;

    GzipEncoder(InputStream plain) {
        this.plain = plain;
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
        while (true) {
            if (frame.hasRemaining()) {
                int count = Math.min(length, frame.remaining());
                frame.get(buffer, offset, count);
                return count;
            }
            if (inTrailer) {
                return -1;
            }
            int got = deflater.deflate(buffer, offset, length);
            if (got > 0) {
                return got;
            }
            if (deflater.finished()) {
                inTrailer = true;
                frame = trailer();
            } else {
                feed();
            }
        }
    }

    private void feed() throws IOException {
        int got = plain.read(input);
        if (got < 0) {
            deflater.finish();
        } else {
            crc.update(input, 0, got);
            deflater.setInput(input, 0, got);
        }
    }

    private ByteBuffer trailer() {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .putInt((int) deflater.getBytesRead())
                .flip();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        deflater.end();
        plain.close();
    }
}
