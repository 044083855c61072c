package io.mediafn.media.video;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Times as ffprobe prints them. */
public final class Seconds {
    private static final int DECIMALS = 6;

    private Seconds() {}

    /**
     * Ticks as seconds, rounded as C's {@code %f} rounds: what the product is in binary, to six decimals, a half to the
     * even side.
     *
     * @param timeBase whose quotient, if it is not finite, makes a result that is not either
     */
    public static double of(long ticks, Rational timeBase) {
        double seconds = ticks * timeBase.value();
        return Double.isFinite(seconds)
                ? new BigDecimal(seconds)
                        .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                        .doubleValue()
                : seconds;
    }
}
