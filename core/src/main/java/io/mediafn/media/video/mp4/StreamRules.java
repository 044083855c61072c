package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.Problem;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Seconds;
import io.mediafn.media.video.StandardRates;
import io.mediafn.media.video.VideoStream;
import io.mediafn.media.video.VideoStream.CountMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** What ffprobe makes of a movie and its fragments. Belongs to one file. */
final class StreamRules {
    /** Of a stream whose clock was not set. */
    private static final long MPEG_CLOCK = 90_000;

    private static final long MICROS = 1_000_000;

    /** A codec's pictures are coded in blocks of this size. */
    private static final int BLOCK = 16;

    private final Movie movie;
    private final Track video;
    private final FragmentScan scan;
    private final Fragments fragments;
    private final TopLevel top;
    private final List<Problem> problems = new ArrayList<>();

    StreamRules(Movie movie, Track video, FragmentScan scan, TopLevel top) {
        this.movie = movie;
        this.video = video;
        this.scan = scan;
        this.fragments = scan.fragments();
        this.top = top;
    }

    /** What the movie header alone says of the duration of a track, in its ticks. */
    static long duration(Movie movie, Track track) {
        long ticks = track.duration().orElse(0);
        long listed = track.times().ticks();
        if (listed != 0) {
            ticks = Math.min(ticks, listed);
        }
        if (editsCount(movie, track)) {
            ticks = Math.min(ticks, track.edits().ticks(track.timescale(), track.movieTimescale()));
        }
        return ticks;
    }

    private static long clock(Track track) {
        return track.chunks().lacking() ? MPEG_CLOCK : track.timescale();
    }

    /** Edits have something to edit only where the movie header lists samples. */
    private static boolean editsCount(Movie movie, Track track) {
        boolean samples = track.sized().orElse(track.times().samples()) > 0;
        return samples && !track.chunks().lacking() && !track.edits().isEmpty() && movie.editsCount(track);
    }

    /** The longest of some tracks, to the microsecond. */
    static long micros(Movie movie, Predicate<Track> wanted) {
        return movie.tracks().stream()
                .filter(wanted)
                .mapToLong(track -> Ratios.rescale(duration(movie, track), MICROS, clock(track)))
                .max()
                .orElse(0);
    }

    static long fromMicros(long micros, long timescale) {
        return Ratios.rescale(micros, timescale, MICROS);
    }

    VideoStream stream(boolean first, boolean cut) {
        CodecHeader header = video.entry().header();
        long samples = frames() + fragments.tally().samples();
        boolean decodable =
                samples > 0 && !top.lacksMediaData() && !video.chunks().lacking();
        long clock = clock(video);
        int[] size = size(header, decodable);
        Rational average = averageRate(header, samples);
        OptionalLong ticks = ticks(samples);
        Rational timeBase = new Rational(1, clock);
        noteProblems(average);
        Details details = new Mp4Details(movie, video, scan, top).all(first, cut);
        return new VideoStream(
                size[0],
                size[1],
                video.matrix().rotation(),
                average,
                realRate(header, samples, average),
                frames() == 0 ? OptionalLong.empty() : OptionalLong.of(frames()),
                ticks.isPresent()
                        ? OptionalDouble.of(Seconds.of(ticks.getAsLong(), new Rational(1, clock)))
                        : OptionalDouble.empty(),
                ticks,
                timeBase,
                ticks.isPresent() ? OptionalDouble.empty() : containerDuration(),
                CodecTag.text(video.entry().tag()),
                CountMethod.SAMPLE_TABLE,
                scan.isExact() && !video.timesSkipped(),
                fragments.refusal(),
                details,
                problems);
    }

    /** Of the movie header alone. */
    private long frames() {
        return video.timesSkipped() ? video.sized().orElse(0) : video.times().samples();
    }

    /** The decoder's size, where ffprobe gets to open a decoder; the container's where both agree but for padding. */
    private int[] size(CodecHeader header, boolean decodable) {
        SampleEntry entry = video.entry();
        int[] stated = {entry.width(), entry.height()};
        int[] coded = {header.width(), header.height()};
        if (coded[0] == 0 || coded[1] == 0) {
            return stated;
        }
        if (!entry.codec().equals("h264") && !entry.codec().equals("av1")) {
            return coded;
        }
        boolean padded = entry.codec().equals("h264")
                && stated[0] > 0
                && stated[1] > 0
                && !header.cropped()
                && blocks(stated[0]) == blocks(coded[0])
                && blocks(stated[1]) == blocks(coded[1])
                && stated[0] <= coded[0]
                && stated[1] <= coded[1];
        return padded || !decodable ? stated : coded;
    }

