package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.BoxWalk;
import io.mediafn.media.read.Window;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Goes through the fragments behind a movie box. ffprobe visits all of them, but for a file whose index reaches its
 * end: of that it reads one. Where visiting all would cost more than the limits allow, the first ones and the last one
 * have to do, and the result is an estimate.
 */
final class FragmentScan {
    private static final int HEADER = 16;
    private static final int MOST_INDEXES = 4_096;
    private static final long CHUNK = 64 << 10;
    private static final int MOST_EXTRA_READS = 4;

    /** For the end of the file, if the rest turns out to be too much. */
    private static final int RESERVED_REQUESTS = 3;

    private static final long RESERVED_BYTES = 3 * CHUNK;

    private final Window window;
    private final Movie movie;
    private final Track video;
    private final Fragments fragments;
    private final TopLevel top;
    private Optional<SegmentIndex> index = Optional.empty();
    private boolean indexed;
    private int indexes;
    private boolean exact = true;
    private boolean oneOnly;
    private long firstMoof = -1;
    private int extraReads;

    FragmentScan(Window window, TopLevel top, Movie movie, Track video, long duration) {
        this.window = window;
        this.top = top;
        this.movie = movie;
        this.video = video;
        this.fragments = new Fragments(movie, video, duration);
    }

    Fragments fragments() {
        return fragments;
    }

    /** Whether every fragment that ffprobe visits was visited. */
    boolean isExact() {
        return exact;
    }

    /** Whether the rest was left out because ffprobe leaves it out. */
    boolean leavesOut() {
        return oneOnly;
    }

    void walk(long from) {
        long position = from;
        while (window.size() - position >= 8) {
            if (!window.fetched(position, Math.min(HEADER, window.size() - position)) && !prepare(position)) {
                exact = false;
                estimate(position);
                return;
            }
            Optional<Box> next =
                    BoxWalk.tolerant(window, position, window.size(), 1).next();
            if (next.isEmpty()) {
                return;
            }
            Box box = next.get();
            boolean parsed = true;
            switch (box.type()) {
                case "sidx" -> index(box);
                case "mdat" -> top.pass(box);
                case "moof" -> {
                    if (!moof(box)) {
                        exact = false;
                        estimate(position);
                        return;
                    }
                }
                default -> parsed = false;
            }
            position = box.end();
            if (parsed && indexed && top.hasMediaData()) {
                oneOnly = window.size() - position >= 8;
                return;
            }
        }
    }

    /** Whether the rest can be walked within the limits; fetches more at once if that helps. */
    private boolean prepare(long position) {
        window.lookFor("fragment " + (fragments.moofs() + 1));
        int requests = window.requestsLeft() - RESERVED_REQUESTS;
        long bytes = window.bytesLeft() - RESERVED_BYTES;
        if (requests < 1 || bytes < CHUNK) {
            return false;
        }
        if (fragments.moofs() == 0) {
            return true;
        }
        long rest = window.size() - position;
        long average = Math.max(1, (position - firstMoof) / fragments.moofs());
        long jumps = Math.min(rest / average, rest / CHUNK) + 1;
        if (jumps <= requests && Math.min(rest, jumps * CHUNK) <= bytes) {
            return true;
        }
        if (rest <= bytes) {
            window.prefetch(position, Math.max(CHUNK, rest / requests + 1));
            return true;
        }
        // Where frames last differently long, a few more of them make a better estimate.
        return fragments.tally().isVarying() && extraReads++ < MOST_EXTRA_READS;
    }

    private boolean moof(Box box) {
        if (!window.fetched(box.start(), box.end() - box.start())
                && box.end() - box.start() > window.bytesLeft() - RESERVED_BYTES) {
            return false;
        }
        if (firstMoof < 0) {
            firstMoof = box.start();
        }
        window.prefetch(box.start(), box.end() - box.start());
        OptionalLong time = index.map(segments -> segments.startOf(box.start(), video.timescale()))
                .orElse(OptionalLong.empty());
        fragments.read(window, box, time);
        return true;
    }

    private void index(Box box) {
        if (++indexes > MOST_INDEXES) {
            return;
        }
        Optional<SegmentIndex> read = SegmentIndex.read(window, box);
        if (read.isEmpty()) {
            return;
        }
        SegmentIndex segments = read.get();
        Optional<Track> track = movie.tracks().stream()
                .filter(candidate -> candidate.id() == segments.track())
                .findFirst();
        if (track.isEmpty()) {
            return;
        }
        segments.refusal().ifPresent(fragments::refuse);
        boolean ofVideo = segments.track() == video.id();
        if (ofVideo) {
            index = read;
            fragments.endsAt(segments.endTime()); // as in ffprobe, whatever the ticks of the index are
        }
        if (reachesEnd(segments.end())) {
            indexed = true;
            if (index.isEmpty()) {
                fragments.endsAt(Ratios.rescale(
                        segments.endTime(), video.timescale(), track.get().timescale()));
            }
        }
    }

    /** Whether only an index of random access, if anything, follows: its last bytes are its length. */
    private boolean reachesEnd(long offset) {
        long rest = window.size() - offset;
        if (rest == 0) {
            return true;
        }
        // An entry of it takes some 20 bytes, and a fragment at least some hundred.
        if (rest < 16 || rest > window.size() / 4) {
            return false;
        }
        window.lookFor("the index of random access at the end");
        window.prefetch(Math.max(offset, window.size() - CHUNK), Math.min(rest, CHUNK));
        return window.u32be(window.size() - 4) == rest;
    }

    /** The last fragment tells how long the video is, the first ones how fast it runs. */
    private void estimate(long position) {
        long before = fragments.duration();
        Optional<FragmentTail.Last> last = FragmentTail.find(window, video.id(), position);
        if (last.isPresent()) {
            fragments.readBehindGap(window, last.get().moof(), last.get().time());
        }
        if (fragments.duration() == before && fragments.moofs() > 0 && position > firstMoof) {
            double share = (double) (window.size() - firstMoof) / (position - firstMoof);
            fragments.endsAt((long) (before * share));
        }
    }
}
