package io.mediafn.media.video.mp4;

import static io.mediafn.media.video.mp4.Mp4.box;
import static io.mediafn.media.video.mp4.Mp4.entry;
import static io.mediafn.media.video.mp4.Mp4.file;
import static io.mediafn.media.video.mp4.Mp4.ftyp;
import static io.mediafn.media.video.mp4.Mp4.full;
import static io.mediafn.media.video.mp4.Mp4.ints;
import static io.mediafn.media.video.mp4.Mp4.join;
import static io.mediafn.media.video.mp4.Mp4.mdat;
import static io.mediafn.media.video.mp4.Mp4.moov;
import static io.mediafn.media.video.mp4.Mp4.mvhd;
import static io.mediafn.media.video.mp4.Mp4.sound;
import static io.mediafn.media.video.mp4.Mp4.video;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaMetadata;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import io.mediafn.media.Probing;
import io.mediafn.media.Profile;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** The movie header and its first track of video, by ffprobe's rules. */
class Mp4HeaderTest {
    private static ProbeResult probe(byte[] bytes) {
        return Probing.probe("a.mp4", bytes);
    }

    private static MediaMetadata.Video metadata(byte[] bytes) {
        return (MediaMetadata.Video) probe(bytes).metadata();
    }

    /** Width x height, frame rate, number of frames, duration, tag. */
    private static String values(byte[] bytes) {
        MediaMetadata.Video video = metadata(bytes);
        return video.frameWidth().orElse(0) + "x" + video.frameHeight().orElse(0) + " "
                + video.frameRate().orElse(-1) + " " + video.totalFrameCount().orElse(-1) + " "
                + video.duration().orElse(-1) + " " + video.encodingStr();
    }

    private static void refuses(byte[] bytes, Reason reason, String part) {
        Probing.refuses("a.mp4", bytes, reason, part);
    }

    @Test
    void a_movie_header_at_the_start_costs_one_read() {
        CountedSource source = CountedSource.of(join(ftyp(), moov(video().done()), mdat(500_000)));

        MediaMetadata.Video video =
                (MediaMetadata.Video) new MediaProbe().probe("a.mp4", source).metadata();

        assertThat(video.toJson())
                .containsEntry("frame_width", 320)
                .containsEntry("frame_height", 180)
                .containsEntry("frame_rate", 25.0)
                .containsEntry("total_frame_count", 50L)
                .containsEntry("duration", 2.0)
                .containsEntry("encoding_str", "avc1");
        assertThat(source.requests).isEqualTo(1);
    }

    @Test
    void what_fiftyone_does_not_store_has_its_reason() {
        byte[] file = join(ftyp(), moov(video().done()), mdat(100));
        assertThat(Probing.probe("a.jpg", file).problems())
                .anyMatch(row -> row.field().equals("metadata"));
        assertThatThrownBy(() -> new MediaProbe().probe("a.jpg", CountedSource.of(file), Profile.FIFTYONE_STRICT))
                .hasMessageContaining("takes the file for an image");

        byte[] unsized = new String(file, ISO_8859_1).replace("stsd", "xtsd").getBytes(ISO_8859_1);
        assertThat(probe(unsized).problems()).extracting(Problem::field).contains("frame_width", "frame_height");
        assertThat(new MediaProbe()
                        .probe("a.mp4", CountedSource.of(unsized), Profile.FIFTYONE_STRICT)
                        .metadata()
                        .toJson())
                .containsEntry("frame_width", 0);
    }

    @Test
    void a_movie_header_at_the_end_costs_two() {
        byte[] file = join(ftyp(), mdat(300_000), moov(video().done()));
        CountedSource source = CountedSource.of(file);

        new MediaProbe().probe("a.mp4", source);

        assertThat(source.requests).isEqualTo(2);
        assertThat(source.received).isEqualTo(65_536 + file.length - 300_000 - 8 - ftyp().length);
        assertThat(values(file)).isEqualTo("320x180 25.0 50 2.0 avc1");
    }

