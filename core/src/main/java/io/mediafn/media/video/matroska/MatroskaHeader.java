package io.mediafn.media.video.matroska;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Problem;
import io.mediafn.media.read.Window;
import io.mediafn.media.video.FirstFrame;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Reduction;
import io.mediafn.media.video.VideoStream;
import io.mediafn.media.video.VideoStream.CountMethod;
import io.mediafn.media.video.mp4.CodecConfiguration;
import io.mediafn.media.video.mp4.CodecHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Matroska and WebM: what the header states, and the frame rate from the first frames where it states none. */
public final class MatroskaHeader {
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000;

    /** Where ffprobe would look no further for a fraction of the stated rate. */
    private static final long MOST_IN_RATE = 30_000;

    private static final double MICROSECONDS = 1e6;

    private final Segment segment;
    private final Track track;
    private final CodecFacts codec;
    private final FirstFrames frames;
    private final List<Problem> problems = new ArrayList<>();

    private MatroskaHeader(Window window, EbmlReader reader, Segment segment, Track track) {
        this.segment = segment;
        this.track = track;
        this.codec = CodecFacts.of(track);
        this.frames = new FirstFrames(window, reader, segment, track);
    }

    /**
     * Reads what describes the segment, and the first frames where they are needed.
     *
     * @throws MediaException if it is broken, or has no video
     */
    public static VideoStream read(Window window) {
        EbmlReader reader = new EbmlReader(window);
        Segment segment = Segment.read(window, reader);
        for (Track track : segment.tracks) {
            if (track.isVideo()) {
                return new MatroskaHeader(window, reader, segment, track).read();
            }
        }
        Optional<VideoStream> cover = Cover.find(window, reader, segment);
        if (cover.isPresent()) {
            return cover.get();
        }
        boolean sound = segment.tracks.stream().anyMatch(Track::isAudio);
        throw new MediaException(
                Reason.UNSUPPORTED,
                sound ? "no video in it, only sound" : "no video in any of its " + segment.tracks.size() + " tracks");
    }

    private VideoStream read() {
        Optional<String> refusal = track.video.isCroppedAway()
                ? Optional.of("its crop leaves no pixel, and ffprobe refuses it")
                : segment.refusal;
        Rational timeBase = timeBase();
        FrameRateGuess.Result rate = rate(timeBase);
        Optional<FirstFrame> first = frames.first(codec);
        int[] size = size(first);
        Details details = new MatroskaDetails(segment, track).of(codec);
        first.filter(frame -> frame.bitDepth() > 0 && !details.has("bit_depth"))
                .ifPresent(frame -> details.put("bit_depth", frame.bitDepth()));
        if (segment.cut) {
            problems.add(new Problem(
                    "total_frame_count", "the file is cut off, and holds fewer frames than its duration promises"));
        }
        return new VideoStream(
                size[0],
                size[1],
                track.video.rotation(),
                rate.average(),
                rate.real(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                timeBase,
                segment.microseconds().isPresent()
                        ? OptionalDouble.of(segment.microseconds().getAsLong() / MICROSECONDS)
                        : OptionalDouble.empty(),
                codec.tag(),
                CountMethod.DURATION_TIMES_RATE,
                frames.isExact(),
                refusal,
                details,
                problems);
    }

    private FrameRateGuess.Result rate(Rational timeBase) {
        Rational stated = statedRate();
        if (stated.numerator() > 0) {
            return new FrameRateGuess.Result(stated, stated);
        }
        FrameRateGuess.Result guess = frames.guessRate(codec, timeBase);
        problems.add(
                new Problem(
                        "frame_rate",
                        frames.isExact()
                                ? "the header states none; this is ffprobe's guess from the first frames"
                                : "the header states none, and the first frames are too large to read as many as ffprobe does"));
        return guess;
    }

    private Rational statedRate() {
        long duration = track.defaultDuration;
        if (duration == 0) {
            return Rational.UNKNOWN;
        }
        boolean huge = duration < 0;
        return Reduction.reduce(
                huge ? NANOSECONDS_PER_SECOND / 2 : NANOSECONDS_PER_SECOND,
                huge ? duration >>> 1 : duration,
                MOST_IN_RATE);
    }

    private Rational timeBase() {
        double nanoseconds = segment.timestampScale * track.timestampScale;
        if (!(nanoseconds >= 1 && nanoseconds <= 0xffff_ffffL)) {
            throw EbmlReader.corrupt("ticks of " + nanoseconds + " nanoseconds");
        }
        return Reduction.reduce((long) nanoseconds, NANOSECONDS_PER_SECOND, Integer.MAX_VALUE);
    }

    private int[] size(Optional<FirstFrame> first) {
        CodecHeader header = first.map(frame ->
                        new CodecHeader(frame.width(), frame.height(), false, frame.frameRate(), new Details()))
                .orElse(codec.header());
        return CodecConfiguration.size(codec.name(), pixels(track.video.width), pixels(track.video.height), header);
    }

    private static int pixels(long number) {
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw EbmlReader.corrupt("a picture of " + Long.toUnsignedString(number) + " pixels");
        }
        return (int) number;
    }
}
