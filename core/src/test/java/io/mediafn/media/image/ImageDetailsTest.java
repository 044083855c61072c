package io.mediafn.media.image;

import static io.mediafn.media.Build.jpeg;
import static io.mediafn.media.Build.png;
import static io.mediafn.media.Build.tiff;
import static io.mediafn.media.Build.webp;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.read.MediaException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the headers of JPEG, PNG, GIF, BMP, TIFF and WebP tell besides size and channels. */
class ImageDetailsTest {
    private static final String ICC = "ICC_PROFILE\0\1\1";

    private static Map<String, Object> details(byte[] file) {
        return probe("file", file).details();
    }

    /** A JPEG whose first component has the sampling factors of the high and low digit. */
    private static byte[] sampled(int marker, int factors, int... ids) {
        Build frame = new Build().u8(8).be16(48, 64).u8(3);
        for (int i = 0; i < 3; i++) {
            frame.u8(ids.length == 0 ? i + 1 : ids[i], i == 0 ? factors : 0x11, 0);
        }
        return jpeg().segment(marker, frame.done()).scan().done();
    }

    @ParameterizedTest
    @CsvSource({"17,4:4:4", "33,4:2:2", "34,4:2:0", "65,4:1:1", "66,4:1:0", "18,4:4:0"})
    void names_the_subsampling_of_a_jpeg(int factors, String name) {
        assertThat(details(sampled(0xc0, factors))).contains(entry("chroma_subsampling", name));
    }

    @Test
    void subsampling_without_a_name_is_not_told() {
        assertThat(details(sampled(0xc0, 0x31))).doesNotContainKey("chroma_subsampling");
        assertThat(details(sampled(0xc0, 0x00))).doesNotContainKey("chroma_subsampling");
    }

    @Test
    void tells_a_progressive_jpeg_from_a_plain_one() {
        assertThat(details(sampled(0xc2, 0x11))).contains(entry("progressive", true));
        assertThat(details(sampled(0xc1, 0x11))).contains(entry("progressive", false));
    }

    @Test
    void tells_the_colours_of_a_jpeg() {
        String adobe = "Adobe\0\144\0\0\0\0";

        assertThat(details(jpeg().frame(4, 4, 1).scan().done())).contains(entry("color_space", "grayscale"));
        assertThat(details(sampled(0xc0, 0x11))).contains(entry("color_space", "ycbcr"));
        assertThat(details(sampled(0xc0, 0x11, 'R', 'G', 'B'))).contains(entry("color_space", "rgb"));
        assertThat(details(
                        jpeg().segment(0xee, adobe + "\0").frame(4, 4, 3).scan().done()))
                .contains(entry("color_space", "rgb"));
        assertThat(details(
                        jpeg().segment(0xee, adobe + "\2").frame(4, 4, 4).scan().done()))
                .contains(entry("color_space", "ycck"));
        assertThat(details(jpeg().frame(4, 4, 4).scan().done())).contains(entry("color_space", "cmyk"));
    }

    @Test
    void names_the_colour_profile_of_a_jpeg_in_both_versions_of_icc() {
        byte[] old = profile("desc\0\0\0\0\0\0\0\5sRGB\0");
        byte[] late = profile("mluc\0\0\0\0\0\0\0\1\0\0\0\14enUS\0\0\0\12\0\0\0\34"
                + new String("P3 D6".getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1));

        assertThat(details(jpeg().segment(0xe2, Build.of(ICC).bytes(old).done())
                        .frame(4, 4, 3)
                        .scan()
                        .done()))
                .contains(entry("icc_profile", "sRGB"));
        assertThat(details(jpeg().segment(0xe2, Build.of(ICC).bytes(late).done())
                        .frame(4, 4, 3)
                        .scan()
                        .done()))
                .contains(entry("icc_profile", "P3 D6"));
    }

    @Test
    void a_profile_that_lies_about_its_lengths_is_not_named() {
        for (String description : new String[] {
            "desc\0\0\0\0\u00ff\u00ff\u00ff\u00ff",
            "mluc\0\0\0\0\0\0\0\1\0\0\0\14enUS\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "mluc",
            ""
        }) {
            byte[] file = jpeg().segment(
                            0xe2, Build.of(ICC).bytes(profile(description)).done())
                    .frame(4, 4, 3)
                    .scan()
                    .done();

            assertThat(details(file)).doesNotContainKey("icc_profile");
        }
    }

    /** With two tags, the second of which is the description. */
    private static byte[] profile(String description) {
        return new Build()
                .zeros(36)
                .text("acsp")
                .zeros(88)
                .be32(2)
                .text("cprt")
                .be32(0, 0)
                .text("desc")
                .be32(156, description.length())
                .text(description)
                .done();
    }

    @Test
    void finds_gain_maps_motion_and_several_pictures_in_a_jpeg() {
        byte[] ultraHdr = jpeg().xmp("<x hdrgm:Version=\"1.0\"/>")
                .multiPicture(2, 2)
                .frame(4, 4, 3)
                .scan()
                .done();

        assertThat(details(ultraHdr)).contains(entry("gain_map", true), entry("multi_picture", true));
        assertThat(details(jpeg().xmp("<x GCamera:MotionPhoto=\"1\"/>")
                        .frame(4, 4, 3)
                        .scan()
                        .done()))
                .contains(entry("motion_photo", true))
                .doesNotContainKeys("gain_map", "multi_picture");
    }

