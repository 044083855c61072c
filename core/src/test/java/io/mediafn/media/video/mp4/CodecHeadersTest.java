package io.mediafn.media.video.mp4;

import static io.mediafn.media.video.mp4.Mp4.avcC;
import static io.mediafn.media.video.mp4.Mp4.box;
import static io.mediafn.media.video.mp4.Mp4.entry;
import static io.mediafn.media.video.mp4.Mp4.full;
import static io.mediafn.media.video.mp4.Mp4.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.media.Build;
import io.mediafn.media.MediaMetadata;
import io.mediafn.media.ProbeResult;
import io.mediafn.media.Probing;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the headers of codecs say, and which size counts. */
class CodecHeadersTest {
    private static ProbeResult probe(byte[] entry) {
        return Probing.probe("a.mp4", Mp4.file(video().entries(entry).done()));
    }

    private static String size(byte[] entry) {
        MediaMetadata.Video video = (MediaMetadata.Video) probe(entry).metadata();
        return video.frameWidth().orElse(0) + "x" + video.frameHeight().orElse(0);
    }

    private static Map<String, Object> details(byte[] entry) {
        return probe(entry).details();
    }

    /** Of profile High, in macroblocks, with what is cut off in units of two pixels: left, right, top, bottom. */
    private static BitWriter sps(int columns, int rows, int... cut) {
        BitWriter sps = new BitWriter()
                .bits(0x67, 8)
                .bits(100, 8)
                .bits(0, 8)
                .bits(31, 8)
                .golomb(0, 1, 2, 0)
                .flags(0, 0)
                .golomb(0, 0, 0, 1)
                .flags(0)
                .golomb(columns - 1, rows - 1)
                .flags(1, 1, cut.length > 0 ? 1 : 0);
        for (int side : cut) {
            sps.golomb(side);
        }
        return sps;
    }

    private static byte[] avc(int width, int height, BitWriter sps) {
        return entry("avc1", width, height, avcC(sps.flags(0).done()));
    }

    @Test
    void the_decoder_s_size_counts_but_for_padding() {
        assertThat(size(avc(640, 480, sps(20, 12)))).isEqualTo("320x192");
        assertThat(size(avc(320, 180, sps(20, 12, 0, 0, 0, 6)))).isEqualTo("320x180");
        assertThat(size(avc(318, 178, sps(20, 12, 0, 0, 0, 6)))).isEqualTo("318x178");
        assertThat(size(avc(322, 180, sps(20, 12, 0, 0, 0, 6)))).isEqualTo("320x180");
        assertThat(size(avc(318, 178, sps(20, 12, 1, 0, 0, 6)))).isEqualTo("318x180");
    }

    @Test
    void a_broken_header_leaves_the_container_s_size() {
        assertThat(size(avc(318, 178, sps(20, 12, 80, 80, 0, 0)))).isEqualTo("318x178");
        assertThat(size(avc(318, 178, sps(0x20000, 12)))).isEqualTo("318x178");
        byte[] cut = Arrays.copyOf(sps(20, 12).done(), 8);
        assertThat(size(entry("avc1", 318, 178, avcC(cut)))).isEqualTo("318x178");
        assertThat(size(entry("avc1", 318, 178, box("avcC", new byte[3])))).isEqualTo("318x178");
    }

    @Test
    void without_frames_there_is_no_decoder() {
        byte[] track = Mp4.fragmented().entries(avc(640, 480, sps(20, 12))).done();
        byte[] init = Mp4.join(Mp4.ftyp("iso5"), Mp4.moov(track, Mp4.mvex(1)));
        byte[] empty = Mp4.join(
                Mp4.ftyp(), Mp4.moov(video().entries(avc(640, 480, sps(20, 12))).done()));

        for (byte[] file : new byte[][] {init, empty}) {
            assertThat(Probing.probe("a.mp4", file).metadata().toJson()).containsEntry("frame_width", 640);
        }
    }

