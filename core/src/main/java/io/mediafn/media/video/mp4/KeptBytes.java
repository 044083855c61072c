package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import java.util.Arrays;

/** A part of a file that has passed by, at the offset at which it stood. Grows with what arrives. For one thread. */
final class KeptBytes extends Bytes {
    private static final int FIRST = 4_096;

    private final long start;
    private byte[] bytes = new byte[FIRST];
    private int length;

    KeptBytes(long start) {
        this.start = start;
    }

    void add(byte[] more, int offset, int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
        System.arraycopy(more, offset, bytes, length, count);
        length += count;
    }

    int length() {
        return length;
    }

    @Override
    public boolean contains(long offset, long count) {
        return offset >= start && count >= 0 && count <= start + length - offset;
    }

    @Override
    public int u8(long offset) {
        long index = offset - start;
        if (index < 0 || index >= length) {
            throw new MediaException(Reason.CORRUPT, "truncated: a box goes on at byte " + offset);
        }
        return bytes[(int) index] & 0xff;
    }

    /** Does nothing: what was not kept is gone. */
    @Override
    public void prefetch(long offset, long count) {}
}
