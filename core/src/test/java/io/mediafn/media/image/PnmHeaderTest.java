package io.mediafn.media.image;

import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.read.MediaException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PnmHeaderTest {
    private static byte[] file(String text) {
        return Build.of(text).zeros(5_000).done();
    }

    @ParameterizedTest
    @CsvSource({"P1,1", "P2,1", "P3,3", "P4,1", "P5,1", "P6,3", "Pf,1", "PyP,1", "PyRGBA,4", "PyCMYK,4", "P0CMYK,4"})
    void reads_each_kind(String magic, int channels) {
        assertThat(image(file(magic + "\n30 20\n255\n"))).isEqualTo("30x20x" + channels);
    }

    @Test
    void reads_the_grammar_of_pillow() {
        assertThat(image(file("P6\t# a comment\r3#more\n0\n\n 2_0\u000b65535 ")))
                .isEqualTo("30x20x3");
        assertThat(image(file("P5 +30 20 255 "))).isEqualTo("30x20x1");
    }

    @Test
    void tells_the_depth() {
        assertThat(probe("a.pgm", file("P5 3 2 1023 ")).details()).contains(entry("bit_depth", 10));
        assertThat(probe("a.pbm", file("P4 3 2 ")).details()).contains(entry("bit_depth", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P6 30 20 0 ",
                "P6 30 20 65536 ",
                "P6 x 20 255 ",
                "P6 3__0 20 255 ",
                "P6 30 ",
                "P6 30 20 1.5 ",
                "P6 12345678901 20 255 ",
                "P6 -30 20 255 ",
                "P6 0 20 255 ",
                "Pf 30 20 0.0 ",
                "Pf 30 20 nan ",
                "Pf 30 20 1_ ",
                "P6#30 20 255 "
            })
    void refuses_what_pillow_cannot_read(String header) {
        refuses("a.ppm", Build.of(header).done(), Reason.CORRUPT, "");
    }

    @Test
    void tells_of_kinds_that_pillow_has_not() {
        byte[] map = file("P7\nWIDTH 30\n# x\nHEIGHT 20\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n");

        assertThat(image(map)).isEqualTo("30x20x4");
        assertThat(probe("a.pam", map).problems())
                .anySatisfy(problem -> assertThat(problem.reason()).contains("PAM"));
        assertThat(probe("a.pfm", file("PF 30 20 -1.0 ")).problems())
                .anySatisfy(problem -> assertThat(problem.reason()).contains("PFM"));
    }

    @Test
    void a_comment_without_end_ends_in_time() {
        refuses("a.ppm", Build.of("P6 #").repeat("x", 1_000_000).done(), Reason.CORRUPT, "header of more than");
        refuses("a.ppm", Build.of("P7\n").repeat("X Y\n", 200_000).done(), Reason.CORRUPT, "does not end");
    }
}
