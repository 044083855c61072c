package io.mediafn.media.image;

import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static io.mediafn.media.image.Boxes.box;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.read.MediaException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Jpeg2000HeaderTest {
    private static byte[] codestream(long width, long height, long left, long top, int components) {
        Build stream = new Build().u8(0xff, 0x4f, 0xff, 0x51).be16(38 + 3 * components, 0);
        stream.be32(width, height, left, top, width, height, 0, 0).be16(components);
        for (int i = 0; i < components; i++) {
            stream.u8(7, 1, 1);
        }
        return stream.u8(0xff, 0x90).done();
    }

    private static byte[] file(byte[]... headerBoxes) {
        return new Build()
                .be32(12)
                .text("jP  \r\n\u0087\n")
                .bytes(box("ftyp", Boxes.text("jp2 \0\0\0\0jp2 ")))
                .bytes(box("jp2h", headerBoxes))
                .bytes(box("jp2c", codestream(1, 1, 0, 0, 1)))
                .done();
    }

    private static byte[] size(long width, long height, int components, int bits) {
        return box(
                "ihdr",
                new Build()
                        .be32(height, width)
                        .be16(components)
                        .u8(bits - 1, 7, 0, 0)
                        .done());
    }

    private static byte[] colours(long space) {
        return box("colr", new Build().u8(1, 0, 0).be32(space).done());
    }

    private static byte[] palette(int entries, int columns, int bits) {
        Build palette = new Build().be16(entries).u8(columns);
        for (int i = 0; i < columns; i++) {
            palette.u8(bits - 1);
        }
        for (int i = 0; i < entries * columns; i++) {
            palette.u8(i / columns);
        }
        return box("pclr", palette.done());
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,3", "4,4"})
    void reads_a_codestream(int components, int channels) {
        assertThat(image(codestream(300, 200, 10, 20, components))).isEqualTo("290x180x" + channels);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,3", "4,4"})
    void reads_the_header_box_and_not_the_codestream(int components, int channels) {
        assertThat(image(file(size(300, 200, components, 8)))).isEqualTo("300x200x" + channels);
    }

    @Test
    void a_palette_keeps_the_number_of_channels() {
        byte[] file = file(size(30, 20, 1, 8), colours(16), palette(16, 3, 8));

        assertThat(image(file)).isEqualTo("30x20x1");
        assertThat(probe("a.jp2", file).details()).contains(entry("color_space", "palette"));
    }

    @Test
    void a_palette_that_pillow_cannot_hold_is_refused() {
        byte[] wide = box(
                "pclr", new Build().be16(400).u8(2, 7, 7).bytes(counting(800)).done());

        refuses(file(size(30, 20, 1, 8), wide), Reason.UNSUPPORTED, "a palette of 400 colours");
        refuses(file(size(30, 20, 1, 8), box("pclr", new byte[] {1, 0, 3})), Reason.CORRUPT, "ends too early");
        assertThat(image(file(size(30, 20, 3, 8), box("pclr", new byte[] {1, 0, 3}))))
                .isEqualTo("30x20x3");
        assertThat(image(file(size(30, 20, 1, 8), colours(17), box("pclr", new byte[1]))))
                .isEqualTo("30x20x1");
        assertThat(image(file(size(30, 20, 1, 12), box("pclr", new byte[1])))).isEqualTo("30x20x1");
    }

    private static byte[] counting(int pairs) {
        Build bytes = new Build();
        for (int i = 0; i < pairs / 2; i++) {
            bytes.be16(i);
        }
        return bytes.done();
    }

    @Test
    void finds_the_header_behind_long_boxes() {
        byte[] far = new Build()
                .be32(12)
                .text("jP  \r\n\u0087\n")
                .bytes(box("uuid", new byte[100_000]))
                .bytes(box("jp2h", size(30, 20, 3, 8)))
                .done();
        CountedSource source = CountedSource.of(far);

        new MediaProbe().probe("a.jp2", source);

        assertThat(source.requests).isEqualTo(2);
        assertThat(image(far)).isEqualTo("30x20x3");
    }

    @Test
    void components_that_pillow_has_no_mode_for_are_told_all_the_same() {
        assertThat(image(codestream(300, 200, 0, 0, 5))).isEqualTo("300x200x0");
        assertThat(image(file(size(300, 200, 5, 8)))).isEqualTo("300x200x0");
        assertThat(probe("a.jp2", file(size(300, 200, 5, 8))).problems())
                .anySatisfy(problem -> assertThat(problem.reason()).contains("5 components"));
    }

    @Test
    void refuses_broken_files() {
        refuses(file(), Reason.CORRUPT, "ends too early");
        refuses(file(colours(16)), Reason.CORRUPT, "no box ihdr");
        refuses(file(box("ihdr", new byte[4])), Reason.CORRUPT, "ends too early");
        refuses(file(size(3, 2, 3, 8), box("colr", new byte[3])), Reason.CORRUPT, "ends too early");
        refuses(file(size(3, 2, 3, 8), box("res ", new byte[7])), Reason.CORRUPT, "ends too early");
        refuses(file(size(3, 0, 3, 8)), Reason.CORRUPT, "3 x 0 pixels");
        refuses(codestream(10, 10, 10, 0, 3), Reason.CORRUPT, "0 x 10 pixels");
        refuses(new Build().u8(0xff, 0x4f, 0xff, 0x51).be16(20).zeros(50).done(), Reason.CORRUPT, "20 bytes");
        byte[] cut = new Build().bytes(codestream(30, 20, 0, 0, 3)).cut(51);
        refuses(new Build().bytes(cut).u8(0xff).done(), Reason.CORRUPT, "it ends in its header");
        byte[] zero = new Build()
                .be32(12)
                .text("jP  \r\n\u0087\n")
                .be32(0)
                .text("jp2h")
                .zeros(9)
                .done();
        refuses(zero, Reason.CORRUPT, "a box jp2h of 0 bytes");
    }

    @Test
    void a_file_without_a_header_box_ends_in_time() {
        Build boxes = new Build().be32(12).text("jP  \r\n\u0087\n");
        for (int i = 0; i < 100_000; i++) {
            boxes.bytes(box("free"));
        }
        refuses(boxes.done(), Reason.CORRUPT, "no box jp2h");
    }
}