    @Test
    void h264_tells_profile_level_depth_colour_and_rate() {
        BitWriter sps = sps(20, 12)
                .flags(1, 1)
                .bits(1, 8)
                .flags(0, 1)
                .bits(5, 3)
                .flags(1, 1)
                .bits(1, 8)
                .bits(13, 8)
                .bits(6, 8)
                .flags(0, 1)
                .bits(1, 32)
                .bits(100, 32)
                .flags(1);
        byte[] entry = entry("avc1", 320, 192, avcC(sps.done()));

        assertThat(details(entry))
                .containsEntry("codec", "h264")
                .containsEntry("codec_string", "avc1.64001f")
                .containsEntry("codec_profile", "High")
                .containsEntry("codec_level", "3.1")
                .containsEntry("bit_depth", 10)
                .extractingByKey("color")
                .hasToString("{primaries=bt709, transfer=iec61966-2-1, matrix=smpte170m, full_range=true}");
        byte[] timeless =
                Mp4.file(video().times(50, 0).duration(0).entries(entry).done());
        assertThat(Probing.probe("a.mp4", timeless).metadata().toJson()).containsEntry("frame_rate", 50.0);
    }

    @Test
    void the_bytes_that_keep_start_codes_out_are_taken_out() {
        byte[] nal = {0x67, 0, 0, 3, 1, 0, 0, 3, 0};
        BitReader bits = BitReader.ofNal(Mp4.kept(nal), 0, nal.length);

        assertThat(bits.bits(56)).isEqualTo(0x67_0000_0100_0000L);
        assertThat(bits.failed()).isFalse();
        assertThat(bits.golomb()).isZero();
        assertThat(bits.failed()).isTrue();
    }

    /** Two layers of general profile Main 10, level 4; width, height, and what is cut off on the right and below. */
    private static byte[] hvcC(int width, int height, int right, int bottom) {
        byte[] vps = profile(new BitWriter()
                        .bits(32 << 1, 8)
                        .bits(1, 8)
                        .bits(0, 4)
                        .bits(3, 2)
                        .bits(0, 6)
                        .bits(0, 3)
                        .bits(1, 1)
                        .bits(0xffff, 16))
                .flags(1)
                .golomb(0, 0, 0)
                .bits(0, 6)
                .golomb(0)
                .flags(1)
                .bits(1001, 32)
                .bits(30_000, 32)
                .done();
        byte[] sps = profile(new BitWriter()
                        .bits(33 << 1, 8)
                        .bits(1, 8)
                        .bits(0, 4)
                        .bits(0, 3)
                        .bits(1, 1))
                .golomb(0, 1, width, height)
                .flags(1)
                .golomb(0, right, 0, bottom)
                .golomb(2, 2, 4)
                .flags(1)
                .golomb(0, 0, 0)
                .golomb(0, 1, 0, 1, 0, 0)
                .flags(0, 0, 0, 0)
                .golomb(1)
                .golomb(1, 1, 0)
                .flags(1)
                .golomb(0)
                .flags(1)
                .flags(0, 0, 0)
                .flags(1)
                .flags(0, 0, 1)
                .bits(5, 3)
                .flags(0, 1)
                .bits(9, 8)
                .bits(18, 8)
                .bits(9, 8)
                .flags(0, 0, 0, 0, 0, 0)
                .done();
        return box(
                "hvcC",
                new Build()
                        .u8(1, 2)
                        .be32(0x2000_0000)
                        .u8(0x90, 0, 0, 0, 0, 0, 120)
                        .zeros(8)
                        .u8(3, 2, 32)
                        .be16(1, vps.length)
                        .bytes(vps)
                        .u8(33)
                        .be16(1, sps.length)
                        .bytes(sps)
                        .done());
    }

    private static BitWriter profile(BitWriter bits) {
        return bits.bits(2, 8)
                .bits(0x2000_0000L, 32)
                .bits(0x9000_0000_0000L, 48)
                .bits(120, 8);
    }

    @Test
    void h265_tells_its_size_and_more() {
        byte[] entry = entry("hvc1", 1920, 1088, hvcC(1920, 1088, 0, 4));

        assertThat(size(entry)).isEqualTo("1920x1080");
        assertThat(details(entry))
                .containsEntry("codec", "hevc")
                .containsEntry("codec_string", "hvc1.2.4.L120.90")
                .containsEntry("codec_profile", "Main 10")
                .containsEntry("codec_level", "4.0")
                .containsEntry("bit_depth", 10)
                .extractingByKey("color")
                .hasToString("{primaries=bt2020, transfer=arib-std-b67, matrix=bt2020nc, full_range=false}");
        assertThat(size(entry("hvc1", 5, 5, hvcC(64, 64, 0, 40)))).isEqualTo("64x64");
    }