    @Test
    void a_long_movie_header_is_not_read_to_its_end() {
        byte[] sizes = full("sbgp", 0, 0, new byte[400_000]);
        byte[] track = video().edits(2000, 0).table(sizes).done();
        CountedSource source = CountedSource.of(join(ftyp(), moov(track, sound().done()), mdat(9)));

        new MediaProbe().probe("a.mp4", source);

        assertThat(source.requests).isEqualTo(1);
    }

    @Test
    void edits_behind_long_tables_are_looked_for() {
        byte[] track = video().edits(1000, 0)
                .editsLast()
                .table(full("sbgp", 0, 0, new byte[400_000]))
                .done();
        byte[] file = file(track);
        CountedSource source = CountedSource.of(file);

        new MediaProbe().probe("a.mp4", source);

        assertThat(source.requests).isEqualTo(2);
        assertThat(metadata(file).duration()).hasValue(1.0);
    }

    @Test
    void the_first_track_of_video_counts() {
        byte[] first = sound().done();
        byte[] second = video().id(3).times(60, 512).duration(30_720).done();
        byte[] third = video().id(4).done();

        assertThat(values(file(first, second, third))).isEqualTo("320x180 25.0 60 2.4 avc1");
    }

    @Test
    void another_handler_is_video_by_its_codec() {
        assertThat(values(file(sound().done(), video().handler("auxv").done()))).startsWith("320x180 25.0 50");
        refuses(
                file(video().handler("meta").entries(entry("mett", 1, 1)).done()),
                Reason.UNSUPPORTED,
                "no video in any of its 1 tracks");
        refuses(file(sound().done()), Reason.UNSUPPORTED, "no video in it, only sound");
    }

    @Test
    void an_encrypted_track_tells_its_original_format() {
        byte[] sinf = box("sinf", box("frma", Build.of("hvc1").done()), full("schm", 0, 0, ints(0)));
        ProbeResult result =
                probe(file(video().entries(entry("encv", 640, 480, sinf)).done()));

        assertThat(((MediaMetadata.Video) result.metadata()).encodingStr()).isEqualTo("hvc1");
        assertThat(result.details()).containsEntry("encrypted", true).containsEntry("codec", "hevc");
    }

    @Test
    void of_several_descriptions_the_last_one_of_the_same_tag_has_the_size() {
        byte[] track = video().entries(entry("avc1", 100, 50), entry("mp4v", 7, 7), entry("avc1", 200, 150))
                .done();

        assertThat(values(file(track))).startsWith("200x150");
        refuses(
                file(video().descriptions(full("stsd", 0, 0, ints(0))).done()),
                Reason.CORRUPT,
                "0 sample descriptions");
    }

    @Test
    void the_tag_is_printed_as_ffprobe_does() {
        byte[] odd = entry("\1\u00ffa ", 2, 2);

        assertThat(metadata(file(video().entries(odd).done())).encodingStr()).isEqualTo("[1][255]a ");
    }

    @Test
    void planar_yuv_is_known_by_the_name_of_its_compressor() {
        byte[] entry = entry("abcd", 321, 181);
        byte[] name = Build.of("\31Planar Y'CbCr 8-bit 4:2:0").done();
        System.arraycopy(name, 0, entry, 50, name.length);

        assertThat(values(file(video().entries(entry).done()))).isEqualTo("320x180 25.0 50 2.0 I420");
    }

    @Test
    void the_duration_is_the_shortest_that_is_said() {
        assertThat(metadata(file(video().duration(30_000).done())).duration()).hasValue(2.0);
        assertThat(metadata(file(video().duration(12_800).done())).duration()).hasValue(1.0);
        assertThat(metadata(file(video().duration(0).done())).duration()).hasValue(0.0);
        assertThat(metadata(file(video().duration(0xffff_ffffL).done())).duration())
                .hasValue(0.0);
        assertThat(metadata(file(video().timescale(0).duration(9).times(3, 3).done()))
                        .duration())
                .hasValue(9.0);
    }

