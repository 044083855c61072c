package io.mediafn.media.image;

import static io.mediafn.media.Build.jpeg;
import static io.mediafn.media.Build.png;
import static io.mediafn.media.Build.webp;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.image.ExifBlocks.block;
import static io.mediafn.media.image.ExifBlocks.exif;
import static io.mediafn.media.image.ExifBlocks.gps;
import static io.mediafn.media.image.ExifBlocks.main;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExifDetailsTest {
    private static Map<String, Object> details(byte[] block) {
        return probe("a.jpg", jpeg().exif(block).frame(64, 48, 3).scan().done()).details();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> group(byte[] block, String name) {
        return (Map<String, Object>) details(block).getOrDefault(name, Map.of());
    }

    @Test
    void tells_when_where_and_with_what() {
        assertThat(details(ExifBlocks.photo())).contains(entry("captured_at", "2024-02-29T13:14:15.25+05:30"));
        assertThat(group(ExifBlocks.photo(), "gps"))
                .containsExactly(entry("latitude", -33.51), entry("longitude", -70.75), entry("altitude_m", -12.5));
        assertThat(group(ExifBlocks.photo(), "camera"))
                .containsExactly(
                        entry("make", "Maker"),
                        entry("model", "Model 7"),
                        entry("lens", "35mm f/2.8"),
                        entry("exposure_s", 0.005),
                        entry("f_number", 2.8),
                        entry("iso", 400),
                        entry("focal_length_mm", 35.3));
    }

    @Test
    void tells_it_of_every_format_that_carries_exif() {
        byte[] block = ExifBlocks.photo();
        byte[] pngFile = png().ihdr(5, 7, 8, 6).chunk("eXIf", block).idat().done();
        byte[] webpFile = webp(new Build().vp8x(8, 30, 20).vp8(30, 20).riff("EXIF", block));

        assertThat(probe("a.png", pngFile).details()).containsKeys("captured_at", "gps", "camera");
        assertThat(probe("a.webp", webpFile).details()).containsKeys("captured_at", "gps", "camera");
        byte[] tiff = block(
                main().longs(256, 30)
                        .longs(257, 20)
                        .shorts(258, 8)
                        .shorts(262, 1)
                        .longs(273, 8)
                        .text(0x010f, "Maker"),
                exif().text(0x9003, "2024:02:29 13:14:15"),
                gps());
        assertThat(probe("a.tif", tiff).details()).contains(entry("captured_at", "2024-02-29T13:14:15"));
    }

    @Test
    void falls_back_to_the_time_of_digitizing() {
        byte[] scanned =
                block(main(), exif().text(0x9004, "1999-12-31 23:59:59").text(0x9012, "-03:00"), gps());

        assertThat(details(scanned)).contains(entry("captured_at", "1999-12-31T23:59:59-03:00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000:00:00 00:00:00",
                "2024:13:01 00:00:00",
                "2024:02:30 25:00:00",
                "    :  :     :  :  ",
                "2024:02",
                "",
                "2024:02:29T13:14:15Z and more of it"
            })
    void times_that_cannot_be_are_not_told(String text) {
        assertThat(details(block(main(), exif().text(0x9003, text), gps()))).doesNotContainKey("captured_at");
    }

    @ParameterizedTest
    @CsvSource({"91,0", "0,181", "4000000000,1"})
    void places_that_cannot_be_are_not_told(long latitude, long longitude) {
        byte[] nowhere = block(
                main(), exif(), gps().fractions(2, latitude, 1, 0, 1, 0, 1).fractions(4, longitude, 1, 0, 1, 0, 1));

        assertThat(details(nowhere)).doesNotContainKey("gps");
    }

    @Test
    void fractions_of_nothing_are_not_told() {
        byte[] zeros = block(
                main(),
                exif().fractions(0x829a, 0, 0)
                        .fractions(0x829d, 1, 0)
                        .shorts(0x8827, 0)
                        .fractions(0x920a, 0, 1),
                gps().fractions(2, 0, 0, 0, 0, 0, 0)
                        .fractions(4, 0, 0, 0, 0, 0, 0)
                        .fractions(6, 1, 0));

        assertThat(details(zeros)).doesNotContainKeys("camera", "gps");
    }

    @Test
    void long_texts_are_cut_and_cleaned() {
        byte[] loud = block(main().text(0x010f, "A\7\n" + "x".repeat(1_000)), exif(), gps());

        assertThat((String) group(loud, "camera").get("make"))
                .startsWith("A  x")
                .hasSizeLessThanOrEqualTo(256);
    }

    @Test
    void directories_that_lead_to_themselves_or_nowhere_end() {
        for (long target : new long[] {8, 0, 1, 2_000, 0xffffffffL, 100_000}) {
            byte[] loop = Build.tiff()
                    .shorts(0x112, 6)
                    .longs(0x8769, target)
                    .longs(0x8825, target)
                    .done();

            assertThat(details(loop)).contains(entry("orientation", 6)).doesNotContainKeys("captured_at", "gps");
        }
    }

    @Test
    void sub_directories_of_very_many_entries_are_read_up_to_a_bound() {
        Build block =
                Build.of("II*\0").le32(8).le16(1).le16(0x8769, 4).le32(1, 26, 0).le16(60_000);
        for (int i = 0; i < 5_000; i++) {
            block.le16(i == 4_999 ? 0x9003 : 1, 3).le32(1, 0);
        }
        assertThat(details(block.done())).doesNotContainKey("captured_at");
    }

    @Test
    void details_never_cost_a_request() {
        // The directory is in the first read, the values of its sub-directories are not.
        byte[] far =
                block(main().shorts(0x112, 1).text(0x010f, "Maker"), exif().raw(0x9003, 2, 20, new byte[0]), gps());
        byte[] file = jpeg().segment(0xfe, new byte[60_000])
                .exif(new Build().bytes(far).zeros(50_000).done())
                .frame(64, 48, 3)
                .scan()
                .done();
        CountedSource with = CountedSource.of(file);
        ProbeResult result = new MediaProbe().probe("a.jpg", with);

        assertThat(result.details()).contains(entry("orientation", 1)).doesNotContainKey("captured_at");
        assertThat(with.requests).isEqualTo(2); // to the frame, which lies behind
    }
}
