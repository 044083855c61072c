package io.mediafn.media.video.mp4;

import static io.mediafn.media.video.mp4.Mp4.file;
import static io.mediafn.media.video.mp4.Mp4.fragmented;
import static io.mediafn.media.video.mp4.Mp4.ftyp;
import static io.mediafn.media.video.mp4.Mp4.full;
import static io.mediafn.media.video.mp4.Mp4.ints;
import static io.mediafn.media.video.mp4.Mp4.join;
import static io.mediafn.media.video.mp4.Mp4.mdat;
import static io.mediafn.media.video.mp4.Mp4.moof;
import static io.mediafn.media.video.mp4.Mp4.moov;
import static io.mediafn.media.video.mp4.Mp4.mvex;
import static io.mediafn.media.video.mp4.Mp4.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.video.FrameIndex;
import io.mediafn.media.video.FrameIndex.KeyFrame;
import io.mediafn.media.video.Rational;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Numbers and times of key frames; the expected ones are those that ffprobe prints for the same tables. */
class Mp4FrameIndexTest {
    private static FrameIndex index(byte[] file) {
        return index(file, 7);
    }

    private static FrameIndex index(byte[] file, int pieces) {
        Mp4FrameIndex index = new Mp4FrameIndex();
        for (int at = 0; at < file.length; at += pieces) {
            index.accept(file, at, Math.min(pieces, file.length - at));
        }
        return index.finish();
    }

    private static byte[] stss(long... samples) {
        return full("stss", 0, 0, ints(samples.length), ints(samples));
    }

    /** Pairs of number and offset. */
    private static byte[] ctts(long... pairs) {
        return full("ctts", 0, 0, ints(pairs.length / 2), ints(pairs));
    }

    private static String keys(byte[] file) {
        StringBuilder text = new StringBuilder();
        for (KeyFrame key : index(file).keyFrames()) {
            text.append(key.number()).append(':').append(key.pts()).append(' ');
        }
        return text.append("of ").append(index(file).frames()).toString();
    }

    @Test
    void key_frames_have_numbers_and_times() {
        byte[] file = file(video().table(stss(1, 26)).done());

        assertThat(index(file))
                .isEqualTo(new FrameIndex(
                        new Rational(1, 12_800),
                        50,
                        java.util.List.of(new KeyFrame(0, 0), new KeyFrame(25, 12_800)),
                        false,
                        java.util.Optional.empty()));
        assertThat(index(file, 1)).isEqualTo(index(file, 100_000));
        assertThat(keys(join(
                        ftyp(), mdat(1_000), moov(video().table(stss(0, 25)).done()))))
                .isEqualTo("0:0 25:12800 of 50");
        assertThat(index(file(video().done())).keyFrames()).hasSize(50);
    }

    @Test
    void numbers_go_by_the_order_of_presentation() {
        // I P B B: the fourth frame is decoded before the two that are shown before it, and is a key frame.
        byte[] open = file(video().times(7, 100)
                .timescale(1_000)
                .duration(700)
                .table(stss(1, 5))
                .table(ctts(1, 200, 1, 500, 2, 200, 1, 400, 2, 100))
                .done());

        assertThat(keys(open)).isEqualTo("0:200 6:800 of 7");
    }

    @Test
    void offsets_below_zero_shift_all() {
        byte[] file = file(video().times(4, 100)
                .timescale(1_000)
                .table(stss(1))
                .table(ctts(1, 0, 1, 200, 1, -100, 1, -100, 1, 0, 1, 0))
                .done());

        assertThat(keys(file)).isEqualTo("0:0 of 4");
    }

