package io.mediafn.media.read;

import io.mediafn.media.read.MediaException.Reason;
import java.util.Optional;

/** Goes from box to box on one level, and reads their headers only. Belongs to one thread. */
public final class BoxWalk {
    /** More on one level is made to cost time. */
    private static final int MOST = 512;

    private static final int HEADER = 8;
    private static final int LONG_HEADER = 16;

    private final Bytes bytes;
    private final long end;
    private final int most;
    private final boolean tolerant;
    private long position;
    private int boxes;

    /**
     * Over a part of a file; whatever its boxes declare, none reaches behind {@code end}.
     *
     * @param end of the last box, at most the size of the file
     */
    public BoxWalk(Bytes bytes, long start, long end) {
        this(bytes, start, end, MOST, false);
    }

    private BoxWalk(Bytes bytes, long start, long end, int most, boolean tolerant) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
        this.most = most;
        this.tolerant = tolerant;
    }

    /** Over the boxes that a box holds. */
    public static BoxWalk inside(Bytes bytes, Box box) {
        return new BoxWalk(bytes, box.content(), box.end());
    }

    /** As players do: a box that is shorter than its own header ends the level, like the end of what holds it. */
    public static BoxWalk tolerant(Bytes bytes, long start, long end, int most) {
        return new BoxWalk(bytes, start, end, most, true);
    }

    /** Where the next box would start. */
    public long position() {
        return position;
    }

    /** Whether the header of the next box is here already; true at the end, where there is none. */
    public boolean nextIsFetched() {
        long rest = end - position;
        return rest < HEADER || bytes.fetched(position, Math.min(rest, LONG_HEADER));
    }

    /**
     * The next one, empty at the end. A rest that is too short for a header is no box.
     *
     * @throws MediaException for a box that is shorter than its own header, and after more than a file has
     */
    public Optional<Box> next() {
        if (end - position < HEADER) {
            return Optional.empty();
        }
        if (boxes++ == most) {
            throw new MediaException(Reason.CORRUPT, "more than " + most + " boxes side by side");
        }
        long start = position;
        long length = bytes.u32be(start);
        String type = bytes.text(start + 4, 4);
        long content = start + HEADER;
        if (length == 1) {
            if (end - start < LONG_HEADER) {
                if (tolerant) {
                    return Optional.empty();
                }
                throw new MediaException(Reason.CORRUPT, "truncated: a box " + type + " of unknown length");
            }
            length = bytes.s64be(start + HEADER);
            content = start + LONG_HEADER;
        } else if (length == 0) {
            length = end - start;
        }
        if (length < content - start) {
            if (tolerant) {
                position = end;
                return Optional.empty();
            }
            throw new MediaException(
                    Reason.CORRUPT, "a box " + type + " of " + Long.toUnsignedString(length) + " bytes");
        }
        boolean cut = length > end - start;
        position = cut ? end : start + length;
        return Optional.of(new Box(type, start, content, position, cut));
    }

    /** The first box of this type from here on; what lies before it is passed over. */
    public Optional<Box> next(String type) {
        Optional<Box> box = next();
        while (box.isPresent() && !box.get().is(type)) {
            box = next();
        }
        return box;
    }
}
