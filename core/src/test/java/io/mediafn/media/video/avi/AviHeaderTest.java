package io.mediafn.media.video.avi;

import static io.mediafn.media.Probing.refuses;
import static io.mediafn.media.video.avi.AviFiles.audio;
import static io.mediafn.media.video.avi.AviFiles.bitmap;
import static io.mediafn.media.video.avi.AviFiles.chunk;
import static io.mediafn.media.video.avi.AviFiles.headers;
import static io.mediafn.media.video.avi.AviFiles.list;
import static io.mediafn.media.video.avi.AviFiles.mainHeader;
import static io.mediafn.media.video.avi.AviFiles.riff;
import static io.mediafn.media.video.avi.AviFiles.streamHeader;
import static io.mediafn.media.video.avi.AviFiles.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaMetadata;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import io.mediafn.media.Profile;
import io.mediafn.media.read.MediaException.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AviHeaderTest {
    private static final byte[] FRAMES = list("movi", chunk("00dc", new byte[50]));

    private static ProbeResult probe(byte[] file) {
        return new MediaProbe().probe("a.avi", CountedSource.of(file), Profile.FIFTYONE_STRICT);
    }

    private static MediaMetadata.Video metadata(byte[] file) {
        return (MediaMetadata.Video) probe(file).metadata();
    }

    @Test
    void the_header_of_the_first_video_tells_everything_with_one_read() {
        CountedSource source = CountedSource.of(riff(
                headers(audio(), video(1001, 30_000, 90), video(1, 5, 3)), FRAMES, chunk("JUNK", new byte[200_000])));
        ProbeResult result = new MediaProbe().probe("a.avi", source);
        MediaMetadata.Video video = (MediaMetadata.Video) result.metadata();

        assertThat(video.frameWidth()).hasValue(640);
        assertThat(video.frameHeight()).hasValue(360);
        assertThat(video.frameRate()).hasValue(30_000 / 1001.0);
        assertThat(video.totalFrameCount()).hasValue(90);
        assertThat(video.duration()).hasValue(3.003);
        assertThat(video.encodingStr()).isEqualTo("H264");
        assertThat(result.details())
                .containsEntry("codec", "h264")
                .containsEntry("total_frame_count_method", "header")
                .doesNotContainKey("truncated");
        assertThat(result.details().get("audio")).hasToString("{codec=mp3, channels=2, sample_rate=44100}");
        assertThat(source.requests).isEqualTo(1);
    }

    @Test
    void a_file_that_claims_more_than_it_has_loses_time_but_no_frames() {
        byte[] whole = riff(headers(video(1, 25, 100)), list("movi", chunk("00dc", new byte[50_000])));
        ProbeResult result = probe(Arrays.copyOf(whole, whole.length / 2));
        MediaMetadata.Video video = (MediaMetadata.Video) result.metadata();

        assertThat(video.totalFrameCount()).hasValue(100);
        assertThat(video.duration()).hasValue(2.0);
        assertThat(result.details()).containsEntry("truncated", true);
        assertThat(result.problems()).extracting(problem -> problem.field()).containsExactly("duration");
    }

    @Test
    void a_header_without_numbers_gets_those_of_ffprobe() {
        MediaMetadata.Video video = metadata(riff(headers(video(0, 0, 50)), FRAMES));
        assertThat(video.frameRate()).hasValue(25.0);
        video = metadata(riff(list("hdrl", mainHeader(100_000), video(0, 25, 50)), FRAMES));
        assertThat(video.frameRate()).hasValue(10.0);
        video = metadata(riff(list("hdrl", mainHeader(0), video(0, 0, 0)), FRAMES));
        assertThat(video.frameRate()).hasValue(25.0);
        assertThat(video.totalFrameCount()).hasValue(0);
        assertThat(video.duration()).hasValue(0.0);
    }

    @Test
    void codecs_have_tags_and_pictures_may_stand_on_their_head() {
        byte[] raw = list("strl", streamHeader("vids", 1, 25, 0, 5), bitmap("\0\0\0\0", 320, -240));
        MediaMetadata.Video video = metadata(riff(headers(raw), FRAMES));
        assertThat(video.encodingStr()).isEqualTo("[0][0][0][0]");
        assertThat(video.frameHeight()).hasValue(240);
        assertThat(probe(riff(headers(raw), FRAMES)).details()).containsEntry("codec", "rawvideo");

        byte[] subtitles = list("strl", streamHeader("vids", 1, 25, 0, 5), bitmap("DXSB", 720, 576));
        assertThat(metadata(riff(headers(subtitles, video(1, 25, 5)), FRAMES)).frameWidth())
                .hasValue(640);
    }

    @Test
    void the_first_frame_is_believed_more_than_the_header() {
        byte[] vp8 = new Build()
                .u8(0x10, 2, 0, 0x9d, 1, 0x2a)
                .le16(322, 182)
                .zeros(20)
                .done();
        assertThat(sizeOf("VP80", vp8)).isEqualTo("322x182");
        // The layer of MPEG-4: 25 ticks a second, 322 x 182.
        byte[] mpeg4 = HexFormat.of().parseHex("000001b001000001b58913000001000000012000c4f8201d8800cd0a1416d443");
        assertThat(sizeOf("XVID", new Build().bytes(mpeg4).zeros(30).done())).isEqualTo("322x182");
        byte[] h264 = HexFormat.of().parseHex("67f4000d919b282a33c7c5e022000003000200000300641e28532c");
        assertThat(sizeOf(
                        "H264",
                        new Build()
                                .be32(1)
                                .bytes(h264)
                                .be32(1)
                                .u8(0x68)
                                .zeros(9)
                                .done()))
                .isEqualTo("322x182");
        assertThat(sizeOf("H264", new byte[30])).isEqualTo("640x360");
    }

    private static String sizeOf(String codec, byte[] frame) {
        byte[] stream = list("strl", streamHeader("vids", 1, 25, 0, 5), bitmap(codec, 640, 360));
        byte[] file = riff(
                headers(audio(), stream), list("movi", list("rec ", chunk("00wb", new byte[7]), chunk("01dc", frame))));
        MediaMetadata.Video video = metadata(file);
        return video.frameWidth().getAsInt() + "x" + video.frameHeight().getAsInt();
    }

    @Test
    void aspect_and_date_are_details() {
        byte[] properties = chunk(
                "vprp",
                new Build().zeros(20).le16(9, 16).le32(720, 576).zeros(36).done());
        byte[] stream = list("strl", streamHeader("vids", 1, 25, 0, 5), bitmap("XVID", 720, 576), properties);
        byte[] date = chunk("IDIT", Build.of("Mon Mar 10 15:04:43 2003\n\0").done());
        assertThat(probe(riff(headers(stream, date), FRAMES)).details())
                .containsEntry("sample_aspect_ratio", "64:45")
                .containsEntry("captured_at", "2003-03-10T15:04:43");
    }

    @Test
    void files_without_a_usable_video_are_refused() {
        refuses("a.avi", riff(headers(audio()), FRAMES), Reason.UNSUPPORTED, "no video in it");
        refuses("a.avi", riff(headers()), Reason.CORRUPT, "it ends before the headers of a video");
        byte[] dv = list("strl", streamHeader("iavs", 1, 25, 0, 5));
        refuses("a.avi", riff(headers(dv), FRAMES), Reason.UNSUPPORTED, "interleaved DV");
        byte[] flat = list("strl", streamHeader("vids", 1, 25, 0, 5), bitmap("XVID", 0, 10));
        refuses("a.avi", riff(headers(flat), FRAMES), Reason.CORRUPT, "a picture of 0 x 10 pixels");
        refuses(
                "a.avi",
                riff(headers(list("strl", chunk("strh", new byte[10])))),
                Reason.CORRUPT,
                "a stream header of 10 bytes");
        refuses(
                "a.avi",
                riff(headers(list("strl", streamHeader("vids", 1, 25, 0, 5), chunk("strf", new byte[10])))),
                Reason.CORRUPT,
                "a bitmap header of 10 bytes");
    }

    @Test
    void hostile_files_end_soon() {
        Build lists = new Build();
        for (int i = 0; i < 5000; i++) {
            lists.text("LIST").le32(4).text("hdrl");
        }
        refuses("a.avi", riff(lists.done()), Reason.CORRUPT, "more than 2048 chunks");
        byte[] huge = Build.of("RIFF")
                .le32(100)
                .text("AVI JUNK")
                .le32(0xffff_fff0L)
                .zeros(50)
                .done();
        refuses("a.avi", huge, Reason.CORRUPT, "it ends before the headers of a video");
    }
}
