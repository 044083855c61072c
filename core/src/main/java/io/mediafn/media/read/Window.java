package io.mediafn.media.read;

import io.mediafn.media.read.MediaException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The bytes of one object that were read so far. A byte that is asked for and missing is fetched together with what
 * follows it; no byte is fetched twice. Memory grows only with what arrived, never with what a header declares.
 */
public final class Window extends Bytes {
    /** A header that goes on usually goes on nearby, and 64 KiB cost hardly more time than one. */
    private static final int CHUNK = 64 << 10;

    private static final long UNKNOWN = -1;

    private final RangeSource source;
    private final ProbeLimits limits;
    private final TreeMap<Long, byte[]> segments = new TreeMap<>();
    private long size = UNKNOWN;
    private int requests;
    private long received;

    /** The segment of the last read: headers are read byte by byte, and nearly always in one place. */
    private long currentStart;

    private byte[] current = {};

    private String why;

    /**
     * Makes the first read at once, from the start.
     *
     * @param first bytes, 1 or more
     * @param why for whoever asks what the reads were for
     */
    public Window(RangeSource source, ProbeLimits limits, int first, String why) {
        this.source = source;
        this.limits = limits;
        this.why = why;
        if (fetch(0, first) == 0 && size == UNKNOWN) {
            size = 0;
        }
    }

    /**
     * The size of the whole object in bytes.
     *
     * @throws MediaException if no answer of the store told it
     */
    public long size() {
        if (size == UNKNOWN) {
            throw new MediaException(Reason.UNSUPPORTED, "the store does not tell the size of the object");
        }
        return size;
    }

    /** The size of the whole object in bytes, empty as long as no answer of the store has told it. */
    public OptionalLong knownSize() {
        return size == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** What is looked for from here on: the reason of every read that it takes. */
    public void lookFor(String what) {
        why = what;
    }

    @Override
    public boolean contains(long offset, long length) {
        return offset >= 0 && length >= 0 && (size == UNKNOWN || (length <= size && offset <= size - length));
    }

    /** How many more reads the limits allow. */
    public int requestsLeft() {
        return limits.requests() - requests;
    }

    /** How many more bytes the limits allow. */
    public long bytesLeft() {
        return Math.max(0, limits.bytes() - received);
    }

    /** Whether all of these bytes are here already. */
    @Override
    public boolean fetched(long offset, long length) {
        long position = offset;
        while (position < offset + length) {
            Map.Entry<Long, byte[]> segment = segments.floorEntry(position);
            if (segment == null || position >= segment.getKey() + segment.getValue().length) {
                return false;
            }
            position = segment.getKey() + segment.getValue().length;
        }
        return true;
    }

    @Override
    public int u8(long offset) {
        long index = offset - currentStart;
        if (index < 0 || index >= current.length) {
            select(offset, 1);
            index = offset - currentStart;
        }
        return current[(int) index] & 0xff;
    }

    @Override
    public void prefetch(long offset, long length) {
        if (size == UNKNOWN) {
            return;
        }
        long end = offset + Math.min(length, size - offset);
        long position = offset;
        while (position < end) {
            select(position, end - position);
            position = currentStart + current.length;
        }
    }

    /**
     * Hands on every byte of the object, in order: those that are here, and a stream of each gap, of which nothing is
     * kept. What is read here is asked for by whoever wants it all, and no limit holds.
     *
     * @throws MediaException if the object ends before its size
     */
    public void forEach(ByteSink sink) {
        long position = 0;
        while (position < size()) {
            Map.Entry<Long, byte[]> segment = segments.floorEntry(position);
            if (segment != null && position < segment.getKey() + segment.getValue().length) {
                int start = (int) (position - segment.getKey());
                int length = segment.getValue().length - start;
                sink.accept(segment.getValue(), start, length);
                position += length;
                continue;
            }
            Long next = segments.higherKey(position);
            long end = next == null ? size() : next;
            streamTo(sink, position, end - position);
            position = end;
        }
    }

    private void streamTo(ByteSink sink, long offset, long length) {
        byte[] buffer = new byte[(int) Math.min(length, CHUNK)];
        try (InputStream in = source.stream(offset, length, why)) {
            long left = length;
            while (left > 0) {
                int got = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (got < 0) {
                    throw new MediaException(
                            Reason.CORRUPT, "truncated: the object ended at byte " + (offset + length - left));
                }
                sink.accept(buffer, 0, got);
                left -= got;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the segment that holds {@code offset} the current one; fetches it, with {@code wanted} bytes, if need be. */
    private void select(long offset, long wanted) {
        Map.Entry<Long, byte[]> segment = segments.floorEntry(offset);
        if (segment == null || offset >= segment.getKey() + segment.getValue().length) {
            if (!contains(offset, 1) || fetch(offset, Math.max(CHUNK, wanted)) == 0) {
                throw new MediaException(
                        Reason.CORRUPT,
                        "truncated: the header goes on at byte " + offset
                                + (size == UNKNOWN ? "" : ", the object has " + size));
            }
            segment = segments.floorEntry(offset);
        }
        currentStart = segment.getKey();
        current = segment.getValue();
    }

    /** One request; returns how many bytes came. */
    private int fetch(long offset, long wanted) {
        if (requests == limits.requests()) {
            throw new MediaException(
                    Reason.CORRUPT, "the header does not end within " + requests + " requests (the limit)");
        }
        if (received >= limits.bytes()) {
            throw new MediaException(
                    Reason.CORRUPT, "the header does not end within " + limits.bytes() + " bytes (the limit)");
        }
        long length = Math.min(wanted, limits.bytes() - received);
        Long next = segments.higherKey(offset);
        if (next != null) {
            length = Math.min(length, next - offset);
        }
        if (size != UNKNOWN) {
            length = Math.min(length, size - offset);
        }
        int asked = (int) Math.min(length, Integer.MAX_VALUE - 8);
        requests++;
        RangeSource.Range range = source.read(offset, asked, why);
        byte[] bytes = range.bytes().length > asked ? Arrays.copyOf(range.bytes(), asked) : range.bytes();
        received += bytes.length;
        if (size == UNKNOWN && range.objectSize().isPresent()) {
            size = range.objectSize().getAsLong();
        }
        if (size == UNKNOWN && bytes.length > 0 && bytes.length < asked) {
            size = offset + bytes.length; // fewer bytes than asked for come only at the end
        }
        if (bytes.length > 0) {
            segments.put(offset, bytes);
        }
        return bytes.length;
    }
}
