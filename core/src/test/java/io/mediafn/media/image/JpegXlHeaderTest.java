package io.mediafn.media.image;

import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static io.mediafn.media.image.Boxes.box;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.read.MediaException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JpegXlHeaderTest {
    /** Writes bits as the format does: the low ones first. */
    private static final class Bits {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int current;
        private int used;

        Bits put(int count, long value) {
            for (int i = 0; i < count; i++) {
                current |= (int) (value >> i & 1) << used;
                if (++used == 8) {
                    out.write(current);
                    current = 0;
                    used = 0;
                }
            }
            return this;
        }

        byte[] done() {
            put(7, 0);
            return new Build().u8(0xff, 10).bytes(out.toByteArray()).zeros(20).done();
        }
    }

    /** A size by two numbers of up to 9 bits. */
    private static Bits sized(int width, int height) {
        return new Bits()
                .put(1, 0)
                .put(2, 0)
                .put(9, height - 1)
                .put(3, 0)
                .put(2, 0)
                .put(9, width - 1);
    }

    @Test
    void reads_a_small_size_and_the_usual_rest() {
        byte[] file = new Bits().put(1, 1).put(5, 24).put(3, 1).put(1, 1).done();

        assertThat(image(file)).isEqualTo("200x200x3");
        assertThat(probe("a.jxl", file).problems())
                .anySatisfy(problem -> assertThat(problem.reason()).contains("Pillow does not read JPEG XL"));
    }

    @Test
    void reads_sizes_in_full_and_by_their_ratio() {
        assertThat(image(sized(500, 400).put(1, 1).done())).isEqualTo("500x400x3");
        byte[] wide = new Bits()
                .put(1, 0)
                .put(2, 3)
                .put(30, 89_999)
                .put(3, 5)
                .put(1, 1)
                .done();
        assertThat(image(wide)).isEqualTo("160000x90000x3");
    }

    @Test
    void reads_orientation_depth_alpha_and_grey() {
        byte[] file = sized(50, 40)
                .put(1, 0) // not the usual
                .put(1, 1)
                .put(3, 5) // orientation 6
                .put(1, 0)
                .put(1, 0)
                .put(1, 0)
                .put(1, 0)
                .put(2, 1) // 10 bits
                .put(1, 1)
                .put(2, 1) // one extra channel
                .put(1, 1) // alpha
                .put(1, 0)
                .put(1, 0) // its own colours
                .put(1, 0)
                .put(2, 1) // grey
                .done();

        assertThat(image(file)).isEqualTo("50x40x2");
        assertThat(probe("a.jxl", file).details())
                .contains(
                        entry("orientation", 6),
                        entry("display_width", 40),
                        entry("bit_depth", 10),
                        entry("has_alpha", true),
                        entry("color_space", "grayscale"));
    }

    @Test
    void reads_the_codestream_in_boxes_whole_or_in_parts() {
        byte[] codestream = sized(500, 400).put(1, 1).done();
        byte[] signature = new Build().be32(12).text("JXL \r\n\u0087\n").done();
        byte[] whole = new Build()
                .bytes(signature)
                .bytes(box("ftyp", Boxes.text("jxl \0\0\0\0jxl ")))
                .bytes(box("jxlc", codestream))
                .done();
        byte[] parts = new Build()
                .bytes(signature)
                .bytes(box("jxlp", new byte[4], Arrays.copyOf(codestream, 3)))
                .bytes(box("Exif", new byte[30]))
                .bytes(box("jxlp", new byte[4], Arrays.copyOfRange(codestream, 3, codestream.length)))
                .done();

        assertThat(image(whole)).isEqualTo("500x400x3");
        assertThat(image(parts)).isEqualTo("500x400x3");
        refuses(signature, Reason.CORRUPT, "does not start as one");
        refuses(new Build().bytes(signature).bytes(box("jxlc", new byte[9])).done(), Reason.CORRUPT, "start as one");
    }

    @Test
    void refuses_what_ends_early() {
        refuses("a.jxl", new Build().u8(0xff, 10).done(), Reason.CORRUPT, "truncated");
        refuses("a.jxl", new Build().u8(0xff, 10, 0).done(), Reason.CORRUPT, "truncated");
        refuses("a.jxl", Build.of("junk").done(), Reason.CORRUPT, "named as image/jxl");
    }
}
