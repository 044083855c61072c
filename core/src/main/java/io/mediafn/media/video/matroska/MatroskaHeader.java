package io.mediafn.media.video.matroska;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Problem;
import io.mediafn.media.read.Window;
import io.mediafn.media.video.FourCc;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Reduction;
import io.mediafn.media.video.VideoStream;
import io.mediafn.media.video.VideoStream.CountMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Matroska and WebM: what the header states, and the frame rate from the first frames where it states none. */
public final class MatroskaHeader {
    private static final String NO_TAG = "[0][0][0][0]";
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000;

    /** Where ffprobe would look no further for a fraction of the stated rate. */
    private static final long MOST_IN_RATE = 30_000;

    private static final int BITMAP_HEADER = 40;
    private static final int BITMAP_COMPRESSION = 16;
    private static final int SAMPLE_DESCRIPTION = 21;

    private final Window window;
    private final EbmlReader reader;
    private final Segment segment;
    private final Track track;
    private final List<Problem> problems = new ArrayList<>();
    private final Details details = new Details();
    private boolean exact = true;

    private MatroskaHeader(Window window, EbmlReader reader, Segment segment, Track track) {
        this.window = window;
        this.reader = reader;
        this.segment = segment;
        this.track = track;
    }

    /** @throws MediaException if it is broken, or has no video */
    public static VideoStream read(Window window) {
        EbmlReader reader = new EbmlReader(window);
        Segment segment = Segment.read(window, reader);
        for (Track track : segment.tracks) {
            if (track.isVideo()) {
                return new MatroskaHeader(window, reader, segment, track).read();
            }
        }
        throw new MediaException(Reason.UNSUPPORTED, "no video in it, so FiftyOne stores nothing for it");
    }

    private VideoStream read() {
        VideoSettings video = track.video;
        if (video.isCroppedAway()) {
            segment.refusal = Optional.of("its crop leaves no pixel, and ffprobe refuses it");
        }
        Rational stated = statedRate();
        FrameRateGuess.Result guess = stated.numerator() > 0 ? new FrameRateGuess.Result(stated, stated) : guess();
        return new VideoStream(
                pixels(video.width),
                pixels(video.height),
                video.rotation(),
                guess.average(),
                guess.real(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                timeBase(),
                duration(),
                codecTag(),
                CountMethod.DURATION_TIMES_RATE,
                exact,
                segment.refusal,
                details,
                problems);
    }

    private static int pixels(long number) {
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw EbmlReader.corrupt("a picture of " + Long.toUnsignedString(number) + " pixels");
        }
        return (int) number;
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

    /** The duration of the segment in seconds, cut off after the microseconds. */
    private OptionalDouble duration() {
        double microseconds = segment.duration * segment.timestampScale * 1000 / 1_000_000;
        if (microseconds == 0 || Math.abs(microseconds) > Long.MAX_VALUE) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((long) microseconds / 1e6);
    }

    private FrameRateGuess.Result guess() {
        Rational timeBase = timeBase();
        FrameRateGuess guess =
                new FrameRateGuess(new FrameRateGuess.Codec(Rational.UNKNOWN, false, false, 0, false), timeBase);
        OptionalLong start = segment.firstCluster();
        if (start.isPresent()) {
            BlockWalk walk = new BlockWalk(window, reader, start.getAsLong());
            boolean goesOn = true;
            while (goesOn && !guess.isEnough()) {
                Optional<BlockWalk.Block> block = walk.next();
                if (block.isEmpty()) {
                    break;
                }
                if (block.get().track() == track.number) {
                    goesOn = add(guess, block.get());
                }
            }
            exact = !walk.isExhausted();
        }
        return guess.result();
    }

    private boolean add(FrameRateGuess guess, BlockWalk.Block block) {
        boolean goesOn = true;
        long delay = track.codecDelay == 0
                ? 0
                : Math.round(
                        track.codecDelay / (NANOSECONDS_PER_SECOND * timeBase().value()));
        long time = block.time() - delay;
        for (int i = 0; i < block.frames() && goesOn; i++) {
            long duration = block.duration() * (i + 1) / block.frames() - block.duration() * i / block.frames();
            goesOn = guess.add(time, duration);
            time = duration == 0 ? FrameRateGuess.NO_TIME : time + duration;
        }
        return goesOn;
    }

    /** What ffprobe prints for a codec's tag: there is none, unless the track was made for another container. */
    private String codecTag() {
        Bytes codec = track.codecPrivate();
        long length = track.codecPrivateLength();
        switch (track.codecId) {
            case "V_MS/VFW/FOURCC" -> {
                if (length >= BITMAP_HEADER) {
                    return FourCc.text(codec, BITMAP_COMPRESSION);
                }
            }
            case "V_QUICKTIME" -> {
                if (length >= SAMPLE_DESCRIPTION) {
                    return FourCc.text(codec, codec.u32be(0) == length ? 4 : 0);
                }
            }
            case "V_PRORES" -> {
                if (length == 4) {
                    return FourCc.text(codec, 0);
                }
            }
            default -> {}
        }
        return NO_TAG;
    }
}
