package io.mediafn.media.video.mp4;

import static io.mediafn.media.video.mp4.Mp4.box;
import static io.mediafn.media.video.mp4.Mp4.fragmented;
import static io.mediafn.media.video.mp4.Mp4.ftyp;
import static io.mediafn.media.video.mp4.Mp4.full;
import static io.mediafn.media.video.mp4.Mp4.ints;
import static io.mediafn.media.video.mp4.Mp4.join;
import static io.mediafn.media.video.mp4.Mp4.mdat;
import static io.mediafn.media.video.mp4.Mp4.moof;
import static io.mediafn.media.video.mp4.Mp4.moov;
import static io.mediafn.media.video.mp4.Mp4.mvex;
import static io.mediafn.media.video.mp4.Mp4.sidx;
import static io.mediafn.media.video.mp4.Mp4.trun;
import static io.mediafn.media.video.mp4.Mp4.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaMetadata;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import io.mediafn.media.Probing;
import io.mediafn.media.read.MediaException.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Files in fragments: all of them, one of them, or an estimate. */
class FragmentsTest {
    private static final byte[] HEAD = join(ftyp("iso5"), moov(fragmented().done(), mvex(1)));

    private static ProbeResult probe(byte[] bytes) {
        return Probing.probe("a.mp4", bytes);
    }

    /** Frame rate, number of frames, duration. */
    private static String values(byte[] bytes) {
        MediaMetadata.Video video = (MediaMetadata.Video) probe(bytes).metadata();
        return video.frameRate().orElse(-1) + " " + video.totalFrameCount().orElse(-1) + " "
                + video.duration().orElse(-1);
    }

    private static String refusal(byte[] bytes) {
        return probe(bytes).problems().stream()
                .filter(problem -> problem.field().equals("metadata"))
                .map(problem -> problem.reason().replace("FiftyOne stores nothing for it: ", ""))
                .findFirst()
                .orElse("");
    }

    private static long[] frames(int count) {
        long[] durations = new long[count];
        Arrays.fill(durations, 512);
        return durations;
    }

    @Test
    void all_fragments_are_added_up() {
        byte[] file = join(
                HEAD,
                moof(1, 0, trun(frames(25))),
                mdat(100),
                moof(1, 12_800, trun(frames(20)), trun(512, 512)),
                mdat(9));

        assertThat(values(file)).isEqualTo("25.0 47 1.88");
        assertThat(probe(file).exact()).isTrue();
        assertThat(probe(file).details())
                .containsEntry("frames_in_file", 47)
                .containsEntry("fragmented", true)
                .doesNotContainKey("faststart");
    }

    @Test
    void the_last_end_is_the_duration_and_gaps_do_not_change_the_rate() {
        byte[] file = join(HEAD, moof(1, 0, trun(frames(25))), mdat(9), moof(1, 25_600, trun(frames(25))), mdat(9));

        assertThat(values(file)).isEqualTo("25.0 75 3.0");
    }

    @Test
    void samples_take_what_is_not_said_from_their_fragment_and_that_from_the_track() {
        byte[] plain = full("trun", 0, 0, ints(10));
        byte[] longer = box(
                "moof", box("traf", full("tfhd", 0, 0x20008, ints(1, 1024)), full("tfdt", 0, 0, ints(5_120)), plain));

        assertThat(values(join(HEAD, moof(1, 0, plain), mdat(9)))).isEqualTo("25.0 10 0.4");
        assertThat(values(join(HEAD, moof(1, 0, plain), mdat(9), longer, mdat(9))))
                .isEqualTo("16.666666666666668 20 1.2");
    }

    @Test
    void a_fragment_without_a_time_goes_on_where_the_last_one_ended() {
        byte[] untimed = box("moof", box("traf", full("tfhd", 0, 0, ints(1)), trun(frames(25))));

        assertThat(values(join(HEAD, untimed, mdat(9), untimed, mdat(9)))).isEqualTo("25.0 50 2.0");
    }

