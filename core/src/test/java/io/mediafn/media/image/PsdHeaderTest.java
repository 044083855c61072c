package io.mediafn.media.image;

import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.read.MediaException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PsdHeaderTest {
    private static Build head(int version, int channels, int depth, int mode) {
        return Build.of("8BPS")
                .be16(version)
                .zeros(6)
                .be16(channels)
                .be32(20, 30)
                .be16(depth, mode);
    }

    /** With resources of one kind, no layers, and raw pixels. */
    private static byte[] file(int version, int channels, int depth, int mode, byte[] resources) {
        return head(version, channels, depth, mode)
                .be32(0, resources.length)
                .bytes(resources)
                .be32(0)
                .be16(0)
                .zeros(9_000)
                .done();
    }

    private static byte[] resource(int id, byte[] data) {
        Build resource = Build.of("8BIM").be16(id, 0).be32(data.length).bytes(data);
        return data.length % 2 == 0 ? resource.done() : resource.u8(0).done();
    }

    @ParameterizedTest
    @CsvSource({
        "0,1,1,1", "1,1,8,1", "1,2,8,1", "2,1,8,1", "3,3,8,3", "3,4,8,4", "3,5,8,3", "4,4,8,4", "4,5,8,4", "7,3,8,1",
        "8,1,8,1", "9,3,8,3"
    })
    void reads_the_modes_that_pillow_reads(int mode, int channels, int depth, int bands) {
        assertThat(image(file(1, channels, depth, mode, new byte[0]))).isEqualTo("30x20x" + bands);
        assertThat(probe("a.psd", file(1, channels, depth, mode, new byte[0])).problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3,3,16", "3,2,8", "1,1,32", "5,3,8", "4,3,8", "0,1,16"})
    void tells_the_size_of_those_that_it_does_not(int mode, int channels, int depth) {
        byte[] file = file(1, channels, depth, mode, new byte[0]);

        assertThat(image(file)).startsWith("30x20x");
        assertThat(probe("a.psd", file).problems())
                .anySatisfy(problem -> assertThat(problem.reason()).contains("Pillow reads no PSD of mode " + mode));
    }

    @Test
    void tells_the_size_of_a_large_document() {
        assertThat(probe("a.psb", file(2, 3, 8, 3, new byte[0])).problems())
                .anySatisfy(problem -> assertThat(problem.reason()).contains("PSB"));
    }

    @Test
    void names_the_colour_profile_in_its_resources() {
        byte[] profile = new Build()
                .zeros(36)
                .text("acsp")
                .zeros(88)
                .be32(1)
                .text("desc")
                .be32(144, 20)
                .text("desc\0\0\0\0\0\0\0\5sRGB\0")
                .done();
        byte[] resources = new Build()
                .bytes(resource(1005, new byte[15]))
                .bytes(resource(1039, profile))
                .done();

        assertThat(probe("a.psd", file(1, 3, 8, 3, resources)).details())
                .contains(entry("icc_profile", "sRGB"), entry("color_space", "rgb"), entry("has_alpha", false));
    }

    @Test
    void resources_of_any_length_cost_no_further_read() {
        CountedSource source = CountedSource.of(file(1, 3, 8, 3, resource(1005, new byte[200_000])));

        new MediaProbe().probe("a.psd", source);

        assertThat(source.requests).isEqualTo(1);
        assertThat(source.received).isEqualTo(8_192);
    }

    @Test
    void refuses_files_that_are_shorter_than_their_sections() {
        refuses(head(1, 3, 8, 3).be32(500).zeros(100).done(), Reason.CORRUPT, "truncated");
        refuses(head(1, 3, 8, 3).be32(0, 500).zeros(100).done(), Reason.CORRUPT, "truncated");
        refuses(head(1, 3, 8, 3).be32(0, 0, 500).zeros(100).done(), Reason.CORRUPT, "truncated");
        refuses(head(1, 3, 8, 3).be32(0, 0, 0).done(), Reason.CORRUPT, "truncated");
        refuses(head(1, 3, 8, 3).be32(0, 0, 0).be16(1).zeros(119).done(), Reason.CORRUPT, "truncated");
        refuses(head(1, 3, 8, 3).be32(0xffffffffL).done(), Reason.CORRUPT, "truncated");
    }

    @Test
    void refuses_resources_that_lead_out_of_their_section() {
        byte[] liar = Build.of("8BIM").be16(1005, 0).be32(50_000).done();

        refuses("a.psd", file(1, 3, 8, 3, liar), Reason.CORRUPT, "truncated");
        byte[] long1 =
                head(1, 3, 8, 3).be32(0, liar.length).bytes(liar).zeros(100_000).done();
        refuses("a.psd", long1, Reason.CORRUPT, "do not end where they should");
    }
}
