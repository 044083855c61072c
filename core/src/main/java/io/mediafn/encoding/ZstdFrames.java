package io.mediafn.encoding;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Passes the frames of a zstd stream on, after a look at the headers of frames and blocks (RFC 8878, 3.1): leaves out
 * skippable frames, which the library takes for damage; refuses windows above 8 MiB, for which it would allocate what a
 * header declares; and sees a stream that ends early, within a header too, where the library takes it for whole.
 */
final class ZstdFrames extends InputStream {
    /** What RFC 9659 lets a {@code Content-Encoding: zstd} ask for at most. */
    static final long MAX_WINDOW = 8L << 20;

    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    private static final int SKIPPABLE_MASK = 0xFFFFFFF0;
    private static final int BLOCK_RLE = 1;
    private static final int BLOCK_RESERVED = 3;

    private enum Next {
        FRAME,
        BLOCK,
        CHECKSUM,
        END
    }

    private final InputStream in;
    /** The header that is being passed on; the longest has 18 bytes. */
    private final ByteBuffer header =
            ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN).flip();

    /** How many bytes follow the header and are passed on as they are. */
    private int body;

    private Next next = Next.FRAME;
    private boolean checksum;
    private boolean any;
    private boolean allDeclared = true;
    private long declared;

    ZstdFrames(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (atEnd()) {
            return -1;
        }
        if (header.hasRemaining()) {
            int count = Math.min(length, header.remaining());
            header.get(buffer, offset, count);
            return count;
        }
        int got = in.read(buffer, offset, Math.min(length, body));
        if (got < 0) {
            throw endsEarly();
        }
        body -= got;
        return got;
    }

    /** Whether nothing more is to be passed on; reads up to there. */
    boolean atEnd() throws IOException {
        while (!header.hasRemaining() && body == 0) {
            if (next == Next.END) {
                return true;
            }
            advance();
        }
        return false;
    }

    /**
     * To be called at the end of the content.
     *
     * @throws CorruptEncodingException if the stream goes on, or the frames' sizes are other than that
     */
    void requireWhole(long produced) throws IOException {
        if (!atEnd()) {
            throw corrupt("there are bytes behind its end");
        }
        if (allDeclared && declared != produced) {
            throw corrupt("it says " + declared + " bytes and has " + produced);
        }
    }

    private void advance() throws IOException {
        header.clear();
        switch (next) {
            case FRAME -> frame();
            case BLOCK -> block();
            case CHECKSUM -> {
                body = 4;
                next = Next.FRAME;
            }
            case END -> throw new IllegalStateException("there is nothing behind the end");
        }
        header.flip();
    }

    private void frame() throws IOException {
        int first = in.read();
        if (first < 0) {
            if (!any) {
                throw endsEarly();
            }
            next = Next.END;
            return;
        }
        header.put((byte) first);
        int magic = take(3).getInt(0);
        if ((magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
            skipFrame();
            return;
        }
        if (magic != MAGIC) {
            throw corrupt(any ? "there are bytes behind its end" : "it does not start as one");
        }
        frameHeader();
        any = true;
        next = Next.BLOCK;
    }

    private void skipFrame() throws IOException {
        long size = Integer.toUnsignedLong(take(4).getInt(4));
        try {
            in.skipNBytes(size);
        } catch (EOFException e) {
            throw new CorruptEncodingException(ContentEncoding.ZSTD, "it ends early", e);
        }
        header.clear();
        any = true;
    }

    private void frameHeader() throws IOException {
        int flags = take(1).get(4);
        boolean single = (flags >>> 5 & 1) != 0;
        checksum = (flags >>> 2 & 1) != 0;
        if ((flags & 3) != 0) {
            throw new EncodingRefusedException(ContentEncoding.ZSTD, "it needs a dictionary that is not in it");
        }
        long window = single ? 0 : window(take(1).get(5));
        int at = header.position();
        long content = switch (flags >>> 6 & 3) {
            case 0 -> single ? take(1).get(at) & 0xFF : -1;
            case 1 -> (take(2).getShort(at) & 0xFFFF) + 256;
            case 2 -> Integer.toUnsignedLong(take(4).getInt(at));
            default -> take(8).getLong(at);
        };
        if (content < 0) {
            allDeclared = false;
        }
        declared += content;
        if (single) {
            window = content;
        }
        if (Long.compareUnsigned(window, MAX_WINDOW) > 0) {
            throw new EncodingRefusedException(
                    ContentEncoding.ZSTD,
                    "it needs a window of " + Long.toUnsignedString(window) + " bytes, and " + MAX_WINDOW
                            + " is the most that RFC 9659 allows");
        }
    }

    private static long window(int descriptor) {
        long base = 1L << (10 + (descriptor >>> 3 & 31));
        return base + base / 8 * (descriptor & 7);
    }

    private void block() throws IOException {
        take(3);
        int word = (header.get(0) & 0xFF) | (header.get(1) & 0xFF) << 8 | (header.get(2) & 0xFF) << 16;
        boolean last = (word & 1) != 0;
        int type = word >>> 1 & 3;
        if (type == BLOCK_RESERVED) {
            throw corrupt("it has a block of no known kind");
        }
        body = type == BLOCK_RLE ? 1 : word >>> 3;
        if (last) {
            next = checksum ? Next.CHECKSUM : Next.FRAME;
        }
    }

    /** Adds the next bytes to the header. */
    private ByteBuffer take(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            int value = in.read();
            if (value < 0) {
                throw endsEarly();
            }
            header.put((byte) value);
        }
        return header;
    }

    private static CorruptEncodingException endsEarly() {
        return corrupt("it ends early");
    }

    private static CorruptEncodingException corrupt(String reason) {
        return new CorruptEncodingException(ContentEncoding.ZSTD, reason);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
