package io.mediafn.media.video;

/** The frame rates that ffprobe takes for usual, as multiples of 1/12012 of a frame per second. */
public final class StandardRates {
    /** Of a frame per second. */
    public static final int UNIT = 12 * 1001;

    /** Up to 30 in steps of a twelfth, up to 60 in whole numbers, 80, 120, 240, and the six of television. */
    public static final int COUNT = 30 * 12 + 30 + 3 + 6;

    private static final double NEAR = 0.01;

    private StandardRates() {}

    /**
     * A rate in those units.
     *
     * @param index from 0, below the count
     */
    public static int units(int index) {
        if (index < 360) {
            return (index + 1) * 1001;
        }
        if (index < 390) {
            return (index - 360 + 31) * UNIT;
        }
        return switch (index - 390) {
            case 0 -> 80 * UNIT;
            case 1 -> 120 * UNIT;
            case 2 -> 240 * UNIT;
            case 3 -> 24 * 12_000;
            case 4 -> 30 * 12_000;
            case 5 -> 60 * 12_000;
            case 6 -> 12 * 12_000;
            case 7 -> 15 * 12_000;
            default -> 48 * 12_000;
        };
    }

    /** The usual rate within 1 %, else the rate itself. */
    public static Rational nearest(Rational rate) {
        double least = NEAR;
        int best = 0;
        for (int i = 0; i < COUNT; i++) {
            double error = Math.abs(rate.value() / ((double) units(i) / UNIT) - 1);
            if (error < least) {
                least = error;
                best = units(i);
            }
        }
        return best == 0 ? rate : Reduction.reduce(best, UNIT, Integer.MAX_VALUE);
    }
}
