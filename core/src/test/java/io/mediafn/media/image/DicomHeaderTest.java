package io.mediafn.media.image;

import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaMetadata;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.read.MediaException.Reason;
import org.junit.jupiter.api.Test;

class DicomHeaderTest {
    private static final long UNKNOWN = 0xffffffffL;

    /** The part that is always explicit and little-endian. */
    private static Build preamble(String syntax) {
        String padded = syntax.length() % 2 == 0 ? syntax : syntax + "\0";
        return new Build()
                .zeros(128)
                .text("DICM")
                .le16(2, 0x10)
                .text("UI")
                .le16(padded.length())
                .text(padded);
    }

    private static Build explicit(Build file, int group, int element, String kind, byte[] value) {
        return file.le16(group, element).text(kind).le16(value.length).bytes(value);
    }

    private static byte[] le16(int value) {
        return new Build().le16(value).done();
    }

    private static Build withImage(Build file) {
        explicit(file, 0x28, 2, "US", le16(3));
        explicit(file, 0x28, 4, "CS", Boxes.text("RGB "));
        explicit(file, 0x28, 8, "IS", Boxes.text("12"));
        explicit(file, 0x28, 0x10, "US", le16(480));
        explicit(file, 0x28, 0x11, "US", le16(640));
        return explicit(file, 0x28, 0x101, "US", le16(12));
    }

    @Test
    void reads_size_and_samples_and_says_that_fiftyone_has_nothing() {
        byte[] file = withImage(preamble("1.2.840.10008.1.2.1")).done();

        assertThat(image(file)).isEqualTo("640x480x3");
        assertThat(probe("a.dcm", file).details())
                .contains(
                        entry("frame_count", 12),
                        entry("animated", true),
                        entry("color_space", "rgb"),
                        entry("bit_depth", 12));
        assertThat(probe("a.dcm", file).problems())
                .anySatisfy(problem -> assertThat(problem.reason()).contains("Pillow does not read DICOM"));
    }

    @Test
    void reads_implicit_and_big_endian_elements() {
        byte[] implicit = preamble("1.2.840.10008.1.2")
                .le16(0x28, 0x10)
                .le32(2)
                .le16(480)
                .le16(0x28, 0x11)
                .le32(2)
                .le16(640)
                .done();
        byte[] big = preamble("1.2.840.10008.1.2.2")
                .be16(0x28, 0x10)
                .text("US")
                .be16(2, 480, 0x28, 0x11)
                .text("US")
                .be16(2, 640)
                .done();

        assertThat(image(implicit)).isEqualTo("640x480x1");
        assertThat(image(big)).isEqualTo("640x480x1");
    }

    @Test
    void reads_a_file_without_preamble_by_its_name() {
        byte[] file = withImage(new Build()).done();

        MediaMetadata.Image image =
                (MediaMetadata.Image) probe("scan.dcm", file).metadata();
        assertThat(image.width()).isEqualTo(640);
    }

    @Test
    void sequences_are_gone_through_and_their_sizes_do_not_count() {
        Build file =
                preamble("1.2.840.10008.1.2.1").le16(8, 0x1140).text("SQ\0\0").le32(UNKNOWN);
        file.le16(0xfffe, 0xe000).le32(UNKNOWN);
        explicit(file, 0x28, 0x10, "US", le16(7));
        file.le16(0xfffe, 0xe00d).le32(0).le16(0xfffe, 0xe0dd).le32(0);
        Build known = file.le16(8, 0x2112).text("SQ\0\0").le32(18).zeros(18);

        assertThat(image(withImage(known).done())).isEqualTo("640x480x3");
    }

    @Test
    void long_values_are_passed_over_with_one_more_read() {
        Build file = preamble("1.2.840.10008.1.2.1")
                .le16(9, 0x1000)
                .text("OB\0\0")
                .le32(500_000)
                .zeros(500_000);
        CountedSource source = CountedSource.of(withImage(file).done());

        new MediaProbe().probe("a.dcm", source);

        assertThat(source.requests).isEqualTo(2);
    }

    @Test
    void refuses_what_is_no_image() {
        byte[] report = explicit(preamble("1.2.840.10008.1.2.1"), 8, 0x60, "CS", Boxes.text("SR"))
                .done();

        refuses("a.dcm", report, Reason.UNSUPPORTED, "states no rows or columns");
        refuses("a.dcm", withImage(preamble("1.2.840.10008.1.2.1.99")).done(), Reason.UNSUPPORTED, "deflated");
    }

    @Test
    void refuses_sequences_and_elements_without_end() {
        Build deep = preamble("1.2.840.10008.1.2.1");
        for (int i = 0; i < 20_000; i++) {
            deep.le16(8, 0x1140)
                    .text("SQ\0\0")
                    .le32(UNKNOWN)
                    .le16(0xfffe, 0xe000)
                    .le32(UNKNOWN);
        }
        refuses("a.dcm", deep.done(), Reason.CORRUPT, "nested more than 16");
        Build many = preamble("1.2.840.10008.1.2.1");
        for (int i = 0; i < 50_000; i++) {
            explicit(many, 8, 0x60, "CS", new byte[0]);
        }
        refuses("a.dcm", many.done(), Reason.CORRUPT, "4096 elements");
    }
}
