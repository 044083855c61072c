package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Which parts of a track are shown, and when: the box {@code elst}.
 *
 * @param edits in their order
 */
record EditList(List<Edit> edits) {
    static final EditList NONE = new EditList(List.of());

    /** Nobody cuts a film into more than this; each is remembered. */
    private static final int MOST = 4_096;

    private static final int HEADER = 8;
    private static final int SHORT = 12;
    private static final int LONG = 20;

    /** Nothing is shown. */
    static final long EMPTY = -1;

    /**
     * One of them.
     *
     * @param duration in ticks of the movie, may be anything
     * @param start in ticks of the track, or {@link #EMPTY}
     */
    record Edit(long duration, long start) {}

    EditList {
        edits = List.copyOf(edits);
    }

    static EditList read(Bytes bytes, Box box) {
        if (box.length() < HEADER) {
            return NONE;
        }
        boolean wide = bytes.u8(box.content()) == 1;
        int size = wide ? LONG : SHORT;
        // As in ffprobe, the room decides where the stated number is not that of the room.
        long count = Math.min((box.length() - HEADER) / size, MOST);
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long at = box.content() + HEADER + (long) i * size;
            edits.add(
                    wide
                            ? new Edit(bytes.s64be(at), bytes.s64be(at + 8))
                            : new Edit(bytes.u32be(at), bytes.s32be(at + 4)));
        }
        return new EditList(edits);
    }

    boolean isEmpty() {
        return edits.isEmpty();
    }

    /** What an edit lasts in ticks of the track; 0 for one that goes beyond all numbers. */
    static long ticks(Edit edit, long timescale, long movieTimescale) {
        long ticks = Ratios.rescale(edit.duration(), timescale, movieTimescale);
        return ticks + edit.start() < 0 ? 0 : ticks;
    }

    /** The sum of all, empty ones included, in ticks of the track; 0 without a movie timescale, as in ffprobe. */
    long ticks(long timescale, long movieTimescale) {
        long sum = 0;
        if (movieTimescale != 0) {
            for (Edit edit : edits) {
                sum += ticks(edit, timescale, movieTimescale);
            }
        }
        return sum;
    }

    /** How much earlier the first edits show the track than its samples say, in its ticks. */
    long timeOffset(long timescale, long movieTimescale) {
        int first = !edits.isEmpty() && edits.get(0).start() == EMPTY ? 1 : 0;
        long empty = first == 1 ? edits.get(0).duration() : 0;
        long start = edits.size() > first ? Math.max(0, edits.get(first).start()) : 0;
        return movieTimescale > 0 ? start - Ratios.rescale(empty, timescale, movieTimescale) : 0;
    }
}