    @Test
    void edits_shorten_it_empty_ones_included() {
        assertThat(metadata(file(video().edits(1500, 0).done())).duration()).hasValue(1.5);
        assertThat(metadata(file(video().edits(200, 0xffff_ffffL, 900, 0).done()))
                        .duration())
                .hasValue(1.1);
        assertThat(metadata(file(video().edits(9000, 0).done())).duration()).hasValue(2.0);
        ProbeResult cut = probe(file(video().edits(1500, 0).done()));
        assertThat(cut.details()).containsEntry("edit_list", true);
        assertThat(cut.problems())
                .singleElement()
                .hasToString("Problem[field=total_frame_count, reason=counts every frame of the file; "
                        + "the edit list shows 1.5 of 2.0 seconds]");
    }

    @Test
    void edits_count_for_nothing_behind_a_track_without_samples() {
        byte[] empty = sound().times().done();

        assertThat(metadata(file(empty, video().edits(1500, 0).done())).duration())
                .hasValue(2.0);
        assertThat(metadata(file(video().edits(1500, 0).done(), empty)).duration())
                .hasValue(1.5);
    }

    @Test
    void edits_before_the_clock_of_the_movie_is_known_last_nothing() {
        byte[] file = join(ftyp(), box("moov", video().edits(1500, 0).done(), mvhd(1000)), mdat(9));

        assertThat(metadata(file).duration()).hasValue(0.0);
    }

    @Test
    void a_step_back_in_time_shortens_the_samples() {
        // 10 samples of 512, then one of -100: ffprobe takes 1 for it and makes up for the difference.
        byte[] stts = full("stts", 0, 0, ints(3, 10, 512, 1, -100, 10, 512));
        TimeTable times = TimeTable.read(Mp4.kept(stts), Mp4.whole(stts));

        assertThat(times.samples()).isEqualTo(21);
        assertThat(times.ticks()).isEqualTo(10 * 512 + 1 + 10 * 502);
    }

    @Test
    void frames_that_last_differently_are_told() {
        assertThat(probe(file(video().times(49, 512, 1, 700).done())).details())
                .containsEntry("variable_frame_rate", false);
        assertThat(probe(file(video().times(20, 512, 1, 700, 29, 512).done())).details())
                .containsEntry("variable_frame_rate", true);
    }

    @Test
    void rotation_is_that_of_track_and_movie_together() {
        long[] quarter = {0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x4000_0000};
        long[] mirrored = {-0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000};
        long[] slanted = {0xb504, 0xb504, 0, -0xb504, 0xb504, 0, 0, 0, 0x4000_0000};
        byte[] turned = join(
                ftyp(),
                box("moov", mvhd(1000, 0, quarter), video().matrix(quarter).done()),
                mdat(1));

        assertThat(probe(file(video().matrix(quarter).done())).details())
                .containsEntry("rotation", 90)
                .containsEntry("display_width", 180);
        assertThat(probe(turned).details()).containsEntry("rotation", 180);
        assertThat(probe(file(video().matrix(mirrored).done())).details())
                .containsEntry("mirrored", true)
                .containsEntry("rotation", 180);
        assertThat(probe(file(video().matrix(slanted).done())).details()).doesNotContainKey("rotation");
        assertThat(values(file(video().matrix(quarter).done()))).startsWith("320x180");
    }

    @Test
    void what_lies_beside_the_video_is_told() {
        byte[] tmcd = video().id(3).handler("tmcd").entries(entry("tmcd", 0, 0)).done();
        byte[] sensor =
                video().id(4).handler("meta").entries(entry("gpmd", 0, 0)).done();
        byte[] pasp = box("pasp", ints(32, 11));
        byte[] colr = box("colr", Build.of("nclx").be16(9, 16, 9).u8(0x80).done());
        byte[] track = video().entries(entry("avc1", 64, 64, pasp, colr))
                .table(full("stss", 0, 0, ints(2, 1, 26)))
                .done();

        assertThat(probe(file(track, sound().done(), tmcd, sensor)).details())
                .containsEntry("timecode", true)
                .containsEntry("telemetry", true)
                .containsEntry("sample_aspect_ratio", "32:11")
                .containsEntry("key_frame_count", 2)
                .containsEntry("faststart", true)
                .containsEntry("fragmented", false)
                .containsEntry("truncated", false)
                .extractingByKeys("audio", "color")
                .map(Object::toString)
                .containsExactly(
                        "{codec=aac, channels=2, sample_rate=48000}",
                        "{primaries=bt2020, transfer=smpte2084, matrix=bt2020nc, full_range=true}");
    }

