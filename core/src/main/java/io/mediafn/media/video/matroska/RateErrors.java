package io.mediafn.media.video.matroska;

import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Reduction;
import io.mediafn.media.video.StandardRates;

/**
 * How well each usual rate fits the times of packets: the variance of what the times, counted in frames of that rate,
 * lie off the whole numbers, or off the halves.
 */
final class RateErrors {
    /** A rate that fits so badly is out. */
    private static final double BAD = 0.04;

    private static final double OUT = 2e10;
    private static final double GOOD = 0.01;
    private static final double PERFECT = 1e-9;
    private static final int UNSTEADY = 3;

    private final double[][] sums = new double[2][StandardRates.COUNT];
    private final double[][] squares = new double[2][StandardRates.COUNT];
    private long last = FrameRateGuess.NO_TIME;
    private int count;
    private long sum;
    private long divisor;

    /** How many times came after an earlier one. */
    int count() {
        return count;
    }

    /** What all differences but the first ones can be divided by. */
    long divisor() {
        return divisor;
    }

    double meanDifference() {
        return sum / (double) count;
    }

    void add(long time, double secondsPerTick) {
        if (last != FrameRateGuess.NO_TIME && time > last) {
            compare(time * secondsPerTick);
            count++;
            sum += time - last;
            if (count % 10 == 0) {
                dropTheBad();
            }
            if (count > UNSTEADY) {
                divisor = Reduction.gcd(divisor, time - last);
            }
        }
        last = time;
    }

    private void compare(double seconds) {
        for (int rate = 0; rate < StandardRates.COUNT; rate++) {
            if (squares[0][rate] < OUT) {
                double frames = seconds * StandardRates.units(rate) / StandardRates.UNIT;
                for (int half = 0; half < 2; half++) {
                    double error = frames - Math.rint(frames + half * 0.5) + half * 0.5;
                    sums[half][rate] += error;
                    squares[half][rate] += error * error;
                }
            }
        }
    }

    private void dropTheBad() {
        for (int rate = 0; rate < StandardRates.COUNT; rate++) {
            if (squares[0][rate] < OUT && variance(0, rate) > BAD && variance(1, rate) > BAD) {
                squares[0][rate] = OUT;
                squares[1][rate] = OUT;
            }
        }
    }

    private double variance(int half, int rate) {
        double mean = sums[half][rate] / count;
        return squares[half][rate] / count - mean * mean;
    }

    /**
     * The rate that fits best, of those that are neither too slow nor too fast; 0/0 if none does.
     *
     * @param durations that packets stated, in ticks, 0 if they did not
     */
    Rational best(Rational timeBase, long durations) {
        double tick = timeBase.value();
        double least = GOOD;
        int best = 0;
        for (int rate = 0; rate < StandardRates.COUNT; rate++) {
            int units = StandardRates.units(rate);
            boolean tooSlow = durations > 0 ? durations * tick < 1001 * 11.5 / units : units < StandardRates.UNIT;
            boolean tooFast = tick * sum / count < StandardRates.UNIT * 0.8 / units;
            for (int half = 0; half < 2 && !tooSlow && !tooFast; half++) {
                double error = variance(half, rate);
                if (error < least && least > PERFECT) {
                    least = error;
                    best = units;
                }
            }
        }
        // Not faster than a tick, by more than 1 %.
        boolean possible = best > 0 && (double) best / StandardRates.UNIT < 1.01 / tick;
        return possible ? Reduction.reduce(best, StandardRates.UNIT, Integer.MAX_VALUE) : Rational.UNKNOWN;
    }
}
