package io.mediafn.media.video.mp4;

import io.mediafn.media.video.Rational;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** The arithmetic of libavutil, to the last bit: its rounding is visible in what ffprobe prints. */
final class Ratios {
    private static final long MAX = Integer.MAX_VALUE;

    /** Frame rates in 1/12012 of a frame a second, to which a guessed one within one percent is snapped. */
    private static final int STANDARD_BASE = 12 * 1001;

    private static final int TWELFTHS = 30 * 12;
    private static final int WHOLE = 30;
    private static final int[] ROUND = {80, 120, 240};
    private static final int[] NTSC = {24, 30, 60, 12, 15, 48};

    private Ratios() {}

    /** The fraction in lowest terms, or the nearest one whose parts fit into 31 bits (by continued fractions). */
    static Rational reduce(long numerator, long denominator) {
        boolean negative = numerator < 0 ^ denominator < 0;
        long num = Math.abs(numerator);
        long den = Math.abs(denominator);
        long divisor = gcd(num, den);
        if (divisor != 0) {
            num /= divisor;
            den /= divisor;
        }
        long beforeNum = 0;
        long beforeDen = 1;
        long bestNum = 1;
        long bestDen = 0;
        if (num <= MAX && den <= MAX) {
            bestNum = num;
            bestDen = den;
            den = 0;
        }
        while (den != 0) {
            long quotient = num / den;
            long rest = num - den * quotient;
            long nextNum = quotient * bestNum + beforeNum;
            long nextDen = quotient * bestDen + beforeDen;
            if (nextNum > MAX || nextDen > MAX) {
                if (bestNum != 0) {
                    quotient = (MAX - beforeNum) / bestNum;
                }
                if (bestDen != 0) {
                    quotient = Math.min(quotient, (MAX - beforeDen) / bestDen);
                }
                if (den * (2 * quotient * bestDen + beforeDen) > num * bestDen) {
                    bestNum = quotient * bestNum + beforeNum;
                    bestDen = quotient * bestDen + beforeDen;
                }
                break;
            }
            beforeNum = bestNum;
            beforeDen = bestDen;
            bestNum = nextNum;
            bestDen = nextDen;
            num = den;
            den = rest;
        }
        return new Rational(negative ? -bestNum : bestNum, bestDen);
    }

    private static long gcd(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }

    /** {@code value * to / from}, rounded to the nearest, halves away from zero; {@code from} is positive. */
    static long rescale(long value, long to, long from) {
        BigInteger product = BigInteger.valueOf(value).multiply(BigInteger.valueOf(to));
        return new BigDecimal(product)
                .divide(BigDecimal.valueOf(from), 0, RoundingMode.HALF_UP)
                .toBigInteger()
                .longValue();
    }

    /** Ticks as seconds with the six decimals that ffprobe prints: the exact binary value, a half to the even side. */
    static double seconds(long ticks, long timescale) {
        double seconds = ticks * (1.0 / timescale);
        return Double.isFinite(seconds)
                ? new BigDecimal(seconds).setScale(6, RoundingMode.HALF_EVEN).doubleValue()
                : seconds;
    }

    /** The standard frame rate within one percent of this one, else this one. */
    static Rational snap(Rational rate) {
        double bestError = 0.01;
        int best = 0;
        for (int i = 0; i < TWELFTHS + WHOLE + ROUND.length + NTSC.length; i++) {
            int standard = standard(i);
            double error = Math.abs(rate.value() / ((double) standard / STANDARD_BASE) - 1);
            if (error < bestError) {
                bestError = error;
                best = standard;
            }
        }
        return best == 0 ? rate : reduce(best, STANDARD_BASE);
    }

    /** Twelfths of a frame up to 30, whole frames up to 60, and the rates of film and television. */
    private static int standard(int index) {
        if (index < TWELFTHS) {
            return (index + 1) * 1001;
        }
        int i = index - TWELFTHS;
        if (i < WHOLE) {
            return (i + WHOLE + 1) * 1001 * 12;
        }
        i -= WHOLE;
        return i < ROUND.length ? ROUND[i] * 1001 * 12 : NTSC[i - ROUND.length] * 1000 * 12;
    }
}
