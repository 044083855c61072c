package io.mediafn.media.video;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReductionTest {
    private static String reduce(long numerator, long denominator, long most) {
        Rational result = Reduction.reduce(numerator, denominator, most);
        return result.numerator() + "/" + result.denominator();
    }

    @Test
    void fractions_come_in_lowest_terms_or_as_near_as_the_limit_allows() {
        assertThat(reduce(1_000_000_000, 40_000_000, 30_000)).isEqualTo("25/1");
        assertThat(reduce(1_000_000_000, 33_366_667, 30_000)).isEqualTo("30000/1001");
        assertThat(reduce(1_000_000_000, 16_683_333, 30_000)).isEqualTo("19001/317");
        assertThat(reduce(1_000_000_000, 3, 30_000)).isEqualTo("30000/1");
        assertThat(reduce(3, 1_000_000_000, 30_000)).isEqualTo("0/1");
        assertThat(reduce(0, 5, 10)).isEqualTo("0/1");
        assertThat(reduce(5, 0, 10)).isEqualTo("1/0");
        assertThat(reduce(0, 0, 10)).isEqualTo("0/0");
        assertThat(reduce(Long.MAX_VALUE, Long.MAX_VALUE - 1, Integer.MAX_VALUE))
                .isEqualTo("1/1");
    }

    @Test
    void seconds_are_those_of_a_printed_double() {
        assertThat(Seconds.of(74, new Rational(1001, 24_000))).isEqualTo(3.086417);
        assertThat(Seconds.of(1, new Rational(1, 3))).isEqualTo(0.333333);
    }
}