    @Test
    void samples_of_other_tracks_and_other_descriptions_do_not_count() {
        byte[] two =
                join(ftyp("iso5"), moov(fragmented().done(), Mp4.sound().times().done(), mvex(1, 2)));
        byte[] other = moof(2, 0, trun(9, 9, 9));
        byte[] foreign = box("moof", box("traf", full("tfhd", 0, 2, ints(1, 7)), trun(frames(25))));

        assertThat(values(join(two, moof(1, 0, trun(frames(25))), other, mdat(9))))
                .isEqualTo("25.0 25 1.0");
        assertThat(values(join(HEAD, moof(1, 0, trun(frames(25))), foreign, mdat(9))))
                .isEqualTo("25.0 25 1.0");
    }

    @Test
    void the_movie_header_alone_counts_its_frames() {
        byte[] head = join(ftyp("iso5"), moov(video().done(), mvex(1)));
        byte[] file = join(head, moof(1, 25_600, trun(frames(25))), mdat(9));

        assertThat(values(file)).isEqualTo("25.0 50 3.0");
        assertThat(probe(file).details()).containsEntry("frames_in_file", 75);
        assertThat(probe(file).problems())
                .singleElement()
                .hasToString("Problem[field=total_frame_count, reason=only the frames that the movie header lists; "
                        + "the fragments hold 25]");
    }

    @Test
    void of_a_file_whose_index_reaches_its_end_one_fragment_is_read() {
        byte[] first = join(moof(1, 0, trun(512, 512, 512, 1_000)), mdat(9));
        byte[] second = join(moof(1, 2_536, trun(frames(50))), mdat(200_000));
        byte[] index = sidx(1, 12_800, first.length, 2_536, second.length, 25_600);
        byte[] file = join(HEAD, index, first, second);
        CountedSource source = CountedSource.of(file);
        new MediaProbe().probe("a.mp4", source);

        assertThat(source.requests).isEqualTo(1);
        assertThat(values(file)).isEqualTo("20.189274447949526 44 2.198125");
        assertThat(probe(file).exact()).isTrue();
        assertThat(probe(file).problems()).extracting("field").containsExactly("frame_rate");
        assertThat(probe(file).details()).doesNotContainKey("frames_in_file");
    }

    @Test
    void an_index_of_random_access_may_follow() {
        byte[] first = join(moof(1, 0, trun(512, 512, 512, 1_000)), mdat(9));
        byte[] second = join(moof(1, 2_536, trun(frames(50))), mdat(9));
        byte[] index = sidx(1, 12_800, first.length, 2_536, second.length, 25_600);
        byte[] mfra = box("mfra", full("mfro", 0, 0, ints(24)));
        byte[] other = box("free", new byte[16]);

        assertThat(values(join(HEAD, index, first, second, mfra))).isEqualTo("20.189274447949526 44 2.198125");
        assertThat(values(join(HEAD, index, first, second, other))).startsWith("24.56");
    }

    @Test
    void an_index_that_ffprobe_cannot_read_is_why_fiftyone_stores_nothing() {
        byte[] rest = join(moof(1, 0, trun(frames(25))), mdat(9));
        byte[] nested = sidx(1, 12_800, 0x8000_0000L | rest.length, 512);

        assertThat(refusal(join(HEAD, nested, rest))).isEqualTo("an index of indexes");
        assertThat(refusal(join(HEAD, sidx(1, 0, rest.length, 512), rest))).isEqualTo("an index of nothing");
        assertThat(refusal(join(HEAD, sidx(9, 12_800, rest.length, 512), rest))).isEmpty();
    }

