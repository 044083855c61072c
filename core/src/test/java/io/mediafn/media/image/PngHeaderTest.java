package io.mediafn.media.image;

import static io.mediafn.media.Build.orientation;
import static io.mediafn.media.Build.png;
import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaMetadata;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import io.mediafn.media.read.MediaException.Reason;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngHeaderTest {
    /** Two channels of 16 bits are the odd one: Pillow makes four of them. */
    @ParameterizedTest
    @CsvSource({
        "1,0,1", "2,0,1", "4,0,1", "8,0,1", "16,0,1", "8,2,3", "16,2,3", "1,3,1", "2,3,1", "4,3,1", "8,3,1", "8,4,2",
        "16,4,4", "8,6,4", "16,6,4"
    })
    void readsEveryColourType(int depth, int colourType, int channels) {
        assertThat(image(png().ihdr(33, 22, depth, colourType).idat().done())).isEqualTo("33x22x" + channels);
    }

    @ParameterizedTest
    @CsvSource({"3,0", "16,3", "4,2", "1,6", "8,1", "8,7"})
    void refusesOthers(int depth, int colourType) {
        refuses(png().ihdr(33, 22, depth, colourType).idat().done(), Reason.CORRUPT, "no such colour type");
    }

    @Test
    void keepsItsChannelsWhateverIsTransparent() {
        assertThat(image(png().ihdr(1, 2, 8, 3)
                        .chunk("PLTE", new byte[6])
                        .chunk("tRNS", new byte[2])
                        .idat()
                        .done()))
                .isEqualTo("1x2x1");
    }

    @Test
    void neverTurns() {
        byte[] file =
                png().ihdr(5, 7, 8, 2).chunk("eXIf", orientation(6)).idat().done();
        ProbeResult result = probe("a.png", file);

        assertThat(result.metadata())
                .isEqualTo(new MediaMetadata.Image(OptionalLong.of(file.length), "image/png", 5, 7, 3));
        assertThat(result.details())
                .contains(entry("orientation", 6), entry("display_width", 7), entry("display_height", 5));
    }

    @Test
    void tellsAnAnimation() {
        byte[] control = new Build().be32(2, 0).done();

        assertThat(probe(
                                "a.png",
                                png().ihdr(5, 7, 8, 2)
                                        .chunk("acTL", control)
                                        .idat()
                                        .done())
                        .details())
                .contains(entry("animated", true));
        assertThat(probe("a.png", png().ihdr(5, 7, 8, 2).idat().done()).details())
                .contains(entry("animated", false), entry("bit_depth", 8));
    }

    @Test
    void readsApplesChunkBeforeTheHeader() {
        assertThat(image(
                        png().chunk("CgBI", new byte[4]).ihdr(5, 7, 8, 6).idat().done()))
                .isEqualTo("5x7x4");
    }

    @Test
    void costsOneReadHoweverLongTheTextsAre() {
        CountedSource source = CountedSource.of(
                png().ihdr(5, 7, 8, 6).chunk("iTXt", new byte[300_000]).idat().done());

        assertThat(new MediaProbe().probe("a.png", source).details()).doesNotContainKey("animated");
        assertThat(source.requests).isEqualTo(1);
        assertThat(source.received).isEqualTo(8192);
    }

    @Test
    void reportsTheSizeOfABomb() {
        ProbeResult result =
                probe("a.png", png().ihdr(20_000, 20_000, 8, 6).idat().done());

        assertThat(result.metadata())
                .isEqualTo(new MediaMetadata.Image(OptionalLong.of(67), "image/png", 20_000, 20_000, 4));
        assertThat(result.details()).contains(entry("pixel_bomb", true));
        assertThat(probe("a.png", png().ihdr(13_377, 13_377, 8, 6).idat().done())
                        .details())
                .doesNotContainKey("pixel_bomb");
    }

    @Test
    void refusesBrokenHeaders() {
        byte[] wrongChecksum = png().ihdr(5, 7, 8, 6).idat().done();
        wrongChecksum[19] ^= 1;

        refuses(wrongChecksum, Reason.CORRUPT, "checksum");
        refuses(png().ihdr(0, 7, 8, 6).idat().done(), Reason.CORRUPT, "0 x 7");
        refuses(png().ihdr(1L << 31, 7, 8, 6).idat().done(), Reason.CORRUPT, "cannot be");
        refuses(png().idat().done(), Reason.CORRUPT, "no IHDR");
        refuses(png().chunk("IHDR", new byte[12]).idat().done(), Reason.CORRUPT, "IHDR of 12 bytes");
        refuses(png().ihdr(5, 7, 8, 6).be32(0).text("\0\0\0\0").done(), Reason.CORRUPT, "chunk of type");
    }

    @Test
    void refusesEveryTruncationBeforeThePixels() {
        Build file = png().ihdr(5, 7, 8, 6).chunk("tEXt", new byte[20]);

        for (int length = 8; length < file.size(); length++) {
            refuses(file.cut(length), Reason.CORRUPT, "truncated");
        }
    }

    @Test
    void refuses_a_chunk_before_the_pixels_whose_checksum_is_wrong() {
        byte[] file = png().ihdr(5, 7, 8, 2).chunk("gAMA", new byte[4]).idat().done();
        assertThat(image(file)).isEqualTo("5x7x3");
        file[8 + 25 + 8] = 1; // in the content of gAMA
        refuses(file, Reason.CORRUPT, "the checksum of gAMA is wrong");
    }
}