    @Test
    void an_index_of_pictures_that_is_cut_off_is_refused_whatever_the_orientation() {
        byte[] file = jpeg().multiPicture(3, 2).frame(4, 4, 3).scan().done();

        refuses(file, Reason.CORRUPT, "the index of its 3 pictures is cut off");
    }

    @ParameterizedTest
    @CsvSource({"0,grayscale,false", "2,rgb,false", "3,palette,false", "4,grayscale,true", "6,rgb,true"})
    void tells_the_colours_of_a_png(int type, String space, boolean alpha) {
        assertThat(details(png().ihdr(4, 4, 8, type).idat().done()))
                .contains(entry("color_space", space), entry("has_alpha", alpha));
    }

    @Test
    void tells_transparency_frames_and_profile_of_a_png() {
        byte[] file = png().ihdr(4, 4, 8, 3)
                .chunk("iCCP", Boxes.text("Display P3\0\0compressed"))
                .chunk("acTL", new Build().be32(12, 0).done())
                .chunk("tRNS", new byte[1])
                .idat()
                .done();

        assertThat(details(file))
                .contains(
                        entry("has_alpha", true),
                        entry("icc_profile", "Display P3"),
                        entry("animated", true),
                        entry("frame_count", 12));
        byte[] absurd = png().ihdr(4, 4, 8, 3)
                .chunk("acTL", new Build().be32(0xfffffff0L, 0).done())
                .idat()
                .done();
        assertThat(details(absurd)).doesNotContainKey("frame_count");
    }

    @Test
    void a_png_with_an_unknown_compression_is_refused_as_by_pillow() {
        byte[] profile = png().ihdr(4, 4, 8, 3)
                .chunk("iCCP", Boxes.text("Name\0\1"))
                .idat()
                .done();
        byte[] text = png().ihdr(4, 4, 8, 3)
                .chunk("zTXt", Boxes.text("Name\0\1"))
                .idat()
                .done();

        refuses(profile, Reason.CORRUPT, "unknown compression of iCCP");
        refuses(text, Reason.CORRUPT, "unknown compression of zTXt");
    }

    @Test
    void counts_the_frames_of_a_gif_that_was_read_to_its_end() {
        Build gif = Build.of("GIF89a\5\0\5\0\0\0\0!\u00f9\4\1\0\0\0\0");
        for (int i = 0; i < 3; i++) {
            gif.text(",\0\0\0\0\5\0\5\0\0\2\2,;\0");
        }
        assertThat(details(gif.text(";").done()))
                .contains(entry("frame_count", 3), entry("animated", true), entry("has_alpha", true));
        assertThat(details(gif.zeros(100_000).cut(60))).doesNotContainKey("frame_count"); // a count so far is no count
    }

    @Test
    void counts_the_frames_of_a_webp_that_was_read_to_its_end() {
        Build chunks = new Build().vp8x(0x12, 30, 20).riff("ANIM", new byte[6]);
        chunks.riff("ANMF", new byte[20]).riff("ANMF", new byte[21]);

        assertThat(details(webp(chunks)))
                .contains(entry("frame_count", 2), entry("animated", true), entry("has_alpha", true));
        byte[] large = webp(chunks.riff("ANMF", new byte[100_000]).riff("ANMF", new byte[4]));
        assertThat(details(large)).doesNotContainKey("frame_count");
    }

    @Test
    void tells_the_colours_of_a_webp() {
        assertThat(details(webp(new Build().vp8(30, 20))))
                .contains(entry("color_space", "ycbcr"), entry("has_alpha", false));
        assertThat(details(webp(new Build().vp8l(30, 20, true))))
                .contains(entry("color_space", "rgb"), entry("has_alpha", true));
    }

    @Test
    void tells_the_colours_and_the_profile_of_a_tiff() {
        byte[] file = tiff().longs(256, 30)
                .longs(257, 20)
                .shorts(258, 8, 8, 8)
                .shorts(262, 2)
                .longs(273, 8)
                .shorts(277, 3)
                .longs(279, 5)
                .raw(
                        34675,
                        7,
                        200,
                        new Build()
                                .bytes(profile("desc\0\0\0\0\0\0\0\5sRGB\0"))
                                .zeros(10)
                                .cut(200))
                .done();

        assertThat(details(file))
                .contains(entry("color_space", "rgb"), entry("has_alpha", false), entry("icc_profile", "sRGB"))
                .doesNotContainKey("truncated");
    }

    @Test
    void tells_a_file_that_ends_before_its_pixels() {
        byte[] strips = tiff().longs(256, 30)
                .longs(257, 20)
                .shorts(258, 8)
                .shorts(262, 1)
                .longs(273, 1000)
                .longs(279, 600)
                .done();
        byte[] bitmap = Build.of("BM")
                .le32(0, 0, 54, 40, 30, 20)
                .le16(1, 24)
                .le32(0, 0, 0, 0, 0, 0)
                .zeros(100)
                .done();

        assertThat(details(strips)).contains(entry("truncated", true));
        assertThat(details(bitmap)).contains(entry("truncated", true));
        assertThat(details(Build.of("P6 10 10 255\n").zeros(299).done())).contains(entry("truncated", true));
        assertThat(details(Build.of("P6 10 10 255\n").zeros(300).done())).doesNotContainKey("truncated");
    }
}
