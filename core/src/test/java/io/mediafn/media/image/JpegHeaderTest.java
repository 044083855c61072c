package io.mediafn.media.image;

import static io.mediafn.media.Build.jpeg;
import static io.mediafn.media.Build.orientation;
import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.read.MediaException.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegHeaderTest {
    private static final String GAIN_MAP = "<x hdrgm:Version=\"1.0\"/>";

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void readsSizeAndChannels(int components) {
        assertThat(image(jpeg().frame(640, 480, components).scan().done())).isEqualTo("640x480x" + components);
    }

    @Test
    void readsEveryKindOfFrame() {
        for (int marker : new int[] {0xc0, 0xc1, 0xc2, 0xc3, 0xc9, 0xcf, 0xde}) {
            assertThat(image(jpeg().frame(marker, 8, 5, 6, 3).scan().done())).isEqualTo("5x6x3");
        }
    }

    @Test
    void turnsWhatExifTurns() {
        for (int orientation = 0; orientation <= 9; orientation++) {
            byte[] file = jpeg().exif(orientation(orientation))
                    .frame(64, 48, 3)
                    .scan()
                    .done();

            assertThat(image(file)).isEqualTo(orientation >= 5 && orientation <= 8 ? "48x64x3" : "64x48x3");
        }
    }

    @Test
    void tellsTheSizeOnDisplayBesides() {
        assertThat(probe(
                                "a.jpg",
                                jpeg().exif(orientation(6))
                                        .frame(64, 48, 3)
                                        .scan()
                                        .done())
                        .details())
                .contains(
                        entry("mime_type_sniffed", "image/jpeg"),
                        entry("orientation", 6),
                        entry("display_width", 48),
                        entry("display_height", 64),
                        entry("bit_depth", 8));
        assertThat(probe(
                                "a.jpg",
                                jpeg().exif(orientation(1))
                                        .frame(64, 48, 3)
                                        .scan()
                                        .done())
                        .details())
                .containsKey("orientation")
                .doesNotContainKeys("display_width", "display_height");
    }

    @Test
    void joinsAnExifThatIsSplitOverSegments() {
        byte[] exif = orientation(8);
        Build file = jpeg().exif(Arrays.copyOf(exif, 15)).exif(Arrays.copyOfRange(exif, 15, exif.length));

        assertThat(image(file.frame(64, 48, 3).scan().done())).isEqualTo("48x64x3");
    }

    @Test
    void findsAnExifBehindTheFrame() {
        assertThat(image(jpeg().frame(64, 48, 3).exif(orientation(6)).scan().done()))
                .isEqualTo("48x64x3");
    }

    @Test
    void forgivesADoubledMarkOfExif() {
        byte[] doubled = Build.of("Exif\0\0").bytes(orientation(6)).done();

        assertThat(image(jpeg().exif(doubled).frame(64, 48, 3).scan().done())).isEqualTo("48x64x3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<x tiff:Orientation=\"6\"/>", "<tiff:Orientation>6</tiff:Orientation>"})
    void fallsBackToXmp(String xmp) {
        byte[] silent = Build.tiff().shorts(0x128, 2).done();

        assertThat(image(jpeg().xmp(xmp).frame(64, 48, 3).scan().done())).isEqualTo("48x64x3");
        assertThat(image(jpeg().xmp(xmp).exif(silent).frame(64, 48, 3).scan().done()))
                .isEqualTo("48x64x3");
    }

    @Test
    void ignoresXmpWhereExifSpeaksOrIsUnreadable() {
        String xmp = "<x tiff:Orientation=\"6\"/>";

        for (byte[] exif : new byte[][] {
            orientation(1), orientation(0), Build.of("no TIFF").done(), new byte[] {'I', 'I'}
        }) {
            assertThat(image(jpeg().xmp(xmp).exif(exif).frame(64, 48, 3).scan().done()))
                    .isEqualTo("64x48x3");
        }
    }

    @Test
    void leavesAFileOfSeveralPicturesUnturned() {
        Build file =
                jpeg().exif(orientation(6)).multiPicture(2, 2).frame(64, 48, 3).scan();

        assertThat(image(file.done())).isEqualTo("64x48x3");
        assertThat(probe("a.jpg", file.done()).details()).contains(entry("display_width", 48));
    }

    @Test
    void turnsAFileWhoseIndexListsOnePicture() {
        assertThat(image(jpeg().exif(orientation(6))
                        .multiPicture(1, 1)
                        .frame(64, 48, 3)
                        .scan()
                        .done()))
                .isEqualTo("48x64x3");
    }

    @Test
    void turnsAnUltraHdrWhoseSecondPictureIsAGainMap() {
        Build file =
                jpeg().exif(orientation(6)).multiPicture(2, 2).frame(64, 48, 3).xmp(GAIN_MAP);

        assertThat(image(file.scan().done())).isEqualTo("48x64x3");
    }

    @Test
    void refusesAnIndexThatIsTooShortAsPillowDoes() {
        refuses(
                jpeg().exif(orientation(6))
                        .multiPicture(3, 2)
                        .frame(64, 48, 3)
                        .scan()
                        .done(),
                Reason.CORRUPT,
                "index of its 3 pictures");
    }

    @Test
    void stepsOverFillBytesJunkAndRestarts() {
        Build file = jpeg().u8(0xff, 0xff, 0xff, 0xd0, 0, 'x', 0xff, 0).segment(0xfe, "comment");

        assertThat(image(file.frame(64, 48, 3).scan().done())).isEqualTo("64x48x3");
    }

    @Test
    void takesSegmentsWithoutContent() {
        assertThat(image(jpeg().u8(0xff, 0xe5).be16(0).frame(64, 48, 3).scan().done()))
                .isEqualTo("64x48x3");
    }

    @Test
    void letsTheLastFrameCount() {
        assertThat(image(jpeg().frame(1, 1, 1).frame(64, 48, 3).scan().done())).isEqualTo("64x48x3");
    }

    @Test
    void jumpsOverLongProfilesWithOneRequestEach() {
        Build file = jpeg();
        for (int i = 0; i < 5; i++) {
            file.segment(0xe2, new byte[65_533]);
        }
        CountedSource source =
                CountedSource.of(file.frame(64, 48, 3).scan().zeros(500_000).done());

        new MediaProbe().probe("a.jpg", source);

        assertThat(source.requests).isLessThanOrEqualTo(6);
    }

    @Test
    void readsAHeaderSplitAnywhereAtTheWindowsEdge() {
        for (int filler = 65_380; filler < 65_500; filler++) {
            Build file = jpeg().segment(0xe5, new byte[filler])
                    .exif(orientation(6))
                    .frame(64, 48, 3)
                    .scan();

            assertThat(image(file.zeros(100_000).done())).isEqualTo("48x64x3");
        }
    }

    @Test
    void refusesWhatPillowRefuses() {
        refuses(jpeg().frame(0xc0, 12, 5, 6, 3).scan().done(), Reason.UNSUPPORTED, "12 bits");
        refuses(jpeg().frame(5, 6, 2).scan().done(), Reason.UNSUPPORTED, "2 channels");
        refuses(jpeg().scan().done(), Reason.CORRUPT, "without a frame header");
        refuses(jpeg().frame(0, 6, 3).scan().done(), Reason.CORRUPT, "0 x 6");
        refuses(jpeg().segment(0xe0, "JFIF\0").frame(5, 6, 3).scan().done(), Reason.CORRUPT, "ffe0");
        refuses(jpeg().segment(0xdb, new byte[60]).frame(5, 6, 3).scan().done(), Reason.CORRUPT, "quantization");
        refuses(jpeg().u8(0xff, 0x02).frame(5, 6, 3).scan().done(), Reason.CORRUPT, "marker ff02");
    }

    @Test
    void refusesEveryTruncation() {
        Build file = jpeg().segment(0xe0, "JFIF\0\1\1\0\0\1\0\1\0\0")
                .exif(orientation(6))
                .frame(64, 48, 3)
                .scan();

        for (int length = 3; length < file.size(); length++) {
            refuses(file.cut(length), Reason.CORRUPT, "truncated");
        }
    }
}
