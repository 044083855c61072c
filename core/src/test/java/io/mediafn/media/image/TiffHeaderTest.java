package io.mediafn.media.image;

import static io.mediafn.media.Build.tiff;
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
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiffHeaderTest {
    /** 30 x 20 pixels in one strip. */
    private static Build.Tiff plain(int photometric, String bits) {
        int[] depths = numbers(bits);
        return tiff().longs(256, 30)
                .longs(257, 20)
                .shorts(258, depths)
                .shorts(262, photometric)
                .longs(273, 8)
                .shorts(277, depths.length);
    }

    private static int[] numbers(String text) {
        return Stream.of(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "0,1,1",
        "1,1,1",
        "1,2,1",
        "0,4,1",
        "1,8,1",
        "1,12,1",
        "1,16,1",
        "1,32,1",
        "2,8 8 8,3",
        "2,16 16 16,3",
        "2,8 8 8 8,4",
        "2,16 16 16 16,4",
        "5,8 8 8 8,4",
        "5,16 16 16 16,4",
        "6,8 8 8,3",
        "6,8,1",
        "8,8 8 8,3"
    })
    void readsEveryModeOfPillow(int photometric, String bits, int channels) {
        assertThat(image(plain(photometric, bits).done())).isEqualTo("30x20x" + channels);
    }

    @ParameterizedTest
    @CsvSource({
        "1,8 8,2,2",
        "2,8 8 8 8,0,3",
        "2,8 8 8 8,1,4",
        "2,8 8 8 8,2,4",
        "2,8 8 8 8,999,4",
        "2,8 8 8 8 8,1 0,4",
        "2,8 8 8 8 8 8,0 0 0,3",
        "2,16 16 16 16,0,3",
        "5,8 8 8 8 8,0,4"
    })
    void readsSamplesPastTheColours(int photometric, String bits, String extra, int channels) {
        assertThat(image(plain(photometric, bits).shorts(338, numbers(extra)).done()))
                .isEqualTo("30x20x" + channels);
    }

    @ParameterizedTest
    @CsvSource({"3,8,'',1", "3,1,'',1", "3,8 8,0,1", "3,8 8,2,2"})
    void readsPalettes(int photometric, String bits, String extra, int channels) {
        Build.Tiff file = plain(photometric, bits);
        if (!extra.isEmpty()) {
            file.shorts(338, numbers(extra));
        }

        refuses(file.done(), Reason.CORRUPT, "without its colours");
        assertThat(image(file.shorts(320, new int[768]).done())).isEqualTo("30x20x" + channels);
    }

    @ParameterizedTest
    @CsvSource({"1,6", "1,24", "1,64", "2,4 4 4", "2,32 32 32", "2,8 8 16", "4,1", "5,8 8 8 8 8", "8,16 16 16", "9,8"})
    void refusesTheModesThatPillowLacks(int photometric, String bits) {
        refuses(plain(photometric, bits).done(), Reason.UNSUPPORTED, "the layout of its pixels");
    }

    @Test
    void readsSampleFormatsThatAllSamplesShare() {
        assertThat(image(plain(1, "32").shorts(339, 3).done())).isEqualTo("30x20x1");
        assertThat(image(plain(2, "8 8 8").shorts(339, 1, 1, 1).done())).isEqualTo("30x20x3");
        refuses(plain(2, "8 8 8").shorts(339, 1, 2, 1).done(), Reason.UNSUPPORTED, "layout");
        refuses(plain(2, "32 32 32").shorts(339, 3, 3, 3).done(), Reason.UNSUPPORTED, "sample format 3");
    }

    @Test
    void turnsAsPillowDoes() {
        ProbeResult result = probe("a.tif", plain(1, "8").shorts(274, 6).done());

        assertThat(result.metadata())
                .isEqualTo(new MediaMetadata.Image(OptionalLong.of(1000), "image/tiff", 20, 30, 1));
        assertThat(result.details())
                .contains(entry("orientation", 6), entry("display_width", 20), entry("display_height", 30));
    }

    @Test
    void readsOneDepthForAllSamples() {
        assertThat(image(plain(2, "8").shorts(277, 3).done())).isEqualTo("30x20x3");
        assertThat(image(plain(2, "8 8 8 8").shorts(277, 3).done())).isEqualTo("30x20x3");
        refuses(plain(2, "8 8").shorts(277, 3).done(), Reason.UNSUPPORTED, "3 samples per pixel, but bits for 2");
    }

    @Test
    void leavesOutPlanesThatMeanNothing() {
        Build.Tiff file = plain(2, "8 8 8 8").shorts(338, 0).shorts(284, 2);

        assertThat(image(file.shorts(259, 5).done())).isEqualTo("30x20x3");
        refuses(file.shorts(259, 1).longs(273, 8, 8, 8, 8).done(), Reason.UNSUPPORTED, "4 planes");
    }

    @Test
    void readsBigTiffOfEitherByteOrder() {
        byte[] little = Build.of("II+\0")
                .le16(8, 0)
                .le32(16, 0, 4, 0)
                .le16(256, 3)
                .le32(1, 0, 30, 0)
                .le16(257, 16)
                .le32(1, 0, 20, 0)
                .le16(258, 3)
                .le32(1, 0, 8, 0)
                .le16(273, 4)
                .le32(1, 0, 8, 0)
                .zeros(8)
                .done();
        byte[] big = Build.of("MM\0+")
                .be16(8, 0)
                .be32(0, 16, 0, 4)
                .be16(256, 3)
                .be32(0, 1)
                .be16(30, 0, 0, 0)
                .be16(257, 16)
                .be32(0, 1, 0, 20)
                .be16(258, 3)
                .be32(0, 1)
                .be16(8, 0, 0, 0)
                .be16(273, 4)
                .be32(0, 1, 8, 0)
                .zeros(8)
                .done();

        assertThat(image(little)).isEqualTo("30x20x1");
        assertThat(image(big)).isEqualTo("30x20x1");
    }

    @Test
    void readsVersionsOfTheWrongByteOrder() {
        byte[] file = plain(1, "8").done();
        file[2] = 0;
        file[3] = '*';

        assertThat(image(file)).isEqualTo("30x20x1");
    }

    @Test
    void goesStraightToADirectoryAtTheEnd() {
        byte[] directory = plain(1, "8").done();
        int shift = 5_000_000;
        Build file = Build.of("II*\0").le32(8 + shift).zeros(shift).bytes(Arrays.copyOfRange(directory, 8, 1000));
        CountedSource source = CountedSource.of(file.done());

        new MediaProbe().probe("a.tif", source);

        assertThat(source.requests).isEqualTo(2);
        assertThat(source.received).isEqualTo(65_536 + 992);
    }

    @Test
    void stopsAtTheFirstTagWhoseValuesLiePastTheEnd() {
        byte[] before = tiff().longs(256, 30)
                .longs(257, 20)
                .raw(270, 2, 1_000_000, new byte[8])
                .shorts(258, 8)
                .shorts(262, 1)
                .longs(273, 8)
                .done();

        refuses(before, Reason.CORRUPT, "without strips");
    }

    @Test
    void skipsTypesThatDoNotExist() {
        assertThat(image(plain(1, "8").raw(256, 17, 1, new byte[4]).done())).isEqualTo("30x20x1");
        assertThat(image(plain(1, "8").raw(256, 3, 0, new byte[4]).done())).isEqualTo("30x20x1");
    }

    @Test
    void refusesWhatPillowRefuses() {
        refuses(plain(1, "8").shorts(259, 34712).done(), Reason.UNSUPPORTED, "compression 34712");
        refuses(plain(1, "8").shorts(277, 7).done(), Reason.UNSUPPORTED, "7 samples");
        refuses(plain(1, "8").raw(256, 5, 1, new Build().le32(30, 1).done()).done(), Reason.CORRUPT, "no whole number");
        refuses(plain(1, "8").raw(258, 1, 1, new byte[] {8}).done(), Reason.UNSUPPORTED, "8 bits in its directory");
        refuses(plain(1, "8").longs(256, 0).done(), Reason.CORRUPT, "0 x 20");
        refuses(plain(1, "8").shorts(0xbc01, 1).done(), Reason.UNSUPPORTED, "Windows Media Photo");
        refuses(tiff().longs(257, 20).done(), Reason.CORRUPT, "without width");
        refuses(tiff().longs(330, 500).done(), Reason.UNSUPPORTED, "subdirectory");
        refuses(Build.of("II*\0").le32(0).zeros(50).done(), Reason.CORRUPT, "without a directory");
    }

    @Test
    void needsTheSizeOfTiles() {
        Build.Tiff tiles = tiff().longs(256, 30)
                .longs(257, 20)
                .shorts(258, 8)
                .shorts(262, 1)
                .longs(324, 8);

        refuses(tiles.done(), Reason.CORRUPT, "tiles of no size");
        assertThat(image(tiles.shorts(322, 16).shorts(323, 16).done())).isEqualTo("30x20x1");
    }

    @Test
    void readsOldJpegAsYcbcr() {
        assertThat(image(tiff().longs(256, 30)
                        .longs(257, 20)
                        .shorts(258, 8)
                        .shorts(259, 6)
                        .shorts(262, 2)
                        .done()))
                .isEqualTo("30x20x3");
    }
}
