package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.BoxWalk;
import io.mediafn.media.read.Window;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the last fragment of a file from its end: by the index of random access, else by looking for it. */
final class FragmentTail {
    private static final long CHUNK = 64 << 10;
    private static final int MOST = 4_096;

    /** As far back as is looked for a fragment without an index. */
    private static final long FURTHEST = 2 << 20;

    /**
     * The last one.
     *
     * @param moof its box
     * @param time when it starts by the index, in ticks of the track
     */
    record Last(Box moof, OptionalLong time) {}

    private FragmentTail() {}

    /** Looks for it behind an offset, within the limits. */
    static Optional<Last> find(Window window, long track, long after) {
        window.lookFor("the last fragment");
        long size = window.size();
        long length = CHUNK;
        if (window.requestsLeft() < 1) {
            return Optional.empty();
        }
        window.prefetch(Math.max(after, size - length), length);
        Optional<Last> indexed = byIndex(window, track, after);
        if (indexed.isPresent()) {
            return indexed;
        }
        while (true) {
            long start = Math.max(after, size - length);
            Optional<Last> found = search(window, start);
            if (found.isPresent() || start == after || length == FURTHEST) {
                return found;
            }
            length = Math.min(FURTHEST, length * 4);
            long more = length - (size - start);
            if (window.requestsLeft() < 1 || window.bytesLeft() < more) {
                return Optional.empty();
            }
            window.prefetch(Math.max(after, size - length), more);
        }
    }

    /** By the box {@code mfra}, whose length is the last number of the file. */
    private static Optional<Last> byIndex(Window window, long track, long after) {
        long length = window.u32be(window.size() - 4);
        long start = window.size() - length;
        if (length < 16 || start < after || !window.fetched(start, length) || !window.startsWith(start + 4, "mfra")) {
            return Optional.empty();
        }
        BoxWalk walk = BoxWalk.tolerant(window, start + 8, window.size(), MOST);
        for (Optional<Box> tfra = walk.next("tfra"); tfra.isPresent(); tfra = walk.next("tfra")) {
            Box box = tfra.get();
            if (box.length() < 16 || window.u32be(box.content() + 4) != track) {
                continue;
            }
            boolean wide = window.u8(box.content()) == 1;
            int lengths = window.u8(box.content() + 11);
            int entry = (wide ? 16 : 8) + 3 + (lengths >> 4 & 3) + (lengths >> 2 & 3) + (lengths & 3);
            long count = Math.min(window.u32be(box.content() + 12), (box.length() - 16) / entry);
            if (count == 0) {
                continue;
            }
            long at = box.content() + 16 + (count - 1) * entry;
            long time = wide ? window.s64be(at) : window.u32be(at);
            long offset = wide ? window.s64be(at + 8) : window.u32be(at + 4);
            return moofAt(window, offset, after).map(moof -> new Last(moof, OptionalLong.of(time)));
        }
        return Optional.empty();
    }

    private static Optional<Box> moofAt(Window window, long offset, long after) {
        boolean affordable = window.fetched(offset, 16) || window.requestsLeft() > 0;
        if (offset < after || !window.contains(offset, 16) || !affordable) {
            return Optional.empty();
        }
        Optional<Box> box = BoxWalk.tolerant(window, offset, window.size(), 1).next();
        return box.filter(moof -> moof.is("moof") && whole(window, moof));
    }

    private static boolean whole(Window window, Box moof) {
        long length = moof.end() - moof.start();
        return window.fetched(moof.start(), length)
                || (window.requestsLeft() > 0 && length <= window.bytesLeft() && !moof.cut());
    }

    /** Backwards, for the letters at the start of a fragment. */
    private static Optional<Last> search(Window window, long start) {
        for (long at = window.size() - 24; at >= start; at--) {
            if (window.u8(at + 4) == 'm' && window.startsWith(at + 4, "moof") && window.startsWith(at + 12, "mfhd")) {
                Optional<Box> box = moofAt(window, at, start);
                if (box.isPresent()) {
                    return Optional.of(new Last(box.get(), OptionalLong.empty()));
                }
            }
        }
        return Optional.empty();
    }
}
