package io.mediafn.media.video;

/**
 * A fraction as ffprobe prints it, not reduced; {@code 0/0} is unknown.
 *
 * @param numerator of either sign
 * @param denominator 0 for a fraction without a value
 */
public record Rational(long numerator, long denominator) {
    public static final Rational UNKNOWN = new Rational(0, 0);

    /** The quotient as Python computes it: not finite without a denominator. */
    public double value() {
        return (double) numerator / denominator;
    }

    boolean hasValue() {
        return denominator != 0;
    }
}
