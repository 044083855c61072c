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
    private long position;
    private int boxes;

    /**
     * Over a part of a file; whatever its boxes declare, none reaches behind {@code end}.
     *
     * @param end of the last box, at most the size of the file
     */
    public BoxWalk(Bytes bytes, long start, long end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** Over the boxes that a box holds. */
    public static BoxWalk inside(Bytes bytes, Box box) {
        return new BoxWalk(bytes, box.content(), box.end());
    }

    /**
     * The next one, empty at the end. A rest that is too short for a header is no box.
     *
     * @throws MediaException for a box that is shorter than its own header, and after 512 of them
     */
    public Optional<Box> next() {
        if (end - position < HEADER) {
            return Optional.empty();
        }
        if (boxes++ == MOST) {
            throw new MediaException(Reason.CORRUPT, "more than " + MOST + " boxes side by side");
        }
        long start = position;
        long length = bytes.u32be(start);
        String type = bytes.text(start + 4, 4);
        long content = start + HEADER;
        if (length == 1) {
            if (end - start < LONG_HEADER) {
                throw new MediaException(Reason.CORRUPT, "truncated: a box " + type + " of unknown length");
            }
            length = bytes.s64be(start + HEADER);
            content = start + LONG_HEADER;
        } else if (length == 0) {
            length = end - start;
        }
        if (length < content - start) {
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
