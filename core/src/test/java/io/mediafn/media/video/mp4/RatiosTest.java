package io.mediafn.media.video.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Seconds;
import io.mediafn.media.video.StandardRates;
import org.junit.jupiter.api.Test;

/** Expected values are libavutil's own. */
class RatiosTest {
    @Test
    void fractions_are_reduced_and_fit_into_31_bits() {
        assertThat(Ratios.reduce(25_000, 1_000)).isEqualTo(new Rational(25, 1));
        assertThat(Ratios.reduce(0, 7)).isEqualTo(new Rational(0, 1));
        assertThat(Ratios.reduce(7, 0)).isEqualTo(new Rational(1, 0));
        assertThat(Ratios.reduce(-6, 4)).isEqualTo(new Rational(-3, 2));
        assertThat(Ratios.reduce(Integer.MAX_VALUE, 1)).isEqualTo(new Rational(Integer.MAX_VALUE, 1));
        assertThat(Ratios.reduce(90_000L * 100_108, 299_959_429)).isEqualTo(new Rational(1_719_003_993, 57_230_575));
    }

    @Test
    void ticks_are_rescaled_to_the_nearest_and_halves_away_from_zero() {
        assertThat(Ratios.rescale(1, 1, 2)).isEqualTo(1);
        assertThat(Ratios.rescale(-1, 1, 2)).isEqualTo(-1);
        assertThat(Ratios.rescale(1, 1, 3)).isZero();
        assertThat(Ratios.rescale(Long.MAX_VALUE, 1_000, 1_000)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void seconds_have_six_decimals_of_the_binary_value() {
        assertThat(Seconds.of(1, new Rational(1, 3))).isEqualTo(0.333333);
        assertThat(Seconds.of(2, new Rational(1, 3))).isEqualTo(0.666667);
        assertThat(Seconds.of(-1, new Rational(1, 8))).isEqualTo(-0.125);
        // Exactly between two: the binary value of 0.0000125 lies above it, that of 2.5 / 10^6 below or above.
        assertThat(Seconds.of(1, new Rational(1, 80_000))).isEqualTo(0.000013);
    }

    @Test
    void a_rate_close_to_a_standard_one_is_taken_for_it() {
        assertThat(StandardRates.nearest(new Rational(2_997, 100))).isEqualTo(new Rational(30_000, 1_001));
        assertThat(StandardRates.nearest(new Rational(251, 10))).isEqualTo(new Rational(301, 12));
        assertThat(StandardRates.nearest(new Rational(1_000, 1))).isEqualTo(new Rational(1_000, 1));
    }
}