    @Test
    void without_a_list_of_key_frames_all_are() {
        assertThat(probe(file(video().done())).details()).containsEntry("key_frame_count", 50);
    }

    @Test
    void samples_without_a_duration_have_the_rate_of_the_codec_or_none() {
        byte[] file = file(video().times(50, 0).duration(0).done());

        assertThat(metadata(file).frameRate()).isEmpty();
        assertThat(probe(file).problems()).extracting("field").contains("frame_rate");
    }

    @Test
    void a_header_without_samples_has_the_clock_for_a_rate() {
        byte[] file = join(ftyp("iso5"), moov(Mp4.fragmented().done(), Mp4.mvex(1)));

        assertThat(values(file)).isEqualTo("320x180 12800.0 0 0.0 avc1");
        assertThat(probe(file).problems()).extracting("field").contains("frame_rate");
    }

    @Test
    void a_header_without_samples_lasts_as_long_as_its_longest_track() {
        byte[] file = join(ftyp("iso5"), moov(Mp4.fragmented().done(), sound().done(), Mp4.mvex(1)));

        assertThat(metadata(file).duration()).hasValue(2.0);
    }

    @Test
    void a_movie_header_that_calls_itself_free_is_found() {
        byte[] moov = moov(video().done());
        System.arraycopy("free".getBytes(StandardCharsets.US_ASCII), 0, moov, 4, 4);

        assertThat(values(join(ftyp(), mdat(9), moov))).isEqualTo("320x180 25.0 50 2.0 avc1");
    }

    @Test
    void a_compressed_movie_header_is_read() {
        byte[] moov = moov(sound().done(), video().edits(1500, 0).done());
        byte[] file = join(ftyp("qt  "), mdat(9), compressed("zlib", moov));

        assertThat(values(file)).isEqualTo("320x180 25.0 50 1.5 avc1");
        Mp4FrameIndex index = new Mp4FrameIndex();
        index.accept(file, 0, file.length);
        assertThat(index.finish().frames()).isEqualTo(38);
    }

    @Test
    void a_compressed_movie_header_may_be_broken_or_a_bomb() {
        byte[] moov = moov(video().done());
        byte[] broken = compressed("zlib", moov);
        broken[broken.length - 40] ^= 0x55;

        refuses(join(ftyp(), compressed("lzma", moov)), Reason.UNSUPPORTED, "compressed by lzma");
        refuses(join(ftyp(), compressed("zlib", mdat(9))), Reason.CORRUPT, "no movie header was compressed");
        refuses(join(ftyp(), compressed("zlib", new byte[5 << 20])), Reason.CORRUPT, "of more than 4 MiB");
        refuses(join(ftyp(), box("moov", box("cmov", new byte[30]))), Reason.CORRUPT, "without its data");
        refuses(join(ftyp(), broken), Reason.CORRUPT, "");
    }

    private static byte[] compressed(String method, byte[] moov) {
        Deflater deflater = new Deflater();
        deflater.setInput(moov);
        deflater.finish();
        byte[] buffer = new byte[moov.length + 100];
        int length = deflater.deflate(buffer);
        deflater.end();
        return box(
                "moov",
                box(
                        "cmov",
                        box("dcom", Build.of(method).done()),
                        box("cmvd", ints(moov.length), Arrays.copyOf(buffer, length))));
    }

    @Test
    void a_file_without_a_movie_header_says_so() {
        refuses(join(ftyp(), mdat(100)), Reason.CORRUPT, "there is no moov box in it");
        refuses(Arrays.copyOf(join(ftyp(), mdat(100)), 90), Reason.CORRUPT, "the file ends before its moov box");
        refuses(join(Mp4.moof(1, 0, Mp4.trun(5)), mdat(9)), Reason.CORRUPT, "a fragment without its header");
    }

