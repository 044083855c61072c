package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Parts of a file that has passed by, at the offsets at which they stood. Belongs to one thread. */
final class KeptBoxes extends Bytes {
    private static final int FIRST = 4_096;

    private final TreeMap<Long, byte[]> parts = new TreeMap<>();
    private long currentStart;
    private byte[] current = {};

    // The part that still grows.
    private long growingStart;
    private byte[] growing = {};
    private int length;

    /** Starts a part. */
    void open(long offset) {
        growingStart = offset;
        growing = new byte[FIRST];
        length = 0;
    }

    void add(byte[] bytes, int offset, int count) {
        if (count > growing.length - length) {
            growing = Arrays.copyOf(growing, Math.max(growing.length * 2, length + count));
        }
        System.arraycopy(bytes, offset, growing, length, count);
        length += count;
    }

    /** Ends it; what it has is what it has. */
    void close() {
        parts.put(growingStart, Arrays.copyOf(growing, length));
        growing = new byte[0];
        length = 0;
    }

    @Override
    public boolean contains(long offset, long count) {
        Map.Entry<Long, byte[]> part = parts.floorEntry(offset);
        return part != null && count >= 0 && count <= part.getKey() + part.getValue().length - offset;
    }

    @Override
    public int u8(long offset) {
        long index = offset - currentStart;
        if (index < 0 || index >= current.length) {
            Map.Entry<Long, byte[]> part = parts.floorEntry(offset);
            if (part == null || offset - part.getKey() >= part.getValue().length) {
                throw new MediaException(Reason.CORRUPT, "truncated: a box goes on at byte " + offset);
            }
            currentStart = part.getKey();
            current = part.getValue();
            index = offset - currentStart;
        }
        return current[(int) index] & 0xff;
    }

    /** Does nothing: what was not kept is gone. */
    @Override
    public void prefetch(long offset, long count) {}
}
