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
     * @param timeBase with a denominator
     */
    public static double of(long ticks, Rational timeBase) {
        return new BigDecimal(ticks * timeBase.value())
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .doubleValue();
    }
}
