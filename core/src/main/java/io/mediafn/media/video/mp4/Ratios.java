package io.mediafn.media.video.mp4;

import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Reduction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** The arithmetic of libavutil, to the last bit: its rounding is visible in what ffprobe prints. */
final class Ratios {
    private Ratios() {}

    /** The fraction in lowest terms, or the nearest one whose parts fit into 31 bits; both may be negative. */
    static Rational reduce(long numerator, long denominator) {
        Rational reduced = Reduction.reduce(Math.abs(numerator), Math.abs(denominator), Integer.MAX_VALUE);
        boolean negative = numerator < 0 ^ denominator < 0;
        return negative ? new Rational(-reduced.numerator(), reduced.denominator()) : reduced;
    }

    /** {@code value * to / from}, rounded to the nearest, halves away from zero; {@code from} is positive. */
    static long rescale(long value, long to, long from) {
        BigInteger product = BigInteger.valueOf(value).multiply(BigInteger.valueOf(to));
        return new BigDecimal(product)
                .divide(BigDecimal.valueOf(from), 0, RoundingMode.HALF_UP)
                .toBigInteger()
                .longValue();
    }
}
