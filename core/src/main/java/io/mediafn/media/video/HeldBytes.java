package io.mediafn.media.video;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;

/** A part of a file that is held in memory, by its offsets in the file. */
public final class HeldBytes extends Bytes {
    private final byte[] bytes;
    private final int length;
    private final long start;

    /**
     * The first bytes of an array, which is not copied.
     *
     * @param start of the bytes in their file
     */
    public HeldBytes(byte[] bytes, int length, long start) {
        this.bytes = bytes;
        this.length = length;
        this.start = start;
    }

    @Override
    public boolean contains(long offset, long count) {
        return offset >= start && count >= 0 && count <= length && offset - start <= length - count;
    }

    @Override
    public boolean fetched(long offset, long count) {
        return contains(offset, count);
    }

    @Override
    public int u8(long offset) {
        if (!contains(offset, 1)) {
            throw new MediaException(Reason.CORRUPT, "truncated: the header goes on at byte " + offset);
        }
        return bytes[(int) (offset - start)] & 0xff;
    }

    /** Does nothing: they are here. */
    @Override
    public void prefetch(long offset, long count) {}
}
