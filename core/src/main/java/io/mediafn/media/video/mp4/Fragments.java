package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.BoxWalk;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import java.util.Optional;
import java.util.OptionalLong;

/** Adds up the fragments of the video as ffprobe does while it goes through the file. Belongs to one thread. */
final class Fragments {
    private static final int MOST = 4_096;

    private static final String EMPTY_SAMPLE = "a sample of 0 bytes in a fragment";

    private static final int BASE_OFFSET = 1;
    private static final int DESCRIPTION = 2;
    private static final int DURATION = 8;
    private static final int SIZE = 0x10;
    private static final int FLAGS = 0x20;

    /** Takes every sample of the video. */
    interface Sink {
        /** Whether there is any use in telling more. */
        boolean wants();

        /** A run of samples starts; they go on where the one before ended, or anywhere. */
        void run();

        /**
         * One of them.
         *
         * @param start when it is decoded, in ticks
         * @param offset from there to when it is shown
         * @param hasOffset whether the file says that there is one
         */
        void sample(long start, int offset, boolean hasOffset, boolean key);
    }

    private final Movie movie;
    private final Track video;
    private final Sink sink;
    private final SampleTally tally = new SampleTally();

    /** What it lasts so far, in ticks; the end of the last fragment, or what an index says. */
    private long duration;

    private long trackEnd;
    private long moofs;
    private OptionalLong gapEnd = OptionalLong.empty();
    private Optional<String> refusal = Optional.empty();
    private Bytes bytes = new KeptBytes(0);

    // Of the fragment that is being read.
    private boolean found;
    private long track;
    private Movie.Defaults defaults = new Movie.Defaults(0, 0, 0, 0);
    private OptionalLong nextStart = OptionalLong.empty();
    private OptionalLong decodeTime = OptionalLong.empty();
    private OptionalLong indexTime = OptionalLong.empty();

    Fragments(Movie movie, Track video, long duration) {
        this(movie, video, duration, new Sink() {
            @Override
            public boolean wants() {
                return false;
            }

            @Override
            public void run() {}

            @Override
            public void sample(long start, int offset, boolean hasOffset, boolean key) {}
        });
    }

    Fragments(Movie movie, Track video, long duration, Sink sink) {
        this.movie = movie;
        this.video = video;
        this.duration = duration;
        this.trackEnd = video.times().ticks();
        this.sink = sink;
    }

    long duration() {
        return duration;
    }

    SampleTally tally() {
        return tally;
    }

    long moofs() {
        return moofs;
    }

    /** Why ffprobe gives the file up, where it does. */
    Optional<String> refusal() {
        return refusal;
    }

    void refuse(String why) {
        if (refusal.isEmpty()) {
            refusal = Optional.of(why);
        }
    }

    /** Where the video ends by an index; overrides what was added up. */
    void endsAt(long end) {
        duration = end;
        trackEnd = end;
    }

    /** Reads a box {@code moof}; {@code indexed} is when its first sample starts by an index, in ticks of the track. */
    void read(Bytes source, Box moof, OptionalLong indexed) {
        bytes = source;
        moofs++;
        found = false;
        nextStart = OptionalLong.empty();
        decodeTime = OptionalLong.empty();
        indexTime = indexed;
        BoxWalk walk = BoxWalk.tolerant(bytes, moof.content(), moof.end(), MOST);
        for (Optional<Box> traf = walk.next("traf"); traf.isPresent(); traf = walk.next("traf")) {
            BoxWalk parts =
                    BoxWalk.tolerant(bytes, traf.get().content(), traf.get().end(), MOST);
            for (Optional<Box> part = parts.next(); part.isPresent(); part = parts.next()) {
                switch (part.get().type()) {
                    case "tfhd" -> header(part.get());
                    case "tfdt" -> decodeTime(part.get());
                    case "trun" -> run(part.get());
                    default -> {}
                }
            }
        }
    }

    /** Likewise, where the fragments in between were left out: they are taken to be like the ones that were read. */
    void readBehindGap(Bytes source, Box moof, OptionalLong indexed) {
        long end = trackEnd;
        boolean measurable = tally.samples() > 0;
        gapEnd = OptionalLong.empty();
        read(source, moof, indexed);
        if (measurable && gapEnd.isPresent()) {
            tally.addGap(gapEnd.getAsLong() - end);
        }
    }

