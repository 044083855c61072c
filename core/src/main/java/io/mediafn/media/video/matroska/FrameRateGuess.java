package io.mediafn.media.video.matroska;

import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Reduction;
import io.mediafn.media.video.StandardRates;
import java.util.Arrays;

/**
 * The frame rate as ffprobe guesses it from the first packets of a file that does not state one. Where packets last as
 * long as the codec says, in whole ticks, that is the rate: 30.3 for 30 frames a second, as 33 milliseconds is as near
 * as a tick comes. Else the rate is the one of the usual rates that the times of the packets fit best.
 */
final class FrameRateGuess {
    /** What a packet without a time has. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final int MOST_REORDERED = 16;
    private static final long LONGEST_ANALYSIS_SECONDS = 5;
    /** Decoded frames after which ffprobe believes that it has seen how H.264 reorders them. */
    private static final int PACKETS_TO_LEARN = 7;

    private static final int MOST_WITHOUT_TIME = 50;
    private static final int PACKETS_BEFORE_TIME_LIMIT = 30;

    /**
     * What the codec tells.
     *
     * @param rate frames per second, unknown if it tells none
     * @param fields whether its unit is the field (H.264, MPEG-2)
     * @param reorders whether decode times follow from the presentation times of a window of packets (H.264, HEVC, VVC)
     * @param learnsDelay whether the length of that window is known only after some packets (H.264)
     * @param timesUnreliable whether ffprobe always looks at the times, whatever the rate (H.264, HEVC, MPEG-2)
     */
    record Codec(Rational rate, boolean fields, boolean reorders, boolean learnsDelay, boolean timesUnreliable) {
        boolean hasRate() {
            return rate.numerator() > 0 && rate.denominator() > 0;
        }
    }

    /** Where it came to. */
    record Result(Rational average, Rational real) {}

    private final Codec codec;
    private final Rational timeBase;
    private final RateErrors errors = new RateErrors();
    private final long[] waiting = new long[MOST_REORDERED + 1];
    private final long[] recent = new long[MOST_REORDERED];
    private final int analysed;
    private final boolean unreliable;
    private int delay;
    private int packets;
    private int timed;
    private long durations;
    private long durationCount;
    private boolean stated;
    private long first = NO_TIME;
    private int firstAt;
    private long last = NO_TIME;

    /** @param timeBase of the packets' times, in seconds */
    FrameRateGuess(Codec codec, Rational timeBase) {
        this.codec = codec;
        this.timeBase = timeBase;
        Arrays.fill(waiting, NO_TIME);
        Arrays.fill(recent, NO_TIME);
        unreliable = isUnreliable();
        int usual = timeBase.value() > 0.0005 ? 40 : 20;
        analysed = unreliable ? usual : 0;
    }

    private boolean isUnreliable() {
        Rational unit = timeBase;
        if (codec.hasRate()) {
            unit = new Rational(codec.rate.denominator(), codec.rate.numerator() * (codec.fields ? 2 : 1));
        }
        return unit.denominator() >= 101 * unit.numerator()
                || unit.denominator() < 5 * unit.numerator()
                || codec.timesUnreliable;
    }

    /** Whether more packets will not change it: they last as long as the codec says. */
    boolean isSettled() {
        return durationCount > 0 && !stated;
    }

    /** Whether ffprobe has seen enough of this track, or more would not change what it comes to. */
    boolean isEnough() {
        boolean seen = packets > 0 && errors.count() >= analysed && (timed > 0 || packets >= MOST_WITHOUT_TIME);
        return isSettled() || seen;
    }

    /**
     * Takes a packet.
     *
     * @param time of presentation in ticks
     * @param lasts how long it lasts in ticks, 0 if the container does not say it
     * @return whether ffprobe looks at more than the packets up to here: it stops after five seconds of them
     */
    boolean add(long time, long lasts) {
        long decodeTime = decodeTime(time);
        stated |= lasts > 0;
        long duration = lasts > 0 ? lasts : codecDuration();
        if (packets > 1) {
            if (decodeTime != NO_TIME) {
                if (first == NO_TIME || last >= decodeTime) {
                    first = decodeTime;
                    firstAt = packets;
                }
                last = decodeTime;
            }
            long passed = durations;
            if (passed == 0 && packets > PACKETS_BEFORE_TIME_LIMIT && first != NO_TIME && packets > firstAt) {
                passed = last - first;
            }
            if (passed * timeBase.value() >= LONGEST_ANALYSIS_SECONDS) {
                return false;
            }
            if (duration > 0) {
                durations += duration;
                durationCount++;
            }
        }
        if (decodeTime != NO_TIME) {
            timed++;
            errors.add(decodeTime, timeBase.value());
        }
        packets++;
        return true;
    }

    /** How long the codec says that a packet lasts, in whole ticks; 0 if it does not, or less than one. */
    private long codecDuration() {
        if (timeBase.numerator() * 1000 > timeBase.denominator()) {
            return 1;
        }
        Rational rate = codec.rate;
        if (!codec.hasRate() || rate.denominator() * 1000 <= rate.numerator()) {
            return 0;
        }
        return Math.round(Math.floor((double) rate.denominator()
                * timeBase.denominator()
                / ((double) rate.numerator() * timeBase.numerator())));
    }

    private long decodeTime(long time) {
        if (!codec.reorders || time == NO_TIME) {
            return time;
        }
        delay = Math.max(delay, laterBefore(time));
        waiting[0] = time;
        for (int i = 0; i < delay && waiting[i] > waiting[i + 1]; i++) {
            long swap = waiting[i];
            waiting[i] = waiting[i + 1];
            waiting[i + 1] = swap;
        }
        return codec.learnsDelay && packets < PACKETS_TO_LEARN ? NO_TIME : waiting[0];
    }

    /** How many of the last packets are presented after this one. */
    private int laterBefore(long time) {
        int later = 0;
        for (long before : recent) {
            if (before > time) {
                later++;
            }
        }
        recent[packets % MOST_REORDERED] = time;
        return later;
    }

    Result result() {
        Rational real = realRate();
        Rational average = Rational.UNKNOWN;
        if (durationCount > 0) {
            average = Reduction.reduce(
                    durationCount * 2 * timeBase.denominator(), durations * 2 * timeBase.numerator(), 60_000);
            average = StandardRates.nearest(average);
        } else if (real.numerator() > 0
                && errors.count() > 2
                && Math.abs(1 / (real.value() * timeBase.value()) - errors.meanDifference()) <= 1) {
            average = real;
        }
        return new Result(average, real.numerator() > 0 ? real : lastResort());
    }

    /** From the times of the packets; 0/0 if they tell none. */
    private Rational realRate() {
        if (!unreliable) {
            return Rational.UNKNOWN;
        }
        long divisor = errors.divisor();
        long finest = Math.max(1, timeBase.denominator() / (500 * timeBase.numerator()));
        if (errors.count() > 15 && divisor > finest) {
            return Reduction.reduce(timeBase.denominator(), timeBase.numerator() * divisor, Integer.MAX_VALUE);
        }
        if (errors.count() > 1) {
            return errors.best(timeBase, durations);
        }
        return Rational.UNKNOWN;
    }

    private Rational lastResort() {
        if (codec.hasRate()) {
            Rational rate = Reduction.reduce(
                    codec.rate.numerator() * (codec.fields ? 2 : 1), codec.rate.denominator(), Integer.MAX_VALUE);
            if (timeBase.value() <= 1 / rate.value()) {
                return rate;
            }
        }
        return Reduction.inverse(timeBase);
    }
}
