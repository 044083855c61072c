package io.mediafn.media.image;

import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.MediaMetadata;
import io.mediafn.media.read.MediaException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats whose header is a few numbers at fixed places: Targa, PCX, DDS, QOI, OpenEXR, Radiance. */
class PlainHeadersTest {
    private static String sizeOf(String path, byte[] file) {
        MediaMetadata.Image image = (MediaMetadata.Image) probe(path, file).metadata();
        return image.width() + "x" + image.height() + "x" + image.numChannels();
    }

    private static byte[] targa(int map, int type, int mapDepth, int depth) {
        return new Build()
                .u8(0, map, type)
                .le16(0, map == 0 ? 0 : 2)
                .u8(mapDepth)
                .le16(0, 0, 30, 20)
                .u8(depth, 0)
                .zeros(3_000)
                .done();
    }

    @ParameterizedTest
    @CsvSource({
        "0,2,0,24,3",
        "0,2,0,32,4",
        "0,2,0,16,4",
        "0,10,0,24,3",
        "0,3,0,8,1",
        "0,3,0,16,2",
        "0,11,0,8,1",
        "1,1,24,8,1",
        "1,9,16,8,1",
        "0,1,0,8,1",
        "1,2,32,24,3",
        "0,3,0,1,1"
    })
    void reads_a_targa_by_its_name_and_structure(int map, int type, int mapDepth, int depth, int channels) {
        assertThat(sizeOf("a.tga", targa(map, type, mapDepth, depth))).isEqualTo("30x20x" + channels);
        assertThat(sizeOf("a.VST", targa(map, type, mapDepth, depth))).isEqualTo("30x20x" + channels);
    }

    @ParameterizedTest
    @CsvSource({"2,2,0,24,24 bits", "0,2,0,15,15 bits", "1,1,15,8,a palette of 15", "0,4,0,8,type 4", "0,0,0,8,type 0"})
    void refuses_other_targas(int map, int type, int mapDepth, int depth, String why) {
        refuses("a.tga", targa(map, type, mapDepth, depth), Reason.CORRUPT, why);
    }

    @Test
    void does_not_take_files_of_other_names_for_targas() {
        assertThat(probe("a.bin", targa(0, 2, 0, 24)).mediaType()).isEqualTo("unknown");
        refuses("a.jpg", targa(0, 2, 0, 24), Reason.CORRUPT, "named as image/jpeg");
        refuses("a.tga", new byte[17], Reason.CORRUPT, "truncated");
        assertThat(sizeOf("a.tga", Build.png().ihdr(5, 6, 8, 2).idat().done())).isEqualTo("5x6x3");
    }

    @Test
    void tells_a_targa_that_ends_before_its_pixels() {
        assertThat(probe("a.tga", targa(0, 2, 0, 24)).details()).doesNotContainKey("truncated");
        assertThat(probe("a.tga", new Build().bytes(targa(0, 2, 0, 24)).cut(1_817))
                        .details())
                .contains(entry("truncated", true));
    }

    private static byte[] pcx(int version, int bits, int planes, int length) {
        return new Build()
                .u8(10, version, 1, bits)
                .le16(5, 6, 34, 25)
                .zeros(53)
                .u8(planes)
                .zeros(1_000)
                .cut(length);
    }

    @ParameterizedTest
    @CsvSource({"0,1,1,1", "2,1,2,1", "3,1,4,1", "5,8,1,1", "5,8,3,3"})
    void reads_a_pcx(int version, int bits, int planes, int channels) {
        assertThat(image(pcx(version, bits, planes, 800))).isEqualTo("30x20x" + channels);
    }

    @Test
    void refuses_other_pcx() {
        assertThat(probe("a.pcx", pcx(5, 8, 4, 800)).problems())
                .anySatisfy(problem -> assertThat(problem.reason()).contains("4 planes"));
        assertThat(probe("a.pcx", pcx(3, 8, 1, 800)).problems()).isNotEmpty();
        refuses("a.pcx", pcx(5, 8, 1, 700), Reason.CORRUPT, "without its palette");
        refuses("a.pcx", pcx(5, 8, 3, 60), Reason.CORRUPT, "truncated");
        byte[] none = new Build().u8(10, 5, 1, 8).le16(5, 6, 4, 25).zeros(200).done();
        refuses("a.pcx", none, Reason.CORRUPT, "0 x 20 pixels");
    }

