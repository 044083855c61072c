package io.mediafn.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes all members of a gzip stream, one behind the other, and checks each (RFC 1952).
 *
 * <p>Not {@link java.util.zip.GZIPInputStream}: that one takes a source that has nothing {@code available} for its end,
 * and ends without a word in the middle of a stream from a network, or before garbage.
 */
final class GzipDecoder extends InputStream {
    private static final int DEFLATE = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int FLAGS_RESERVED = 0xE0;

    private final InputStream in;
    private final byte[] input = new byte[32 << 10];
    private int at;
    private int end;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final CRC32 headerCrc = new CRC32();
    private long size;
    private boolean inMember;

    /** Reads the first header. */
    GzipDecoder(InputStream in) throws IOException {
        this.in = in;
        try {
            header(must());
        } catch (IOException | RuntimeException e) {
            inflater.end();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (inMember) {
            int got = inflate(buffer, offset, length);
            if (got > 0) {
                crc.update(buffer, offset, got);
                size += got;
                return got;
            }
            if (inflater.finished()) {
                at = end - inflater.getRemaining();
                trailer();
                nextMember();
            } else if (inflater.needsInput()) {
                at = end;
                if (!fill()) {
                    throw corrupt("it ends early");
                }
                inflater.setInput(input, at, end - at);
            } else {
                throw corrupt("it wants a dictionary");
            }
        }
        return -1;
    }

    private int inflate(byte[] buffer, int offset, int length) throws IOException {
        try {
            return inflater.inflate(buffer, offset, length);
        } catch (DataFormatException e) {
            throw new CorruptEncodingException(ContentEncoding.GZIP, "its compressed bytes make no sense", e);
        }
    }

    private void header(int firstByte) throws IOException {
        headerCrc.reset();
        headerCrc.update(firstByte);
        if (firstByte != 0x1F || header() != 0x8B) {
            throw corrupt("it does not start as one");
        }
        int method = header();
        int flags = header();
        if (method != DEFLATE || (flags & FLAGS_RESERVED) != 0) {
            throw corrupt("its header is of no known kind");
        }
        // The time, the effort and the operating system.
        skipHeader(6);
        if ((flags & FLAG_EXTRA) != 0) {
            skipHeader(header() | header() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            int computed = (int) headerCrc.getValue() & 0xFFFF;
            if ((must() | must() << 8) != computed) {
                throw corrupt("its header does not match its checksum");
            }
        }
        inflater.reset();
        inflater.setInput(input, at, end - at);
        crc.reset();
        size = 0;
        inMember = true;
    }

    private int header() throws IOException {
        int value = must();
        headerCrc.update(value);
        return value;
    }

    private void skipHeader(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            header();
        }
    }

    private void skipText() throws IOException {
        while (header() != 0) {
            // Up to its end; what it says is not wanted.
        }
    }

    private void trailer() throws IOException {
        if (fourBytes() != crc.getValue()) {
            throw corrupt("its content does not match its checksum");
        }
        if (fourBytes() != (size & 0xFFFFFFFFL)) {
            throw corrupt("its content is not as long as it says");
        }
    }

    private long fourBytes() throws IOException {
        return must() | must() << 8 | must() << 16 | (long) must() << 24;
    }

    /** Another member, or the end; zeros in between or behind are padding to some block, as gzip itself takes them. */
    private void nextMember() throws IOException {
        inMember = false;
        int next = next();
        while (next == 0) {
            next = next();
        }
        if (next >= 0) {
            if (next != 0x1F) {
                throw corrupt("there are bytes behind its end");
            }
            header(next);
        }
    }

    private int must() throws IOException {
        int value = next();
        if (value < 0) {
            throw corrupt("it ends early");
        }
        return value;
    }

    private int next() throws IOException {
        return at < end || fill() ? input[at++] & 0xFF : -1;
    }

    /** Whether there is more. */
    private boolean fill() throws IOException {
        int got = in.read(input);
        at = 0;
        end = Math.max(got, 0);
        return got > 0;
    }

    private static CorruptEncodingException corrupt(String reason) {
        return new CorruptEncodingException(ContentEncoding.GZIP, reason);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
