package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Cuts a file that passes by into its outermost boxes, and keeps those that are wanted. Belongs to one thread. */
final class BoxStream {
    private static final int HEADER = 8;
    private static final int LONG_HEADER = 16;

    /** Decides about the boxes. */
    interface Listener {
        /** Whether a box of this type is to be kept. */
        boolean wants(String type);

        /** Takes one that was kept, as far as the file had it. */
        void kept(KeptBytes bytes, Box box);
    }

    private final Listener listener;
    private final int most;
    private final byte[] header = new byte[LONG_HEADER];
    private int headerLength;
    private int headerWanted = HEADER;
    private long position;

    // The box that passes by.
    private String type = "";
    private long start;
    private long content;
    private long end;
    private boolean endless;
    private Optional<KeptBytes> keeping = Optional.empty();
    private boolean over;

    /** @param most bytes of one box that are kept; a longer one is an error */
    BoxStream(Listener listener, int most) {
        this.listener = listener;
        this.most = most;
    }

    void accept(byte[] bytes, int offset, int length) {
        int at = offset;
        int last = offset + length;
        while (at < last && !over) {
            if (position < end) {
                int count = (int) Math.min(last - at, end - position);
                keep(bytes, at, count);
                at += count;
                position += count;
            } else {
                header[headerLength++] = bytes[at++];
                position++;
                if (headerLength == headerWanted) {
                    open();
                }
            }
            if (position == end && headerLength == 0) {
                close();
            }
        }
    }

    private void keep(byte[] bytes, int offset, int count) {
        if (keeping.isPresent()) {
            if (keeping.get().length() + (long) count > most) {
                keeping = Optional.empty();
                throw new MediaException(
                        Reason.UNSUPPORTED, "a box " + type + " of more than " + (most >> 20) + " MiB is not read");
            }
            keeping.get().add(bytes, offset, count);
        }
    }

    private void open() {
        ByteBuffer buffer = ByteBuffer.wrap(header);
        long length = buffer.getInt(0) & 0xffff_ffffL;
        if (length == 1 && headerWanted == HEADER) {
            headerWanted = LONG_HEADER;
            return;
        }
        start = position - headerWanted;
        endless = length == 0;
        if (headerWanted == LONG_HEADER) {
            length = buffer.getLong(HEADER);
        } else if (endless) {
            length = Long.MAX_VALUE - start;
        }
        if (length < headerWanted || length > Long.MAX_VALUE - start) {
            over = true; // nothing can be found behind it; ffprobe stops here as well
            return;
        }
        type = new String(header, 4, 4, StandardCharsets.ISO_8859_1);
        content = position;
        end = start + length;
        if (listener.wants(type)) {
            KeptBytes kept = new KeptBytes(start);
            kept.add(header, 0, headerWanted);
            keeping = Optional.of(kept);
        }
        headerLength = 0;
        headerWanted = HEADER;
    }

    private void close() {
        if (keeping.isPresent()) {
            KeptBytes kept = keeping.get();
            keeping = Optional.empty();
            listener.kept(kept, new Box(type, start, content, Math.min(end, position), position < end && !endless));
        }
    }

    /** Ends the file; returns whether it ended within a box. */
    boolean finish() {
        close();
        return position < end && !endless;
    }
}