    private static byte[] dds(long flags, String code, int bits, int dxgi) {
        return Build.of("DDS ")
                .le32(124, 0, 20, 30)
                .zeros(56)
                .le32(32, flags)
                .text(code)
                .le32(bits)
                .zeros(36)
                .le32(dxgi)
                .zeros(16)
                .done();
    }

    @ParameterizedTest
    @CsvSource({
        "64,....,24,0,3",
        "65,....,32,0,4",
        "131072,....,8,0,1",
        "131073,....,16,0,2",
        "32,....,8,0,1",
        "4,DXT1,0,0,4",
        "4,DXT5,0,0,4",
        "4,ATI1,0,0,1",
        "4,BC5U,0,0,3",
        "4,DX10,0,71,4",
        "4,DX10,0,80,1",
        "4,DX10,0,95,3",
        "4,DX10,0,98,4",
        "4,DX10,0,28,4"
    })
    void reads_a_dds(long flags, String code, int bits, int dxgi, int channels) {
        assertThat(image(dds(flags, code, bits, dxgi))).isEqualTo("30x20x" + channels);
        assertThat(probe("a.dds", dds(flags, code, bits, dxgi)).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "4,DXT2,0,0,DXT2",
        "4,DX10,0,72,DXGI format 72",
        "8,....,0,0,flags 8",
        "131072,....,24,0,24 bits",
        "4,DX10,0,-1,DXGI format 4294967295"
    })
    void tells_the_size_of_other_dds(long flags, String code, int bits, int dxgi, String why) {
        assertThat(image(dds(flags, code, bits, dxgi))).isEqualTo("30x20x0");
        assertThat(probe("a.dds", dds(flags, code, bits, dxgi)).problems())
                .anySatisfy(problem -> assertThat(problem.reason()).contains(why));
    }

    @Test
    void refuses_broken_dds() {
        refuses(Build.of("DDS ").le32(100).zeros(200).done(), Reason.CORRUPT, "a header of 100 bytes");
        refuses(Build.of("DDS ").le32(124).zeros(50).done(), Reason.CORRUPT, "truncated");
    }

    @Test
    void reads_qoi() {
        assertThat(image(Build.of("qoif").be32(30, 20).u8(3, 0).done())).isEqualTo("30x20x3");
        assertThat(image(Build.of("qoif").be32(30, 20).u8(4, 0).done())).isEqualTo("30x20x4");
        refuses(Build.of("qoif").be32(30).done(), Reason.CORRUPT, "truncated");
        refuses(Build.of("qoif").be32(0, 20).u8(3, 0).done(), Reason.CORRUPT, "0 x 20");
    }

    @Test
    void reads_the_data_window_of_openexr() {
        byte[] file = Build.of("v/1\1\2\0\0\0channels\0chlist\0")
                .le32(37)
                .text("G\0")
                .zeros(16)
                .text("R\0")
                .zeros(17)
                .text("dataWindow\0box2i\0")
                .le32(16, -5, 10, 24, 29)
                .done();

        assertThat(image(file)).isEqualTo("30x20x2");
        assertThat(probe("a.exr", file).problems())
                .anySatisfy(problem -> assertThat(problem.reason()).contains("OpenEXR"));
        refuses(Build.of("v/1\1\2\0\0\0\0").done(), Reason.CORRUPT, "no data window");
        refuses(Build.of("v/1\1\2\0\0\0").repeat("a\0b\0\0\0\0\0", 100_000).done(), Reason.CORRUPT, "no data window");
    }

    @Test
    void reads_radiance_in_both_orders() {
        assertThat(image(Build.of("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 20 +X 30\n")
                        .done()))
                .isEqualTo("30x20x3");
        assertThat(image(Build.of("#?RGBE\n\n+X 30 -Y 20\n").done())).isEqualTo("30x20x3");
        refuses(Build.of("#?RADIANCE\n").repeat("x\n", 300_000).done(), Reason.CORRUPT, "no size");
        refuses(Build.of("#?RADIANCE\n-Y 1e9 +X 30\n").done(), Reason.CORRUPT, "30 x 0");
    }
}
