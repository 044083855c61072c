package io.mediafn.operation.metadata;

import io.mediafn.encoding.ContentEncoding;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.RangeSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * An object that is stored packed ({@code Content-Encoding: gzip}, {@code zstd} or {@code br}), read as what it holds:
 * from its start, and only as far as it is asked for. There is no way into the middle of such an object, so that all
 * before a byte is unpacked, and kept. Its size is known once it has ended. Belongs to one thread.
 */
final class DecodedSource implements RangeSource {
    /** Of what is unpacked. Headers lie in the first bytes; whoever wants more would make this hold a whole object. */
    private static final int MOST = 8 << 20;

    /** Of what is read for it: some encodings have room for bytes that unpack to nothing. */
    private static final int MOST_PACKED = 4 << 20;

    private static final int PIECE = 64 << 10;

    private final ObjectRangeSource packed;
    private final InputStream unpacked;
    private final ByteArrayOutputStream known = new ByteArrayOutputStream();
    private boolean ended;

    /** @param first what was read of the object's start already */
    DecodedSource(ObjectRangeSource packed, Range first, ContentEncoding encoding) {
        this.packed = packed;
        this.unpacked = encoding.decode(new Pieces(first));
    }

    /** The packed bytes, one ranged read after the other. */
    private final class Pieces extends InputStream {
        private ByteArrayInputStream piece;
        private long next;
        private final OptionalLong size;

        Pieces(Range first) {
            this.piece = new ByteArrayInputStream(first.bytes());
            this.next = first.bytes().length;
            this.size = first.objectSize();
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int got = piece.read(buffer, offset, length);
            if (got >= 0 || length == 0 || (size.isPresent() && next >= size.getAsLong())) {
                return got;
            }
            if (next >= MOST_PACKED) {
                throw new MediaException(
                        Reason.UNSUPPORTED, "stored packed, and its header goes on behind " + MOST_PACKED + " bytes");
            }
            byte[] more = packed.read(next, PIECE, "more of a packed object").bytes();
            next += more.length;
            piece = new ByteArrayInputStream(more);
            return piece.read(buffer, offset, length);
        }
    }

    @Override
    public Range read(long offset, int length, String why) {
        unpackTo(offset + length);
        byte[] all = known.toByteArray();
        int start = (int) Math.min(offset, all.length);
        int end = (int) Math.min(offset + length, all.length);
        return new Range(
                Arrays.copyOfRange(all, start, end), ended ? OptionalLong.of(all.length) : OptionalLong.empty());
    }

    private void unpackTo(long end) {
        if (end > MOST) {
            throw new MediaException(
                    Reason.UNSUPPORTED, "stored packed, and its header goes on behind " + MOST + " unpacked bytes");
        }
        byte[] buffer = new byte[PIECE];
        try {
            while (!ended && known.size() < end) {
                int got = unpacked.read(buffer, 0, (int) Math.min(buffer.length, end - known.size()));
                if (got < 0) {
                    ended = true;
                } else {
                    known.write(buffer, 0, got);
                }
            }
            // Whether it ends exactly here is seen by asking for one more.
            if (!ended && known.size() < MOST) {
                int one = unpacked.read();
                if (one < 0) {
                    ended = true;
                } else {
                    known.write(one);
                }
            }
        } catch (IOException e) {
            throw new MediaException(Reason.CORRUPT, "stored packed, and does not unpack: " + e.getMessage());
        }
    }

    @Override
    public InputStream stream(long offset, long length, String why) {
        throw new MediaException(Reason.UNSUPPORTED, "stored packed: such an object is not read as a whole");
    }
}
