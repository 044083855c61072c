package io.mediafn.media.video;

/** Fractions in lowest terms, or near enough: ffprobe keeps both parts of a fraction below a limit. */
public final class Reduction {
    private Reduction() {}

    /**
     * The fraction in lowest terms; if one of its parts is still above {@code most}, the nearest fraction whose parts
     * are not, found by continued fractions.
     *
     * @param numerator 0 or more
     * @param denominator 0 or more
     * @param most 1 or more, below 2^31
     */
    public static Rational reduce(long numerator, long denominator, long most) {
        long divisor = gcd(numerator, denominator);
        long above = divisor == 0 ? numerator : numerator / divisor;
        long below = divisor == 0 ? denominator : denominator / divisor;
        if (above <= most && below <= most) {
            return new Rational(above, below);
        }
        // The last two convergents.
        long previousAbove = 0;
        long previousBelow = 1;
        long resultAbove = 1;
        long resultBelow = 0;
        while (below != 0) {
            long quotient = above / below;
            if (exceeds(quotient, resultAbove, previousAbove, most)
                    || exceeds(quotient, resultBelow, previousBelow, most)) {
                long fitting = Long.MAX_VALUE;
                if (resultAbove != 0) {
                    fitting = (most - previousAbove) / resultAbove;
                }
                if (resultBelow != 0) {
                    fitting = Math.min(fitting, (most - previousBelow) / resultBelow);
                }
                // A semi-convergent is nearer than the convergent before it if it goes more than half of the way.
                double semi = (double) below * (2.0 * fitting * resultBelow + previousBelow);
                if (semi > (double) above * resultBelow) {
                    return new Rational(fitting * resultAbove + previousAbove, fitting * resultBelow + previousBelow);
                }
                return new Rational(resultAbove, resultBelow);
            }
            long nextAbove = quotient * resultAbove + previousAbove;
            long nextBelow = quotient * resultBelow + previousBelow;
            previousAbove = resultAbove;
            previousBelow = resultBelow;
            resultAbove = nextAbove;
            resultBelow = nextBelow;
            long rest = above - below * quotient;
            above = below;
            below = rest;
        }
        return new Rational(resultAbove, resultBelow);
    }

    private static boolean exceeds(long quotient, long factor, long sum, long most) {
        return factor != 0 && quotient > (most - sum) / factor;
    }

    /** Upside down. */
    public static Rational inverse(Rational fraction) {
        long above = fraction.denominator();
        long below = fraction.numerator();
        return new Rational(above, below);
    }

    /** The greatest common divisor; the other number if one of them is 0. */
    public static long gcd(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }
}
