package io.mediafn.media.image;

import static io.mediafn.media.Build.orientation;
import static io.mediafn.media.Build.webp;
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
import org.junit.jupiter.api.Test;

class WebpHeaderTest {
    private static final int ALPHA = 0x10;
    private static final int ANIMATION = 0x02;

    @Test
    void readsSingleFrames() {
        assertThat(image(webp(new Build().vp8(300, 200)))).isEqualTo("300x200x3");
        assertThat(image(webp(new Build().vp8l(16_384, 1, false)))).isEqualTo("16384x1x3");
        assertThat(image(webp(new Build().vp8l(1, 16_384, true)))).isEqualTo("1x16384x4");
    }

    @Test
    void takesTheAlphaOfALossyFrameFromTheFlagOrItsChunk() {
        assertThat(image(webp(new Build().vp8x(0, 30, 20).vp8(30, 20)))).isEqualTo("30x20x3");
        assertThat(image(webp(new Build().vp8x(ALPHA, 30, 20).vp8(30, 20)))).isEqualTo("30x20x4");
        assertThat(image(webp(
                        new Build().vp8x(0, 30, 20).riff("ALPH", new byte[4]).vp8(30, 20))))
                .isEqualTo("30x20x4");
    }

    @Test
    void takesTheAlphaOfALosslessFrameFromTheFrame() {
        assertThat(image(webp(new Build().vp8x(ALPHA, 30, 20).vp8l(30, 20, false))))
                .isEqualTo("30x20x3");
        assertThat(image(webp(new Build().vp8x(0, 30, 20).vp8l(30, 20, true)))).isEqualTo("30x20x4");
    }

    @Test
    void looksBehindALongColourProfile() {
        Build chunks =
                new Build().vp8x(0, 30, 20).riff("ICCP", new byte[100_001]).vp8l(30, 20, true);
        CountedSource source = CountedSource.of(webp(chunks));

        assertThat(new MediaProbe().probe("a.webp", source).metadata())
                .extracting(metadata -> ((MediaMetadata.Image) metadata).numChannels())
                .isEqualTo(4);
        assertThat(source.requests).isEqualTo(2);
    }

    @Test
    void readsTheCanvasOfAnAnimation() {
        byte[] file =
                webp(new Build().vp8x(ANIMATION | ALPHA, 70_000 % 65_536, 20).riff("ANIM", new byte[6]));

        assertThat(image(file)).isEqualTo("4464x20x4");
        assertThat(probe("a.webp", file).details()).contains(entry("animated", true));
    }

    @Test
    void neverTurns() {
        ProbeResult result =
                probe("a.webp", webp(new Build().vp8x(8, 30, 20).vp8(30, 20).riff("EXIF", orientation(6))));

        assertThat(result.metadata())
                .extracting(m -> ((MediaMetadata.Image) m).width())
                .isEqualTo(30);
        assertThat(result.details()).contains(entry("orientation", 6), entry("display_width", 20));
    }

    @Test
    void refusesBrokenFiles() {
        refuses(webp(new Build().vp8x(0, 30, 20).vp8(31, 20)), Reason.CORRUPT, "does not fill the canvas");
        refuses(webp(new Build().vp8x(0, 30, 20)), Reason.CORRUPT, "no frame");
        refuses(webp(new Build().riff("JUNK", new byte[4])), Reason.CORRUPT, "no frame");
        refuses(webp(new Build().riff("VP8 ", new byte[20])), Reason.CORRUPT, "key frame");
        refuses(webp(new Build().riff("VP8L", new byte[20])), Reason.CORRUPT, "VP8L");
        refuses(webp(new Build().vp8(0, 20)), Reason.CORRUPT, "0 x 20");
    }

    @Test
    void refusesEveryTruncation() {
        Build file = new Build().bytes(webp(new Build().vp8x(0, 30, 20).vp8(30, 20)));

        for (int length = 12; length < file.size(); length++) {
            refuses(file.cut(length), Reason.CORRUPT, "truncated");
        }
    }
}
