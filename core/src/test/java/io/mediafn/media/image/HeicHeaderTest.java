package io.mediafn.media.image;

import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static io.mediafn.media.image.Boxes.auxiliary;
import static io.mediafn.media.image.Boxes.box;
import static io.mediafn.media.image.Boxes.depths;
import static io.mediafn.media.image.Boxes.fileType;
import static io.mediafn.media.image.Boxes.size;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.image.Boxes.Heif;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeicHeaderTest {
    private static Heif heic(byte[]... properties) {
        return new Heif().fileType("heic", "mif1", "heic").item("hvc1", 100, properties);
    }

    @Test
    void tells_more_than_fiftyone_knows_and_says_so() {
        byte[] file = heic(size(4032, 3024), depths(8, 8, 8)).done();

        assertThat(image(file)).isEqualTo("4032x3024x3");
        assertThat(probe("a.heic", file).problems())
                .extracting(Problem::field, Problem::reason)
                .containsExactly(tuple(
                        "metadata", "FiftyOne stores nothing for it: Pillow does not read HEIC without a plug-in"));
    }

    @Test
    void costs_one_small_read() {
        CountedSource source =
                CountedSource.of(heic(size(4032, 3024)).data(new byte[300_000]).done());

        new MediaProbe().probe("a.heic", source);

        assertThat(source.requests).isEqualTo(1);
        assertThat(source.received).isEqualTo(8_192);
    }

    @ParameterizedTest
    @CsvSource({
        "0,-1,1", "1,-1,8", "2,-1,3", "3,-1,6", "0,0,4", "0,1,2", "1,0,5", "1,1,7", "2,0,2", "2,1,4", "3,0,7", "3,1,5"
    })
    void turn_and_mirror_make_an_orientation(int turn, int mirror, int orientation) {
        byte[] turned = box("irot", new byte[] {(byte) turn});
        byte[] file = mirror < 0
                ? heic(size(40, 30), turned).done()
                : heic(size(40, 30), turned, box("imir", new byte[] {(byte) mirror}))
                        .done();

        assertThat(image(file)).isEqualTo("40x30x3");
        assertThat(probe("a.heic", file).details()).contains(entry("orientation", orientation));
    }

    @Test
    void alpha_and_grey_change_the_channels() {
        byte[] alpha = heic(size(40, 30))
                .item("hvc1", 50, size(40, 30), auxiliary("urn:mpeg:hevc:2015:auxid:1"))
                .refer("auxl", 2, 1)
                .done();

        assertThat(image(alpha)).isEqualTo("40x30x4");
        assertThat(image(heic(size(40, 30), depths(10)).done())).isEqualTo("40x30x1");
    }

    @Test
    void tells_of_a_gain_map() {
        byte[] file = heic(size(40, 30))
                .item("hvc1", 50, size(20, 15), auxiliary("urn:com:apple:photo:2020:aux:hdrgainmap"))
                .refer("auxl", 2, 1)
                .done();

        assertThat(probe("a.heic", file).details()).contains(entry("gain_map", true), entry("has_alpha", false));
    }

    @Test
    void what_only_libavif_minds_is_no_reason_to_refuse() {
        byte[] again = Boxes.fullBox("ipma", 0, 0, new byte[4]);

        assertThat(image(heic(size(40, 30)).withAssociations(again).done())).isEqualTo("40x30x3");
    }

    @Test
    void refuses_files_without_a_size() {
        refuses("a.heic", heic().done(), Reason.CORRUPT, "no primary image with a size");
        refuses("a.heic", fileType("heic", "heic"), Reason.CORRUPT, "no box");
        refuses("a.heic", Build.of("<html>").done(), Reason.CORRUPT, "text/html");
        refuses("a.heic", Build.of("nothing at all").done(), Reason.CORRUPT, "named as image/heic");
    }
}