    @Test
    void a_header_without_frames_has_h265_s_own_rate() {
        byte[] track = Mp4.fragmented()
                .entries(entry("hvc1", 5, 5, hvcC(64, 64, 0, 0)))
                .done();
        byte[] init = Mp4.join(Mp4.ftyp("iso5"), Mp4.moov(track, Mp4.mvex(1)));

        assertThat(Probing.probe("a.mp4", init).metadata().toJson())
                .containsEntry("frame_rate", 30_000 / 1001.0)
                .containsEntry("frame_width", 64);
    }

    @Test
    void av1_tells_its_size_and_more() {
        byte[] sequence = new BitWriter()
                .bits(0, 3)
                .flags(0, 0)
                .flags(0, 0)
                .bits(0, 5)
                .bits(0, 12)
                .bits(9, 5)
                .flags(0)
                .bits(10, 4)
                .bits(10, 4)
                .bits(1279, 11)
                .bits(719, 11)
                .done();
        byte[] av1C = box(
                "av1C",
                new Build()
                        .u8(0x81, 9, 0x40, 0, 1 << 3 | 2, sequence.length)
                        .bytes(sequence)
                        .done());

        assertThat(size(entry("av01", 640, 360, av1C))).isEqualTo("1280x720");
        assertThat(details(entry("av01", 640, 360, av1C)))
                .containsEntry("codec", "av1")
                .containsEntry("codec_string", "av01.0.09M.10")
                .containsEntry("codec_profile", "Main")
                .containsEntry("codec_level", "4.1")
                .containsEntry("bit_depth", 10);
    }

    @Test
    void vp9_tells_more_but_no_size() {
        byte[] vpcC = full(
                "vpcC",
                1,
                0,
                new Build().u8(2, 41, 10 << 4 | 1 << 1 | 1, 9, 16, 9, 0, 0).done());

        assertThat(size(entry("vp09", 640, 360, vpcC))).isEqualTo("640x360");
        assertThat(details(entry("vp09", 640, 360, vpcC)))
                .containsEntry("codec_string", "vp09.02.41.10")
                .containsEntry("codec_profile", "Profile 2")
                .containsEntry("codec_level", "4.1")
                .containsEntry("bit_depth", 10);
    }

    @Test
    void mp4v_stands_for_several_codecs() {
        byte[] layer = new BitWriter()
                .bits(0x1b0, 32)
                .bits(0xf5, 8)
                .bits(0x120, 32)
                .flags(0)
                .bits(17, 8)
                .flags(1)
                .bits(5, 4)
                .bits(1, 3)
                .bits(1, 4)
                .flags(0)
                .bits(0, 2)
                .flags(1)
                .bits(25, 16)
                .flags(1, 0, 1)
                .bits(352, 13)
                .flags(1)
                .bits(288, 13)
                .done();

        assertThat(size(entry("mp4v", 5, 5, esds(0x20, layer)))).isEqualTo("352x288");
        assertThat(details(entry("mp4v", 5, 5, esds(0x20, layer))))
                .containsEntry("codec", "mpeg4")
                .containsEntry("codec_string", "mp4v.20.245")
                .containsEntry("codec_profile", "Advanced Simple Profile")
                .containsEntry("codec_level", "5");
        assertThat(size(entry("mp4v", 6, 4, esds(0x61, new byte[0])))).isEqualTo("6x4");
        assertThat(details(entry("mp4v", 6, 4, esds(0x61, new byte[0])))).containsEntry("codec", "mpeg2video");
        assertThat(details(entry("mp4v", 6, 4, esds(0x6c, new byte[0])))).containsEntry("codec", "mjpeg");
    }

    private static byte[] esds(int type, byte[] specific) {
        Build configuration =
                new Build().u8(type, 0x11).zeros(11).u8(5, specific.length).bytes(specific);
        byte[] descriptor = new Build()
                .be16(1)
                .u8(0, 4, 0x80, 0x80, 0x80, configuration.size())
                .bytes(configuration.done())
                .done();
        return full(
                "esds",
                0,
                0,
                new Build().u8(3, descriptor.length).bytes(descriptor).done());
    }
}
