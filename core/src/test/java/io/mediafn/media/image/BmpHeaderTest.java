package io.mediafn.media.image;

import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.media.Build;
import io.mediafn.media.MediaMetadata;
import io.mediafn.media.read.MediaException.Reason;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BmpHeaderTest {
    private static Build dib(int size, int bits, int compression, int colours, long... masks) {
        Build header = new Build()
                .le32(size, 30, 20)
                .le16(1, bits)
                .le32(compression, 0, 0, 0, colours, 0)
                .le32(masks);
        return header.zeros(Math.max(0, size - header.size()));
    }

    private static byte[] bmp(Build dib) {
        return Build.of("BM").le32(0, 0, 54).bytes(dib.done()).done();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "4,1", "8,1", "16,3", "24,3", "32,3"})
    void readsEveryDepth(int bits, int channels) {
        for (int size : new int[] {40, 52, 56, 64, 108, 124}) {
            assertThat(image(bmp(dib(size, bits, 0, 0)))).isEqualTo("30x20x" + channels);
        }
        byte[] core = Build.of("BM").le32(0, 0, 26, 12).le16(30, 20, 1, bits).done();
        assertThat(image(core)).isEqualTo("30x20x" + channels);
    }

    @Test
    void readsAHeightBelowZeroAsRowsFromTheTop() {
        byte[] file = bmp(new Build().le32(40, 30, -20).le16(1, 24).zeros(24));

        assertThat(image(file)).isEqualTo("30x20x3");
    }

    @Test
    void hasAlphaOnlyWhereTheMasksSaySo() {
        assertThat(image(bmp(dib(56, 32, 3, 0, 0xff0000, 0xff00, 0xff, 0xff000000L))))
                .isEqualTo("30x20x4");
        assertThat(image(bmp(dib(56, 32, 3, 0, 0xff0000, 0xff00, 0xff, 0)))).isEqualTo("30x20x3");
        assertThat(image(bmp(dib(56, 32, 3, 0, 0, 0, 0, 0)))).isEqualTo("30x20x4");
        assertThat(image(bmp(dib(52, 32, 3, 0, 0xff0000, 0xff00, 0xff)))).isEqualTo("30x20x3");
        assertThat(image(bmp(dib(40, 16, 3, 0, 0xf800, 0x7e0, 0x1f)))).isEqualTo("30x20x3");
        assertThat(image(bmp(dib(56, 16, 3, 0, 0x7c00, 0x3e0, 0x1f, 0x8000)))).isEqualTo("30x20x3");
    }

    @Test
    void refusesMasksThatPillowDoesNotKnow() {
        refuses(bmp(dib(56, 32, 3, 0, 0x3ff, 0xffc00, 0x3ff00000, 0)), Reason.UNSUPPORTED, "bit masks 3ff");
        refuses(bmp(dib(56, 8, 3, 0, 0xff0000, 0xff00, 0xff, 0)), Reason.UNSUPPORTED, "bit masks");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 64})
    void refusesOtherDepths(int bits) {
        refuses(bmp(dib(40, bits, 0, 0)), Reason.UNSUPPORTED, bits + " bits per pixel");
    }

    @Test
    void refusesWhatCannotBe() {
        refuses(bmp(dib(40, 24, 5, 0)), Reason.UNSUPPORTED, "compression 5");
        refuses(bmp(dib(66, 24, 0, 0)), Reason.UNSUPPORTED, "header of 66 bytes");
        refuses(bmp(dib(40, 8, 0, 65_537)), Reason.CORRUPT, "palette of 65537");
        refuses(bmp(new Build().le32(40, -5, 20).le16(1, 24).zeros(24)), Reason.CORRUPT, "cannot be");
        refuses("a.bmp", Build.of("BM").le32(0, 0, 54, 40).zeros(30).done(), Reason.CORRUPT, "truncated");
    }

    @Test
    void readsAFileWithoutItsFirstBytes() {
        byte[] dib = dib(40, 24, 0, 0).done();

        assertThat(image(dib)).isEqualTo("30x20x3");
        assertThat(probe("a.dib", dib).metadata())
                .isEqualTo(new MediaMetadata.Image(OptionalLong.of(40), "application/octet-stream", 30, 20, 3));
    }

    @Test
    void doesNotTakeATextForABitmap() {
        assertThat(probe(
                                "a.txt",
                                Build.of("BMW and others are cars, not bitmaps").done())
                        .mediaType())
                .isEqualTo("unknown");
    }
}
