package io.mediafn.media.video.matroska;

import static io.mediafn.media.Probing.refuses;
import static io.mediafn.media.video.matroska.Mkv.audio;
import static io.mediafn.media.video.matroska.Mkv.block;
import static io.mediafn.media.video.matroska.Mkv.cluster;
import static io.mediafn.media.video.matroska.Mkv.element;
import static io.mediafn.media.video.matroska.Mkv.endless;
import static io.mediafn.media.video.matroska.Mkv.file;
import static io.mediafn.media.video.matroska.Mkv.frameDuration;
import static io.mediafn.media.video.matroska.Mkv.header;
import static io.mediafn.media.video.matroska.Mkv.info;
import static io.mediafn.media.video.matroska.Mkv.number;
import static io.mediafn.media.video.matroska.Mkv.real;
import static io.mediafn.media.video.matroska.Mkv.seek;
import static io.mediafn.media.video.matroska.Mkv.size;
import static io.mediafn.media.video.matroska.Mkv.text;
import static io.mediafn.media.video.matroska.Mkv.tracks;
import static io.mediafn.media.video.matroska.Mkv.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaMetadata;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import io.mediafn.media.Profile;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatroskaHeaderTest {
    private static final byte[] FORTY_MILLISECONDS = frameDuration(40_000_000);

    private static ProbeResult probe(byte[] file, Profile profile) {
        return new MediaProbe().probe("a.mkv", CountedSource.of(file), profile);
    }

    private static MediaMetadata.Video metadata(byte[] file) {
        return (MediaMetadata.Video) probe(file, Profile.FIFTYONE_STRICT).metadata();
    }

    private static Map<String, Object> details(byte[] file) {
        return probe(file, Profile.FIFTYONE).details();
    }

    /** A file whose track says this, besides its rate. */
    private static byte[] with(String codec, byte[]... more) {
        return file(
                info(2000),
                tracks(video(
                        codec,
                        new Build().bytes(FORTY_MILLISECONDS).bytes(join(more)).done())));
    }

    private static byte[] join(byte[]... parts) {
        Build all = new Build();
        for (byte[] part : parts) {
            all.bytes(part);
        }
        return all.done();
    }

    @Test
    void size_rate_and_duration_come_from_the_header_with_one_read() {
        CountedSource source = CountedSource.of(file(
                info(2000),
                tracks(video("V_VP8", FORTY_MILLISECONDS)),
                element(Ids.CUES, new byte[100_000]),
                Mkv.steady(10, 10)));
        MediaMetadata.Video video =
                (MediaMetadata.Video) new MediaProbe().probe("a.webm", source).metadata();

        assertThat(video.frameWidth()).hasValue(640);
        assertThat(video.frameHeight()).hasValue(360);
        assertThat(video.frameRate()).hasValue(25.0);
        assertThat(video.duration()).hasValue(2.0);
        assertThat(video.totalFrameCount()).hasValue(50);
        assertThat(video.encodingStr()).isEqualTo("[0][0][0][0]");
        assertThat(source.requests).isEqualTo(1);
    }

    @Test
    void a_stated_rate_is_a_fraction_with_parts_up_to_30000() {
        assertThat(rateOf(41_708_333)).isEqualTo(24_000 / 1001.0);
        assertThat(rateOf(16_683_333)).isEqualTo(59.94006309148265);
        assertThat(rateOf(1_000_000_000)).isEqualTo(1.0);
        assertThat(rateOf(3)).isEqualTo(30_000.0);
        byte[] old = size(640, 360, real(Ids.FRAME_RATE, 12.5));
        assertThat(metadata(file(
                                info(2000),
                                tracks(element(
                                        Ids.TRACK_ENTRY,
                                        number(Ids.TRACK_NUMBER, 1),
                                        number(Ids.TRACK_TYPE, 1),
                                        text(Ids.CODEC_ID, "V_VP8"),
                                        old))))
                        .frameRate())
                .hasValue(12.5);
    }

    private static double rateOf(long frameDuration) {
        return metadata(file(info(2000), tracks(video("V_VP9", frameDuration(frameDuration)))))
                .frameRate()
                .orElseThrow();
    }

    @Test
    void the_duration_is_cut_off_after_the_microseconds() {
        byte[] tracks = tracks(video("V_VP8", FORTY_MILLISECONDS));
        assertThat(metadata(file(info(4243.8779), tracks)).duration()).hasValue(4.243877);
        byte[] coarse = element(
                Ids.INFO,
                number(Ids.TIMESTAMP_SCALE, 10_000_000),
                element(
                        Ids.DURATION,
                        new Build().be32(Float.floatToIntBits(150)).done()));
        assertThat(metadata(file(coarse, tracks)).duration()).hasValue(1.5);
    }

    @Test
    void without_a_duration_fiftyone_stores_what_cannot_be_and_says_so() {
        byte[] live = file(element(Ids.INFO), tracks(video("V_VP8", FORTY_MILLISECONDS)));
        assertThat(metadata(live).duration()).hasValue(-1);
        assertThat(metadata(live).totalFrameCount()).hasValue(-25);

        ProbeResult honest = probe(live, Profile.FIFTYONE);
        assertThat(((MediaMetadata.Video) honest.metadata()).totalFrameCount()).isEmpty();
        assertThat(honest.problems())
                .extracting(problem -> problem.field())
                .containsExactlyInAnyOrder("duration", "total_frame_count");
    }

    @Test
    void the_seek_head_leads_to_tracks_behind_the_frames_with_one_read_more() {
        byte[] padding = element(0xEC, new byte[300_000]);
        byte[] late = tracks(video("V_VP8", FORTY_MILLISECONDS));
        byte[] head = element(Ids.SEEK_HEAD, seek(Ids.CUES, 12), seek(Ids.TRACKS, 0));
        long position = (long) head.length + info(2000).length + cluster(0, block(1, 0, true), padding).length;
        byte[] file = file(
                element(Ids.SEEK_HEAD, seek(Ids.CUES, 12), seek(Ids.TRACKS, position)),
                info(2000),
                cluster(0, block(1, 0, true), padding),
                late);
        CountedSource source = CountedSource.of(file);

        ProbeResult result = new MediaProbe().probe("a.mkv", source);
        assertThat(((MediaMetadata.Video) result.metadata()).frameRate()).hasValue(25.0);
        assertThat(source.requests).isEqualTo(2);
    }

    @Test
    void a_seek_head_that_leads_nowhere_is_no_help() {
        byte[] tracks = tracks(video("V_VP8", FORTY_MILLISECONDS));
        for (long position : new long[] {0, 5, 1L << 60, -1, 200}) {
            refuses(
                    "a.mkv",
                    file(
                            element(Ids.SEEK_HEAD, seek(Ids.TRACKS, position)),
                            info(1000),
                            cluster(0, block(1, 0, true)),
                            tracks),
                    Reason.CORRUPT,
                    "broken Matroska: no");
        }
    }

    @Test
    void times_tell_the_rate_where_the_header_does_not() {
        byte[] tracks = tracks(video("V_VP8"));
        assertThat(guess(tracks, Mkv.steady(60, 25))).isEqualTo(25.0);
        assertThat(guess(tracks, Mkv.steady(60, 30))).isEqualTo(30.0);
        assertThat(guess(tracks, Mkv.steady(60, 30_000 / 1001.0))).isEqualTo(30_000 / 1001.0);
        assertThat(guess(tracks, Mkv.steady(60, 12.5))).isEqualTo(12.5);
        // As few as ffprobe makes something of, and fewer.
        assertThat(guess(tracks, Mkv.steady(6, 30))).isEqualTo(29.916666666666668);
        assertThat(guess(tracks, Mkv.steady(1, 30))).isEqualTo(1000.0);
        assertThat(guess(tracks, new byte[0])).isEqualTo(1000.0);
    }

    private static double guess(byte[] tracks, byte[] frames) {
        ProbeResult result = probe(file(info(3000), tracks, frames), Profile.FIFTYONE_STRICT);
        assertThat(result.problems())
                .extracting(problem -> problem.reason())
                .contains("the header states none; this is ffprobe's guess from the first frames");
        assertThat(result.exact()).isTrue();
        return ((MediaMetadata.Video) result.metadata()).frameRate().orElseThrow();
    }

    @Test
    void blocks_that_tell_how_long_they_last_give_the_mean() {
        byte[][] blocks = new byte[50][];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Mkv.group(1, i * 40, i == 0, 40);
        }
        assertThat(guess(tracks(video("V_VP8")), cluster(0, blocks))).isEqualTo(25.0);
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Mkv.group(1, i * 47, i == 0, 47);
        }
        assertThat(guess(tracks(video("V_VP8")), cluster(0, blocks))).isEqualTo(21.25);
    }

    @Test
    void a_codec_that_states_its_rate_is_believed_in_whole_milliseconds() {
        byte[] tracks = tracks(video("V_MPEG4/ISO/AVC", element(Ids.CODEC_PRIVATE, avcC(1, 60))));
        assertThat(guess(tracks, Mkv.steady(60, 30))).isEqualTo(1000 / 33.0);
        assertThat(guess(
                        tracks(video("V_MPEG4/ISO/AVC", element(Ids.CODEC_PRIVATE, avcC(1, 1200)))),
                        Mkv.steady(60, 30)))
                .isEqualTo(1000.0);
        assertThat(guess(
                        tracks(video("V_MPEG4/ISO/AVC", element(Ids.CODEC_PRIVATE, avcC(1001, 48_000)))),
                        Mkv.steady(9, 24)))
                .isEqualTo(24.416666666666668);
        // Too few frames to have a duration: ffprobe counts fields then.
        assertThat(guess(tracks, Mkv.steady(2, 30))).isEqualTo(60.0);
    }

    /** The AVCDecoderConfigurationRecord of a picture of 640 x 360 with a rate in its usability information. */
    private static byte[] avcC(int units, int scale) {
        Bits sps = new Bits();
        sps.bits(8, 0x67).bits(8, 66).bits(8, 0xc0).bits(8, 30);
        sps.golomb(0)
                .golomb(0)
                .golomb(2)
                .golomb(1)
                .bits(1, 0)
                .golomb(39)
                .golomb(22)
                .bits(1, 1)
                .bits(1, 1);
        sps.bits(1, 1).golomb(0).golomb(0).golomb(0).golomb(4); // 368 lines, of which 8 are cut off
        sps.bits(1, 1).bits(1, 0).bits(1, 0).bits(1, 0).bits(1, 0);
        sps.bits(1, 1).bits(32, units).bits(32, scale).bits(1, 1);
        sps.bits(1, 0).bits(1, 0).bits(1, 0).bits(1, 0).bits(1, 1);
        byte[] nal = sps.escaped();
        return new Build()
                .u8(1, 66, 0xc0, 30, 0xff, 0xe1)
                .be16(nal.length)
                .bytes(nal)
                .u8(0)
                .done();
    }

    /** Bits of a parameter set. */
    private static final class Bits {
        private final StringBuilder text = new StringBuilder();

        Bits bits(int count, long value) {
            for (int i = count - 1; i >= 0; i--) {
                text.append(value >>> i & 1);
            }
            return this;
        }

        Bits golomb(int value) {
            int length = Integer.SIZE - Integer.numberOfLeadingZeros(value + 1);
            return bits(length - 1, 0).bits(length, value + 1);
        }

        byte[] escaped() {
            while (text.length() % 8 != 0) {
                text.append('0');
            }
            Build bytes = new Build();
            int zeros = 0;
            for (int i = 0; i < text.length(); i += 8) {
                int value = Integer.parseInt(text.substring(i, i + 8), 2);
                if (zeros >= 2 && value <= 3) {
                    bytes.u8(3);
                    zeros = 0;
                }
                zeros = value == 0 ? zeros + 1 : 0;
                bytes.u8(value);
            }
            return bytes.done();
        }
    }

    @Test
    void large_frames_end_the_guess_early_and_it_says_so() {
        byte[][] clusters = new byte[60][];
        for (int i = 0; i < clusters.length; i++) {
            clusters[i] = cluster(i * 40L, block(1, 0, true, new byte[300_000]));
        }
        CountedSource source = CountedSource.of(file(info(3000), tracks(video("V_VP8")), join(clusters)));
        ProbeResult result = new MediaProbe().probe("a.webm", source);

        assertThat(result.exact()).isFalse();
        assertThat(result.problems())
                .extracting(problem -> problem.reason())
                .contains("the header states none, and the first frames are too large to read as many as ffprobe does");
        assertThat(((MediaMetadata.Video) result.metadata()).frameRate()).isPresent();
        assertThat(source.requests).isLessThanOrEqualTo(12);
        assertThat(source.received).isLessThan(3 << 20);
    }

    @Test
    void a_live_file_has_no_lengths() {
        byte[] live = new Build()
                .bytes(header(2))
                .bytes(endless(
                        Ids.SEGMENT,
                        element(Ids.INFO, number(Ids.TIMESTAMP_SCALE, 1_000_000)),
                        endless(Ids.TRACKS, video("V_VP9")),
                        endless(Ids.CLUSTER, number(Ids.TIMESTAMP, 0), blocks(0, 30)),
                        endless(Ids.CLUSTER, number(Ids.TIMESTAMP, 1200), blocks(0, 30))))
                .done();
        assertThat(metadata(live).frameRate()).hasValue(25.0);
        assertThat(metadata(live).duration()).hasValue(-1);
    }

    private static byte[] blocks(int from, int count) {
        Build blocks = new Build();
        for (int i = from; i < from + count; i++) {
            blocks.bytes(block(1, i * 40, i == 0));
        }
        return blocks.done();
    }

    @Test
    void the_first_frame_is_believed_more_than_the_header() {
        byte[] vp8 = new Build()
                .u8(0x10, 2, 0, 0x9d, 1, 0x2a)
                .le16(320, 180)
                .zeros(20)
                .done();
        MediaMetadata.Video video = metadata(
                file(info(2000), tracks(video("V_VP8", FORTY_MILLISECONDS)), cluster(0, block(1, 0, true, vp8))));
        assertThat(video.frameWidth()).hasValue(320);
        assertThat(video.frameHeight()).hasValue(180);

        byte[] vp9 = new Build()
                .u8(0x82, 0x49, 0x83, 0x42, 0x20, 0x27, 0xf0, 0x16, 0x70)
                .zeros(20)
                .done();
        video = metadata(
                file(info(2000), tracks(video("V_VP9", FORTY_MILLISECONDS)), cluster(0, block(1, 0, true, vp9))));
        assertThat(video.frameWidth()).hasValue(640);
        assertThat(video.frameHeight()).hasValue(360);
        assertThat(details(file(
                        info(2000), tracks(video("V_VP9", FORTY_MILLISECONDS)), cluster(0, block(1, 0, true, vp9)))))
                .containsEntry("bit_depth", 8);
    }

    @Test
    void a_header_that_was_taken_from_every_frame_is_put_back() {
        byte[] rest = new Build().u8(0x9d, 1, 0x2a).le16(320, 180).zeros(20).done();
        byte[] stripped = element(
                Ids.CONTENT_ENCODINGS,
                element(
                        Ids.CONTENT_ENCODING,
                        element(
                                Ids.CONTENT_COMPRESSION,
                                number(Ids.CONTENT_COMPRESSION_ALGORITHM, 3),
                                element(Ids.CONTENT_COMPRESSION_SETTINGS, new byte[] {0x10, 2, 0}))));
        byte[] track = video("V_VP8", FORTY_MILLISECONDS, stripped);
        assertThat(metadata(file(info(2000), tracks(track), cluster(0, block(1, 0, true, rest))))
                        .frameWidth())
                .hasValue(320);
    }

    @Test
    void tags_are_those_of_the_container_that_a_track_was_made_for() {
        byte[] bitmap = new Build().zeros(14).le16(24).text("XVID").zeros(20).done();
        assertThat(tag("V_MS/VFW/FOURCC", bitmap)).isEqualTo("XVID");
        assertThat(details(with("V_MS/VFW/FOURCC", element(Ids.CODEC_PRIVATE, bitmap))))
                .containsEntry("codec", "mpeg4");
        byte[] quickTime = new Build().be32(86).text("SVQ1").zeros(78).done();
        assertThat(tag("V_QUICKTIME", quickTime)).isEqualTo("SVQ1");
        assertThat(tag("V_QUICKTIME", Build.of("SVQ1").zeros(78).done())).isEqualTo("SVQ1");
        assertThat(tag("V_PRORES", Build.of("apch").done())).isEqualTo("apch");
        assertThat(tag("V_MS/VFW/FOURCC", new byte[10])).isEqualTo("[0][0][0][0]");
        assertThat(tag("V_AV1", new byte[0])).isEqualTo("[0][0][0][0]");
        byte[] raw = element(
                Ids.TRACK_ENTRY,
                number(Ids.TRACK_NUMBER, 1),
                number(Ids.TRACK_TYPE, 1),
                text(Ids.CODEC_ID, "V_UNCOMPRESSED"),
                FORTY_MILLISECONDS,
                size(640, 360, element(Ids.COLOUR_SPACE, Build.of("I420").done())));
        assertThat(metadata(file(info(2000), tracks(raw))).encodingStr()).isEqualTo("I420");
    }

    private static String tag(String codec, byte[] codecPrivate) {
        return metadata(with(codec, element(Ids.CODEC_PRIVATE, codecPrivate))).encodingStr();
    }

    @Test
    void the_first_track_of_video_counts_and_sound_is_a_detail() {
        byte[] second = element(
                Ids.TRACK_ENTRY,
                number(Ids.TRACK_NUMBER, 3),
                number(Ids.TRACK_TYPE, 1),
                text(Ids.CODEC_ID, "V_VP8"),
                size(100, 100));
        byte[] misnamed = element(
                Ids.TRACK_ENTRY,
                number(Ids.TRACK_NUMBER, 4),
                number(Ids.TRACK_TYPE, 1),
                text(Ids.CODEC_ID, "A_OPUS"),
                size(100, 100));
        byte[] file =
                file(info(2000), tracks(misnamed, audio("A_PCM/INT/LIT"), video("V_VP8", FORTY_MILLISECONDS), second));
        assertThat(metadata(file).frameWidth()).hasValue(640);
        assertThat(details(file).get("audio")).hasToString("{codec=pcm_s16le, channels=2, sample_rate=44100}");
    }

    @Test
    void sound_alone_is_refused_unless_it_has_a_cover() {
        refuses("a.mkv", file(info(2000), tracks(audio("A_OPUS"))), Reason.UNSUPPORTED, "no video in it, only sound");
        refuses("a.mkv", file(info(2000), tracks()), Reason.UNSUPPORTED, "no video in any of its 0 tracks");

        byte[] png = Build.png().ihdr(30, 20, 8, 2).idat().done();
        byte[] attachments = element(
                Ids.ATTACHMENTS,
                element(
                        Ids.ATTACHED_FILE,
                        text(Ids.FILE_NAME, "t.ttf"),
                        text(Ids.FILE_MEDIA_TYPE, "font/ttf"),
                        element(Ids.FILE_DATA, new byte[10])),
                element(
                        Ids.ATTACHED_FILE,
                        text(Ids.FILE_NAME, "cover.png"),
                        text(Ids.FILE_MEDIA_TYPE, "image/png"),
                        element(Ids.FILE_DATA, png)));
        MediaMetadata.Video cover = metadata(file(info(2000.5), tracks(audio("A_OPUS")), attachments));
        assertThat(cover.frameWidth()).hasValue(30);
        assertThat(cover.frameHeight()).hasValue(20);
        assertThat(cover.frameRate()).hasValue(90_000.0);
        assertThat(cover.totalFrameCount()).hasValue(180_045);
        assertThat(cover.encodingStr()).isEqualTo("[0][0][0][0]");
    }

    @Test
    void a_turned_picture_keeps_its_size_but_for_those_who_want_the_display() {
        byte[] turned = turned(90, 0);
        assertThat(metadata(turned).frameWidth()).hasValue(640);
        assertThat(details(turned)).containsEntry("rotation", 270).containsEntry("display_width", 360);
        MediaMetadata.Video shown =
                (MediaMetadata.Video) probe(turned, Profile.DISPLAY).metadata();
        assertThat(shown.frameWidth()).hasValue(360);
        assertThat(details(turned(-90, 0))).containsEntry("rotation", 90);
        assertThat(details(turned(180, 0))).containsEntry("rotation", 180);
        assertThat(details(turned(0, 180))).containsEntry("mirrored", true).doesNotContainKey("rotation");
        assertThat(details(turned(90, 30))).doesNotContainKey("rotation"); // a panorama
        assertThat(details(turned(Double.NaN, 0))).doesNotContainKey("rotation");
    }

    private static byte[] turned(double roll, double yaw) {
        byte[] projection =
                element(Ids.PROJECTION, real(Ids.PROJECTION_POSE_ROLL, roll), real(Ids.PROJECTION_POSE_YAW, yaw));
        return withVideo(projection);
    }

    private static byte[] withVideo(byte[]... more) {
        return file(
                info(2000),
                tracks(element(
                        Ids.TRACK_ENTRY,
                        number(Ids.TRACK_NUMBER, 1),
                        number(Ids.TRACK_TYPE, 1),
                        text(Ids.CODEC_ID, "V_VP9"),
                        FORTY_MILLISECONDS,
                        element(Ids.CODEC_PRIVATE, new byte[] {1, 1, 2, 2, 1, 41, 3, 1, 10}),
                        size(640, 360, more))));
    }

    @Test
    void the_header_tells_more_than_fiftyone_stores() {
        byte[] colour = element(
                Ids.COLOUR,
                number(Ids.MATRIX_COEFFICIENTS, 9),
                number(Ids.TRANSFER_CHARACTERISTICS, 16),
                number(Ids.PRIMARIES, 9),
                number(Ids.RANGE, 1));
        byte[] file = withVideo(
                colour, number(Ids.DISPLAY_WIDTH, 1280), number(Ids.DISPLAY_HEIGHT, 360), number(Ids.ALPHA_MODE, 1));
        Map<String, Object> details = details(file);
        assertThat(details)
                .containsEntry("codec", "vp9")
                .containsEntry("codec_string", "vp09.02.41.10")
                .containsEntry("codec_profile", "Profile 2")
                .containsEntry("codec_level", "4.1")
                .containsEntry("bit_depth", 10)
                .containsEntry("sample_aspect_ratio", "2:1")
                .containsEntry("has_alpha", true)
                .containsEntry("truncated", false)
                .containsEntry("total_frame_count_method", "duration_times_rate");
        assertThat(details.get("color"))
                .hasToString("{primaries=bt2020, transfer=smpte2084, matrix=bt2020nc, full_range=false}");

        byte[] dated = element(Ids.INFO, real(Ids.DURATION, 2000), number(Ids.DATE_UTC, 631_152_000_000_000_000L));
        assertThat(details(file(dated, tracks(video("V_VP8", FORTY_MILLISECONDS)))))
                .containsEntry("captured_at", "2021-01-01T00:00:00Z");
    }

    @Test
    void a_file_that_is_cut_off_is_read_and_says_so() {
        byte[] whole = file(info(2000), tracks(video("V_VP8", FORTY_MILLISECONDS)), Mkv.steady(30, 10));
        byte[] cut = Arrays.copyOf(whole, whole.length - 100);
        ProbeResult result = probe(cut, Profile.FIFTYONE);
        assertThat(result.details()).containsEntry("truncated", true);
        assertThat(result.problems()).extracting(problem -> problem.field()).containsExactly("total_frame_count");
    }

    @Test
    void what_ffprobe_refuses_is_refused_in_the_strict_profile_alone() {
        byte[] newer = new Build()
                .bytes(header(4))
                .bytes(element(Ids.SEGMENT, info(2000), tracks(video("V_VP8", FORTY_MILLISECONDS))))
                .done();
        assertThat(probe(newer, Profile.FIFTYONE).problems())
                .extracting(problem -> problem.reason())
                .contains("FiftyOne stores nothing for it: Matroska of version 4, newer than ffprobe knows");
        assertThatThrownBy(() -> metadata(newer)).isInstanceOf(MediaException.class);

        byte[] cropped = withVideo(number(Ids.PIXEL_CROP_LEFT, 400), number(Ids.PIXEL_CROP_RIGHT, 240));
        assertThatThrownBy(() -> metadata(cropped)).hasMessageContaining("its crop leaves no pixel");
    }

    @Test
    void broken_files_are_refused_with_what_is_wrong() {
        byte[] tracks = tracks(video("V_VP8", FORTY_MILLISECONDS));
        refuses("a.mkv", element(Ids.EBML, number(Ids.EBML_READ_VERSION, 1)), Reason.CORRUPT, "names no kind");
        refuses(
                "a.mkv",
                element(Ids.EBML, text(Ids.DOC_TYPE, "webm"), number(Ids.EBML_READ_VERSION, 2)),
                Reason.UNSUPPORTED,
                "EBML version 2");
        refuses("a.mkv", header(2), Reason.CORRUPT, "truncated");
        refuses("a.mkv", file(info(1000)), Reason.CORRUPT, "no Tracks");
        refuses("a.mkv", file(info(1000), new byte[20]), Reason.CORRUPT, "no element at byte");
        refuses("a.mkv", file(info(1000), new Build().u8(0xec, 0).zeros(9).done()), Reason.CORRUPT, "without a length");
        refuses(
                "a.mkv",
                file(element(Ids.INFO, element(Ids.TIMESTAMP_SCALE, new byte[9])), tracks),
                Reason.CORRUPT,
                "a number of 9 bytes");
        refuses(
                "a.mkv",
                file(element(Ids.INFO, element(Ids.DURATION, new byte[3])), tracks),
                Reason.CORRUPT,
                "a number with a fraction of 3 bytes");
        refuses(
                "a.mkv",
                file(element(Ids.INFO, number(Ids.TIMESTAMP_SCALE, 1L << 40)), tracks),
                Reason.CORRUPT,
                "ticks of");
        refuses("a.mkv", file(info(1000), tracks(endless(Ids.TRACK_ENTRY))), Reason.CORRUPT, "unknown length");
        refuses("a.mkv", file(endless(0xEC)), Reason.CORRUPT, "unknown length");
        refuses("a.mkv", withVideo(number(Ids.PIXEL_WIDTH, 1L << 40)), Reason.CORRUPT, "pixels");
    }

    @Test
    void hostile_files_end_soon() {
        refuses(
                "a.mkv",
                join(endless(Ids.EBML, endless(Ids.SEGMENT), new byte[100_000])),
                Reason.CORRUPT,
                "an element of unknown length");
        refuses("a.mkv", element(Ids.EBML, 1L << 55, new byte[100_000]), Reason.CORRUPT, "no element at byte");

        byte[] entry = element(Ids.TRACK_ENTRY);
        Build many = new Build();
        for (int i = 0; i < 1000; i++) {
            many.bytes(entry);
        }
        refuses("a.mkv", file(element(Ids.TRACKS, many.done())), Reason.CORRUPT, "more than 512 tracks");

        Build voids = new Build();
        for (int i = 0; i < 20_000; i++) {
            voids.u8(0xec, 0x80);
        }
        refuses("a.mkv", file(voids.done()), Reason.CORRUPT, "more than 16384 elements");

        byte[] nested = element(Ids.CONTENT_COMPRESSION);
        for (int i = 0; i < 5000; i++) {
            nested = new Build()
                    .be16(Ids.CONTENT_COMPRESSION)
                    .u8(0x20 | nested.length >> 16)
                    .be16(nested.length)
                    .bytes(nested)
                    .done();
        }
        byte[] track = video(
                "V_VP8", FORTY_MILLISECONDS, element(Ids.CONTENT_ENCODINGS, element(Ids.CONTENT_ENCODING, nested)));
        assertThat(metadata(file(info(2000), tracks(track))).frameRate()).hasValue(25.0);

        Build seeks = new Build();
        for (int i = 0; i < 5000; i++) {
            seeks.bytes(seek(Ids.CLUSTER, i));
        }
        byte[] file =
                file(element(Ids.SEEK_HEAD, seeks.done()), info(2000), tracks(video("V_VP8", FORTY_MILLISECONDS)));
        assertThat(metadata(file).frameRate()).hasValue(25.0);
    }
}