    private static int blocks(int pixels) {
        return (pixels + BLOCK - 1) / BLOCK;
    }

    /** Over the samples of the movie header and of all fragments that were read. */
    private Rational averageRate(CodecHeader header, long samples) {
        TimeTable times = video.times();
        boolean listed = times.ticks() > 0 && times.samples() <= Integer.MAX_VALUE;
        long count = (listed ? times.samples() : 0) + fragments.tally().samples();
        long ticks = (listed ? times.ticks() : 0) + fragments.tally().ticks();
        if (video.timesSkipped()) {
            count = frames();
            ticks = video.duration().orElse(0);
        }
        if (count > 0 && ticks > 0) {
            return Ratios.reduce(video.timescale() * count, ticks);
        }
        // Frames without a duration: the decoder may know it.
        return samples > 0 && header.frameRate().denominator() > 0
                ? StandardRates.nearest(header.frameRate())
                : Rational.UNKNOWN;
    }

    /** Only asked for where there is no average: a header without samples, or samples without a duration. */
    private Rational realRate(CodecHeader header, long samples, Rational average) {
        if (average.denominator() > 0) {
            return average;
        }
        if (samples > 0 && !video.chunks().lacking()) {
            return new Rational(1, 0);
        }
        boolean opened = video.entry().codec().equals("hevc");
        Rational coded = header.frameRate();
        return opened && coded.denominator() > 0 && coded.value() <= video.timescale()
                ? coded
                : new Rational(clock(video), 1);
    }

    /** A track without samples lasts as long as the longest one, to the microsecond. */
    private OptionalLong ticks(long samples) {
        if (video.duration().isEmpty() && samples > 0) {
            return OptionalLong.empty();
        }
        if (samples > 0 && !video.chunks().lacking()) {
            return OptionalLong.of(fragments.duration());
        }
        long micros = micros(movie, track -> track.kind() != Track.Kind.OTHER);
        long indexed = Ratios.rescale(fragments.duration(), MICROS, clock(video));
        long longest = Math.max(micros, indexed);
        return OptionalLong.of(longest > 0 ? fromMicros(longest, clock(video)) : fragments.duration());
    }

    /** That of the longest other track, where the video tells none. */
    private OptionalDouble containerDuration() {
        long micros = micros(movie, track -> track.kind() == Track.Kind.AUDIO);
        return micros > 0 ? OptionalDouble.of(Seconds.of(micros, new Rational(1, MICROS))) : OptionalDouble.empty();
    }

    private void noteProblems(Rational average) {
        if (!scan.isExact()) {
            problems.add(new Problem(
                    "total_frame_count",
                    "an estimate: only " + fragments.moofs() + " of the fragments were read within the limits"));
        }
        if (video.timesSkipped()) {
            problems.add(new Problem("frame_rate", "an estimate: the table of times is larger than the limits allow"));
        }
        if (frames() > 0 && fragments.tally().samples() > 0) {
            problems.add(new Problem(
                    "total_frame_count",
                    "only the frames that the movie header lists; the fragments hold "
                            + (scan.isExact() && !scan.leavesOut()
                                    ? fragments.tally().samples()
                                    : "more")));
        }
        if (scan.leavesOut()) {
            problems.add(new Problem(
                    "frame_rate", "of one fragment only, as ffprobe reads a file whose index reaches its end"));
        }
        long listed = video.times().ticks();
        long frame = listed / Math.max(1, video.times().samples());
        if (editsCount(movie, video) && listed - duration(movie, video) > frame / 2 && frame > 0) {
            problems.add(new Problem(
                    "total_frame_count",
                    "counts every frame of the file; the edit list shows "
                            + Seconds.of(duration(movie, video), new Rational(1, video.timescale())) + " of "
                            + Seconds.of(listed, new Rational(1, video.timescale())) + " seconds"));
        }
        if (video.chunks().lacking()) {
            problems.add(new Problem(
                    "duration",
                    "tables of the video are missing; ffprobe counts its time in 1/90000 of a second then"));
        }
        if (average.denominator() == 0) {
            problems.add(new Problem("frame_rate", "the file lists no frames; ffprobe makes one up"));
        }
    }
}
