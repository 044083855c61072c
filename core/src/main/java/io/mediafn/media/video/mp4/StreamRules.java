package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.Problem;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.VideoStream;
import io.mediafn.media.video.VideoStream.CountMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What ffprobe makes of a movie and its fragments. Belongs to one file. */
final class StreamRules {
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

    /** What the movie header alone says of the duration, in ticks of the track. */
    static long duration(Movie movie, Track video) {
        long ticks = video.duration().orElse(0);
        long listed = video.times().ticks();
        if (listed != 0) {
            ticks = Math.min(ticks, listed);
        }
        if (editsCount(movie, video)) {
            ticks = Math.min(
                    ticks, video.edits().ticks(video.timescale(), movie.header().timescale()));
        }
        return ticks;
    }

    /** Edits have something to edit only where the movie header lists samples. */
    private static boolean editsCount(Movie movie, Track video) {
        boolean samples = video.sized().orElse(video.times().samples()) > 0;
        return samples && !video.edits().isEmpty() && movie.editsCount();
    }

    VideoStream stream(boolean first) {
        CodecHeader header = video.entry().header();
        long samples = frames() + fragments.samples();
        boolean decodable = samples > 0 && !top.lacksMediaData();
        int[] size = size(header, decodable);
        Rational average = averageRate(header, samples);
        OptionalLong ticks = ticks(samples);
        Rational timeBase = new Rational(1, video.timescale());
        noteProblems(average);
        Details details = new Mp4Details(movie, video, scan, top).all(first);
        return new VideoStream(
                size[0],
                size[1],
                video.matrix().rotation(),
                average,
                realRate(header, samples, average),
                frames() == 0 ? OptionalLong.empty() : OptionalLong.of(frames()),
                ticks.isPresent()
                        ? OptionalDouble.of(Ratios.seconds(ticks.getAsLong(), video.timescale()))
                        : OptionalDouble.empty(),
                ticks,
                timeBase,
                OptionalDouble.empty(),
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
        if (!entry.codec().equals("h264")) {
            return coded;
        }
        boolean padded = stated[0] > 0
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
        long count = (listed ? times.samples() : 0) + fragments.samples();
        long ticks = (listed ? times.ticks() : 0) + fragments.ticks();
        if (video.timesSkipped()) {
            count = frames();
            ticks = video.duration().orElse(0);
        }
        if (count > 0 && ticks > 0) {
            return Ratios.reduce(video.timescale() * count, ticks);
        }
        // Frames without a duration: the decoder may know it.
        return samples > 0 && header.frameRate().denominator() > 0 ? Ratios.snap(header.frameRate()) : Rational.UNKNOWN;
    }

    /** Only asked for where there is no average: a header without samples, or samples without a duration. */
    private Rational realRate(CodecHeader header, long samples, Rational average) {
        if (average.denominator() > 0) {
            return average;
        }
        if (samples > 0) {
            return new Rational(1, 0);
        }
        boolean opened = video.entry().codec().equals("hevc");
        Rational coded = header.frameRate();
        return opened && coded.denominator() > 0 && coded.value() <= video.timescale()
                ? coded
                : new Rational(video.timescale(), 1);
    }

    /** A track without samples lasts as long as the longest one, to the microsecond. */
    private OptionalLong ticks(long samples) {
        if (video.duration().isEmpty() && samples > 0) {
            return OptionalLong.empty();
        }
        if (samples > 0) {
            return OptionalLong.of(fragments.duration());
        }
        long micros = 0;
        for (Track track : movie.tracks()) {
            long own = track == video ? fragments.duration() : track.duration().orElse(0);
            if (track.kind() != Track.Kind.OTHER) {
                micros = Math.max(micros, Ratios.rescale(own, MICROS, track.timescale()));
            }
        }
        return OptionalLong.of(micros > 0 ? Ratios.rescale(micros, video.timescale(), MICROS) : fragments.duration());
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
        if (frames() > 0 && fragments.samples() > 0) {
            problems.add(new Problem(
                    "total_frame_count",
                    "only the frames that the movie header lists; the fragments hold "
                            + (scan.isExact() && !scan.leavesOut() ? fragments.samples() : "more")));
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
                            + Ratios.seconds(duration(movie, video), video.timescale()) + " of "
                            + Ratios.seconds(listed, video.timescale()) + " seconds"));
        }
        if (average.denominator() == 0) {
            problems.add(new Problem("frame_rate", "the file lists no frames; ffprobe makes one up"));
        }
    }
}