    private void header(Box box) {
        if (box.length() < 8) {
            refuse("a fragment without the number of its track");
            return;
        }
        int flags = bytes.u24be(box.content() + 1);
        long id = bytes.u32be(box.content() + 4);
        if (id == 0) {
            refuse("a fragment of track 0");
            return;
        }
        Movie.Defaults ofTrack = movie.defaults().get(id);
        if (ofTrack == null) {
            return;
        }
        found = true;
        track = id;
        if (id == video.id()) {
            nextStart = OptionalLong.empty();
        }
        long at = box.content() + 8 + ((flags & BASE_OFFSET) == 0 ? 0 : 8);
        long[] values = {ofTrack.description(), ofTrack.duration(), ofTrack.size(), ofTrack.flags()};
        int[] present = {DESCRIPTION, DURATION, SIZE, FLAGS};
        for (int i = 0; i < values.length; i++) {
            if ((flags & present[i]) != 0 && at + 4 <= box.end()) {
                values[i] = bytes.u32be(at);
                at += 4;
            }
        }
        defaults = new Movie.Defaults(values[0], values[1], values[2], values[3]);
    }

    /** Whether this part of a fragment belongs to the video, and to the description that its samples have. */
    private boolean concernsVideo() {
        return track == video.id() && (!video.entry().single() || defaults.description() == 1);
    }

    private void decodeTime(Box box) {
        boolean wide = box.length() > 0 && bytes.u8(box.content()) != 0;
        if (concernsVideo() && box.length() >= (wide ? 12 : 8)) {
            long time = wide ? bytes.s64be(box.content() + 4) : bytes.u32be(box.content() + 4);
            decodeTime = OptionalLong.of(time);
            trackEnd = time;
        }
    }

    private void run(Box box) {
        if (!found) {
            refuse("a fragment of a track that the movie header does not announce");
            return;
        }
        if (box.length() < TrackRun.HEADER) {
            return;
        }
        TrackRun run = new TrackRun(bytes, box, defaults);
        if (box.cut() && !bytes.contains(box.end(), 1)) {
            refuse("it is cut off within a fragment");
        } else if (run.isShort()) {
            throw new MediaException(Reason.CORRUPT, "a fragment that claims more samples than it lists");
        }
        if (concernsVideo()) {
            sink.run();
            if (run.isUniform()) {
                uniform(run);
            } else {
                listed(run);
            }
        }
    }

    private long start() {
        long start = knownStart();
        gapEnd = gapEnd.isPresent() ? gapEnd : OptionalLong.of(start);
        return start;
    }

    private long knownStart() {
        if (nextStart.isPresent()) {
            return nextStart.getAsLong();
        }
        return decodeTime.isPresent() ? decodeTime.getAsLong() : indexTime.orElse(trackEnd);
    }

    /** Samples that are all alike are not listed, and cost nothing to add, whatever their number. */
    private void uniform(TrackRun run) {
        long count = run.count();
        if (defaults.size() == 0 && count > 0) {
            refuse(EMPTY_SAMPLE);
            return;
        }
        long start = start();
        tally.add(defaults.duration(), count);
        for (long i = 0; i < count && sink.wants(); i++) {
            boolean key = i == 0 ? run.startsWithKey() : TrackRun.isKey(defaults.flags());
            sink.sample(start + i * defaults.duration(), 0, false, key);
        }
        end(start + count * defaults.duration(), count);
    }

    private void listed(TrackRun run) {
        long[] next = {start()};
        run.forEach((length, size, offset, key) -> {
            if (size == 0) {
                refuse(EMPTY_SAMPLE);
            }
            tally.add(length);
            if (sink.wants()) {
                sink.sample(next[0], offset, run.hasOffsets(), key);
            }
            next[0] += length;
        });
        end(next[0], run.count());
    }

    private void end(long end, long count) {
        if (count > 0) {
            nextStart = OptionalLong.of(end);
            trackEnd = end;
            duration = Math.max(duration, end);
        }
    }
}
