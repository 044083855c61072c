package io.mediafn.media.image;

import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.read.MediaException.Reason;
import org.junit.jupiter.api.Test;

class GifHeaderTest {
    private static Build screen(int width, int height) {
        return Build.of("GIF89a").le16(width, height).u8(0, 0, 0);
    }

    private static Build frame(Build gif, int left, int top, int width, int height) {
        return gif.text(",").le16(left, top, width, height).u8(0, 2);
    }

    @Test
    void isAsLargeAsTheScreen() {
        assertThat(image(frame(screen(30, 20), 0, 0, 10, 10).done())).isEqualTo("30x20x1");
    }

    @Test
    void growsToHoldTheFirstFrame() {
        assertThat(image(frame(screen(30, 20), 5, 6, 40, 10).done())).isEqualTo("45x20x1");
        assertThat(image(frame(screen(0, 0), 0, 0, 3, 4).done())).isEqualTo("3x4x1");
    }

    @Test
    void stepsOverPalettesAndExtensions() {
        Build gif = Build.of("GIF87a")
                .le16(30, 20)
                .u8(0x81, 0, 0)
                .zeros(12)
                .text("!\u00f9\4\0\0\0\0\0")
                .text("!\u00fe\3abc\2de\0")
                .text("!\u00ff\u000bNETSCAPE2.0\3\1\0\0\0");

        assertThat(image(frame(gif, 0, 0, 1, 1).done())).isEqualTo("30x20x1");
    }

    @Test
    void skipsAnEmptyExtensionAsPillowDoesUpToTheNextTerminator() {
        assertThat(image(frame(screen(3, 4).text("!\1\0\5,,,,,\0"), 0, 0, 1, 1).done()))
                .isEqualTo("3x4x1");
        assertThat(image(frame(screen(3, 4).text("!\u00fe\0"), 0, 0, 1, 1).done()))
                .isEqualTo("3x4x1");
    }

    @Test
    void tellsAnAnimationOnlyWhereItSawTheEndOfTheFirstFrame() {
        Build one = frame(screen(3, 4), 0, 0, 3, 4).text("\2ab\0");

        assertThat(probe("a.gif", one.done()).details()).doesNotContainKey("animated");
        assertThat(probe("a.gif", one.text(";").done()).details()).contains(entry("animated", false));
        Build two = frame(screen(3, 4), 0, 0, 3, 4).text("\2ab\0").text("!\u00f9\4\0\0\0\0\0");
        assertThat(probe("a.gif", frame(two, 0, 0, 3, 4).done()).details()).contains(entry("animated", true));
    }

    @Test
    void refusesAFileWithoutAFrame() {
        refuses(screen(3, 4).text(";").done(), Reason.CORRUPT, "no frame");
        refuses(screen(3, 4).text("!\u00f9\2\0\0\0,").done(), Reason.CORRUPT, "graphic control");
        refuses(frame(screen(0, 4), 0, 0, 0, 4).done(), Reason.CORRUPT, "0 x 4");
    }

    @Test
    void refusesEveryTruncation() {
        Build gif = frame(screen(3, 4).text("!\u00fe\3abc\0"), 0, 0, 3, 4);

        for (int length = 6; length < gif.size(); length++) {
            refuses(gif.cut(length), Reason.CORRUPT, "truncated");
        }
    }
}
