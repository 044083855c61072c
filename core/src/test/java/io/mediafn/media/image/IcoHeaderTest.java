package io.mediafn.media.image;

import static io.mediafn.media.Build.png;
import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.read.MediaException.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Icons, and cursors, which look alike but are read by other rules. */
class IcoHeaderTest {
    private static final int ICON = 1;
    private static final int CURSOR = 2;

    /**
     * @param bits as the list states them, 0 for unknown
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Picture(int width, int height, int bits, byte[] content) {}

    private static byte[] file(int kind, Picture... pictures) {
        Build list = new Build().le16(0, kind, pictures.length);
        Build contents = new Build();
        for (Picture picture : pictures) {
            list.u8(picture.width, picture.height, 0, 0)
                    .le16(1, picture.bits)
                    .le32(picture.content.length, 6 + 16L * pictures.length + contents.size());
            contents.bytes(picture.content);
        }
        return list.bytes(contents.done()).done();
    }

    /** A DIB of twice the height, for the mask, with a palette of any colours but grey. */
    private static Picture dib(int width, int height, int bits) {
        return dib(width, height, bits, false);
    }

    private static Picture dib(int width, int height, int bits, boolean grey) {
        Build content = new Build().le32(40, width, 2L * height).le16(1, bits).le32(0, 0, 0, 0, 0, 0);
        for (int i = 0; bits <= 8 && i < 1 << bits; i++) {
            int value = bits == 1 ? i * 255 : i;
            content.u8(value, value, grey ? value : 77, 0);
        }
        content.zeros((width * bits + 31) / 32 * 4 * height).zeros((width + 31) / 32 * 4 * height);
        return new Picture(width, height, bits, content.done());
    }

    private static Picture png(int width, int height, int colourType) {
        return new Picture(
                width,
                height,
                32,
                Build.png().ihdr(width, height, 8, colourType).idat().done());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 16, 24, 32})
    void a_bitmap_of_an_icon_gets_an_alpha_channel(int bits) {
        assertThat(image(file(ICON, dib(17, 9, bits)))).isEqualTo("17x9x4");
    }

    @Test
    void a_png_of_an_icon_keeps_its_channels() {
        assertThat(image(file(ICON, png(48, 48, 2)))).isEqualTo("48x48x3");
        assertThat(image(file(ICON, png(48, 48, 3)))).isEqualTo("48x48x1");
        assertThat(image(file(ICON, png(48, 48, 6)))).isEqualTo("48x48x4");
    }

    @Test
    void the_largest_picture_of_an_icon_counts() {
        byte[] file = file(ICON, dib(16, 16, 8), png(48, 48, 2), dib(32, 32, 32));

        assertThat(image(file)).isEqualTo("48x48x3");
        assertThat(probe("a.ico", file).details()).contains(entry("picture_count", 3));
    }

    @Test
    void of_equally_large_ones_the_shallowest_counts_and_of_these_the_first() {
        Picture deep = new Picture(48, 48, 32, png(48, 48, 6).content);
        Picture shallow = new Picture(48, 48, 8, png(48, 48, 3).content);
        Picture unknown = new Picture(48, 48, 0, png(48, 48, 2).content);

        assertThat(image(file(ICON, deep, shallow, unknown))).isEqualTo("48x48x1");
        assertThat(image(file(ICON, unknown, deep))).isEqualTo("48x48x4");
        assertThat(image(file(ICON, new Picture(0, 0, 8, png(256, 256, 2).content), deep)))
                .isEqualTo("256x256x3"); // 0 stands for 256
    }

    @Test
    void the_size_is_that_of_the_picture_and_not_of_the_list() {
        assertThat(image(file(ICON, new Picture(16, 16, 32, png(300, 200, 2).content))))
                .isEqualTo("300x200x3");
    }

    @Test
    void an_icon_that_is_cut_off_is_told_but_refused() {
        byte[] file = file(ICON, dib(16, 16, 24));
        byte[] cut = Arrays.copyOf(file, file.length - 40);

        assertThat(image(cut)).isEqualTo("16x16x4");
        assertThat(probe("a.ico", cut).problems())
                .anySatisfy(problem -> assertThat(problem.reason()).contains("cut off"));
        assertThat(probe("a.ico", file).problems()).isEmpty();
        assertThat(probe("a.ico", Arrays.copyOf(file, file.length - 2)).problems())
                .isEmpty(); // what fills the last row of the mask
    }

    @Test
    void refuses_icons_without_pictures() {
        refuses("a.ico", file(ICON), Reason.CORRUPT, "no picture");
        refuses("a.ico", new Build().le16(0, 1, 60_000).zeros(500).done(), Reason.CORRUPT, "truncated");
        Picture nowhere = new Picture(16, 16, 32, new byte[0]);
        refuses("a.ico", file(ICON, nowhere), Reason.CORRUPT, "truncated");
        refuses("a.ico", Build.of("junk").done(), Reason.CORRUPT, "named as image/vnd.microsoft.icon");
    }

    @Test
    void a_picture_with_its_mask_may_be_a_bomb_although_half_of_it_is_none() {
        Build bomb = new Build().le32(40, 16_000, 20_000).le16(1, 24).le32(0, 0, 0, 0, 0, 0);

        assertThat(probe("a.ico", file(ICON, new Picture(16, 16, 24, bomb.done())))
                        .problems())
                .anySatisfy(problem -> assertThat(problem.reason()).contains("decompression bomb"));
    }

    @Test
    void a_cursor_keeps_what_its_bitmap_has() {
        assertThat(image(file(CURSOR, dib(32, 32, 8)))).isEqualTo("32x32x1");
        assertThat(image(file(CURSOR, dib(32, 32, 24)))).isEqualTo("32x32x3");
        assertThat(image(file(CURSOR, dib(32, 32, 8, true)))).isEqualTo("32x32x2");
        assertThat(image(file(CURSOR, dib(32, 32, 1, true)))).isEqualTo("32x32x2");
    }

    @Test
    void only_the_alpha_of_a_lone_cursor_is_trusted() {
        assertThat(image(file(CURSOR, dib(32, 32, 32)))).isEqualTo("32x32x4");
        assertThat(image(file(CURSOR, dib(16, 16, 8), dib(32, 32, 32)))).isEqualTo("32x32x3");
    }

    @Test
    void a_cursor_is_larger_only_in_both_directions() {
        assertThat(image(file(CURSOR, dib(16, 16, 8), dib(32, 16, 24)))).isEqualTo("16x16x1");
        assertThat(image(file(CURSOR, dib(16, 16, 8), dib(17, 17, 24)))).isEqualTo("17x17x3");
    }
}