    @Test
    void a_file_that_is_cut_off_in_its_movie_header_is_read_if_it_can_be() {
        byte[] file = join(ftyp(), mdat(9), moov(sound().done(), video().done()));

        refuses(Arrays.copyOf(file, file.length - 250), Reason.CORRUPT, "truncated");
        byte[] nearly = Arrays.copyOf(file, file.length - 4);
        assertThat(values(nearly)).isEqualTo("320x180 25.0 50 2.0 avc1");
        assertThat(probe(nearly).details()).containsEntry("truncated", true);
        assertThat(probe(nearly).problems())
                .extracting("reason")
                .contains("FiftyOne stores nothing for it: it is cut off within its movie header");
    }

    @Test
    void media_data_that_is_cut_off_is_told() {
        byte[] file = join(ftyp(), moov(video().done()), mdat(1000));

        assertThat(probe(Arrays.copyOf(file, file.length - 1)).details()).containsEntry("truncated", true);
    }

    @Test
    void tables_that_contradict_each_other_are_why_fiftyone_stores_nothing() {
        byte[] chunks = full("stsc", 0, 0, ints(1, 5, 10, 1));
        byte[] file = file(video().table(chunks).done());

        assertThat(probe(file).problems())
                .extracting("reason")
                .contains("FiftyOne stores nothing for it: its tables of chunks contradict each other");
        assertThat(probe(file).metadata()).isInstanceOf(MediaMetadata.Video.class);
    }

    @Test
    void missing_tables_make_ffprobe_count_in_another_clock() {
        byte[] file = file(video().table(full("stco", 0, 0, ints(0))).done());

        assertThat(metadata(file).duration()).hasValue(0.284444);
        assertThat(probe(file).problems()).extracting("field").contains("duration");
    }

    @Test
    void the_clocks_of_version_1_have_64_bits() {
        byte[] mdhd = full("mdhd", 1, 0, ints(0, 0, 0, 0, 90_000, 0, 180_000, 0));
        byte[] stbl =
                box("stbl", full("stsd", 0, 0, ints(1), entry("avc1", 8, 8)), full("stts", 0, 0, ints(1, 60, 3000)));
        byte[] hdlr = full("hdlr", 0, 0, ints(0), Build.of("vide").zeros(13).done());
        byte[] tkhd = full(
                "tkhd",
                1,
                0,
                ints(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0),
                ints(1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30),
                ints(0, 0));
        byte[] trak = box("trak", tkhd, box("mdia", mdhd, hdlr, box("minf", stbl)));

        assertThat(values(file(trak))).isEqualTo("8x8 30.0 60 2.0 avc1");
    }

    @Test
    void a_store_that_does_not_tell_the_size_is_no_obstacle() {
        byte[] file = join(ftyp(), moov(video().done()), mdat(200_000));

        assertThat(new MediaProbe()
                        .probe("a.mp4", CountedSource.silent(file), Profile.FIFTYONE)
                        .metadata()
                        .toJson())
                .containsEntry("total_frame_count", 50L);
    }

    @Test
    void a_cover_is_the_video_of_a_file_of_sound() {
        byte[] jpeg =
                Build.jpeg().segment(0xe0, new byte[20]).frame(66, 68, 3).scan().done();
        byte[] data = box("data", ints(13, 0), jpeg);
        byte[] meta = full("meta", 0, 0, full("hdlr", 0, 0, ints(0), new byte[17]), box("ilst", box("covr", data)));
        byte[] song = join(ftyp("M4A "), moov(sound().done(), box("udta", meta)), mdat(9));
        byte[] film = file(video().done(), box("udta", meta));

        assertThat(Probing.probe("a.m4a", song).metadata().toJson())
                .containsEntry("frame_width", 66)
                .containsEntry("frame_height", 68)
                .containsEntry("frame_rate", 90_000.0)
                .containsEntry("duration", 2.0)
                .containsEntry("total_frame_count", 180_000L)
                .containsEntry("encoding_str", "[0][0][0][0]");
        assertThat(values(film)).isEqualTo("320x180 25.0 50 2.0 avc1");
        assertThat(Probing.probe("a.m4a", join(ftyp("M4A "), moov(sound().done())))
                        .metadata())
                .isInstanceOf(MediaMetadata.Other.class);
    }
}