    @Test
    void an_edit_shows_from_its_start_and_hides_what_only_decoding_needs() {
        byte[] cut = file(video().times(20, 100)
                .timescale(1_000)
                .edits(500, 700)
                .table(stss(1, 6, 11, 16))
                .done());

        // From the key frame at 500: two frames are hidden, five are shown.
        assertThat(keys(cut)).isEqualTo("3:300 of 5");
        byte[] late = file(video().times(4, 100)
                .timescale(1_000)
                .edits(250, 0xffff_ffffL, 400, 0)
                .table(stss(1))
                .done());
        assertThat(keys(late)).isEqualTo("0:250 of 4");
        byte[] twice = file(video().times(4, 100)
                .timescale(1_000)
                .edits(400, 0, 400, 0)
                .table(stss(1))
                .done());
        assertThat(keys(twice)).isEqualTo("0:0 4:400 of 8");
    }

    @Test
    void fragments_are_added() {
        byte[] head = join(ftyp("iso5"), moov(fragmented().done(), mvex(1)));
        byte[] keyed = full("trun", 0, 0x305, ints(3, 0, 0x200_0000, 512, 9, 512, 9, 512, 9));
        byte[] film = join(head, moof(1, 0, keyed), mdat(9), moof(1, 1_536, keyed), mdat(9));

        assertThat(keys(film)).isEqualTo("0:0 3:1536 of 6");
        assertThat(index(film).variableFrameRate()).isFalse();
        byte[] overlapping = join(head, moof(1, 0, keyed), mdat(9), moof(1, 512, keyed), mdat(9));
        assertThat(keys(overlapping)).isEqualTo("0:0 of 4");
    }

    @Test
    void a_file_that_is_cut_off_has_an_incomplete_index() {
        byte[] file = join(ftyp(), moov(video().done()), mdat(1_000));

        assertThat(index(file).incomplete()).isEmpty();
        assertThat(index(Arrays.copyOf(file, file.length - 1)).incomplete())
                .hasValueSatisfying(why -> assertThat(why).contains("cut off"));
    }

    @Test
    void more_key_frames_than_are_kept_are_told() {
        byte[] file = file(video().times(100_002, 1).duration(100_002).done());

        assertThat(index(file, 1 << 16).keyFrames()).hasSize(FrameIndex.MOST_KEY_FRAMES);
        assertThat(index(file, 1 << 16).incomplete()).hasValue("only the first 100000 of 100002 key frames");
    }

    @Test
    void a_file_without_video_has_no_index() {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> index(join(ftyp(), mdat(9))))
                .withMessageContaining("no moov box");
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> index(file(Mp4.sound().done())))
                .withMessageContaining("no track of video");
        assertThatExceptionOfType(MediaException.class).isThrownBy(() -> index(new byte[0]));
        assertThatExceptionOfType(MediaException.class).isThrownBy(() -> index(new byte[] {0, 0, 0, 3, 1, 1, 1, 1, 1}));
    }

    @Test
    void lies_about_numbers_cost_nothing() {
        byte[] sizes = full("stsz", 0, 0, ints(1, 0xffff_ffffL));
        byte[] chunks = full("stsc", 0, 0, ints(1, 1, 0xffff_ffffL, 1));
        byte[] many =
                file(video().times(0xffff_ffffL, 1).table(sizes).table(chunks).done());
        byte[] few = file(video().table(full("stsz", 0, 0, ints(0, 0xffff_ffffL, 5, 5, 5)))
                .table(chunks)
                .done());

        assertThat(index(many, 1 << 16).incomplete())
                .hasValueSatisfying(why -> assertThat(why).contains("frames"));
        assertThat(index(few).frames()).isEqualTo(3);
    }

    @Test
    void edits_that_go_through_the_file_again_and_again_end() {
        long[] edits = new long[8_000];
        Arrays.setAll(edits, i -> i % 2 == 0 ? 4_000_000 : 0);
        byte[] sizes = full("stsz", 0, 0, ints(1, 4_000_000));
        byte[] chunks = full("stsc", 0, 0, ints(1, 1, 4_000_000, 1));
        byte[] film = file(video().timescale(1_000)
                .times(4_000_000, 1)
                .edits(edits)
                .table(sizes)
                .table(chunks)
                .table(stss(1))
                .done());

        assertThat(index(film, 1 << 16).incomplete()).isPresent();
    }
}