    @Test
    void faults_of_fragments_are_why_fiftyone_stores_nothing() {
        byte[] empty = full("trun", 0, 0x200, ints(1, 0, 0));
        byte[] whole = join(HEAD, moof(1, 0, trun(frames(25))), mdat(9), moof(1, 12_800, trun(frames(25))));

        assertThat(refusal(join(HEAD, moof(1, 0, empty), mdat(9)))).isEqualTo("a sample of 0 bytes in a fragment");
        assertThat(refusal(join(HEAD, moof(7, 0, trun(9)), mdat(9))))
                .isEqualTo("a fragment of a track that the movie header does not announce");
        assertThat(refusal(join(HEAD, moof(0, 0, trun(9)), mdat(9)))).isEqualTo("a fragment of track 0");
        assertThat(refusal(Arrays.copyOf(whole, whole.length - 8))).isEqualTo("it is cut off within a fragment");
        assertThat(refusal(join(moof(1, 0, trun(9)), HEAD, moof(1, 0, trun(9)), mdat(9))))
                .isEqualTo("fragments stand before the movie header");
        Probing.refuses(
                "a.mp4",
                join(HEAD, moof(1, 0, full("trun", 0, 0x100, ints(1_000_000, 0, 5))), mdat(9)),
                Reason.CORRUPT,
                "claims more samples than it lists");
    }

    /** Fragments of a second and 300 KB each. */
    private static byte[] film(int seconds, byte[] tail) {
        Build file = new Build().bytes(HEAD);
        for (int i = 0; i < seconds; i++) {
            file.bytes(moof(1, 12_800L * i, trun(frames(25)))).bytes(mdat(300_000));
        }
        return file.bytes(tail).done();
    }

    @Test
    void a_few_fragments_are_visited_one_by_one() {
        CountedSource source = CountedSource.of(film(8, new byte[0]));
        ProbeResult result = new MediaProbe().probe("a.mp4", source);

        assertThat(result.exact()).isTrue();
        assertThat(result.details()).containsEntry("frames_in_file", 200);
        assertThat(source.requests).isEqualTo(8);
        assertThat(source.received).isLessThan(8 * 66_000);
    }

    @Test
    void many_small_ones_are_read_in_large_pieces() {
        Build file = new Build().bytes(HEAD);
        for (int i = 0; i < 2_000; i++) {
            file.bytes(moof(1, 512L * i, trun(512))).bytes(mdat(1_000));
        }
        CountedSource source = CountedSource.of(file.done());
        ProbeResult result = new MediaProbe().probe("a.mp4", source);

        assertThat(result.exact()).isTrue();
        assertThat(result.details()).containsEntry("frames_in_file", 2_000);
        assertThat(source.requests).isLessThanOrEqualTo(14);
    }

    @Test
    void a_long_film_is_estimated_from_its_first_fragment_and_its_last() {
        for (byte[] tail : new byte[][] {{}, box("free", new byte[100_000])}) {
            CountedSource source = CountedSource.of(film(100, tail));
            ProbeResult result = new MediaProbe().probe("a.mp4", source);

            assertThat(result.exact()).isFalse();
            assertThat(result.metadata().toJson())
                    .containsEntry("frame_rate", 25.0)
                    .containsEntry("duration", 100.0)
                    .containsEntry("total_frame_count", 2_500L);
            assertThat(result.problems()).extracting("field").contains("total_frame_count");
            assertThat(source.requests).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void the_index_of_random_access_leads_to_the_last_fragment() {
        byte[] film = film(100, new byte[0]);
        int last = film.length - 300_008 - moof(1, 0, trun(frames(25))).length;
        byte[] tfra =
                full("tfra", 0, 0, ints(1, 0, 2, 0, 1_000), new byte[] {1, 1, 1}, ints(99 * 12_800, last), new byte[] {
                    1, 1, 1
                });
        byte[] mfro = full("mfro", 0, 0, ints(8 + tfra.length + 16));
        CountedSource source = CountedSource.of(join(film, box("mfra", tfra, mfro)));
        ProbeResult result = new MediaProbe().probe("a.mp4", source);

        assertThat(result.metadata().toJson()).containsEntry("duration", 100.0);
        assertThat(source.requests).isEqualTo(3);
        assertThat(source.received).isLessThan(200_000);
    }
}
