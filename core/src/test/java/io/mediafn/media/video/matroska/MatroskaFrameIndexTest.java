package io.mediafn.media.video.matroska;

import static io.mediafn.media.video.matroska.Mkv.block;
import static io.mediafn.media.video.matroska.Mkv.blockContent;
import static io.mediafn.media.video.matroska.Mkv.cluster;
import static io.mediafn.media.video.matroska.Mkv.element;
import static io.mediafn.media.video.matroska.Mkv.endless;
import static io.mediafn.media.video.matroska.Mkv.file;
import static io.mediafn.media.video.matroska.Mkv.group;
import static io.mediafn.media.video.matroska.Mkv.header;
import static io.mediafn.media.video.matroska.Mkv.info;
import static io.mediafn.media.video.matroska.Mkv.number;
import static io.mediafn.media.video.matroska.Mkv.tracks;
import static io.mediafn.media.video.matroska.Mkv.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.media.Build;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.video.FrameIndex;
import io.mediafn.media.video.FrameIndex.KeyFrame;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatroskaFrameIndexTest {
    private static final byte[] HEAD = new Build()
            .bytes(info(2000))
            .bytes(tracks(video("V_VP8"), Mkv.audio("A_OPUS")))
            .done();

    private static FrameIndex index(byte[] file, int step) {
        MatroskaFrameIndex index = new MatroskaFrameIndex();
        for (int i = 0; i < file.length; i += step) {
            index.accept(file, i, Math.min(step, file.length - i));
        }
        return index.finish();
    }

    private static FrameIndex index(byte[] file) {
        return index(file, file.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 1 << 20})
    void frames_are_found_however_the_bytes_come(int step) {
        FrameIndex index = index(
                file(
                        HEAD,
                        element(Ids.CUES, new byte[50]),
                        cluster(1000, block(1, 0, true), block(2, 3, true), block(1, 40, false), block(1, 80, false)),
                        cluster(1120, block(1, 0, true), group(1, 40, false, 0), group(1, 80, true, 40))),
                step);

        assertThat(index.frames()).isEqualTo(6);
        assertThat(index.keyFrames())
                .containsExactly(new KeyFrame(0, 1000), new KeyFrame(3, 1120), new KeyFrame(5, 1200));
        assertThat(index.timeBase().numerator()).isEqualTo(1);
        assertThat(index.timeBase().denominator()).isEqualTo(1000);
        assertThat(index.variableFrameRate()).isFalse();
        assertThat(index.incomplete()).isEmpty();
    }

    @Test
    void frames_that_are_presented_later_are_numbered_by_their_times() {
        FrameIndex index = index(file(
                HEAD,
                cluster(
                        0,
                        block(1, 0, true),
                        block(1, 120, false),
                        block(1, 40, false),
                        block(1, 80, false),
                        block(1, 240, true),
                        block(1, 160, false),
                        block(1, 200, false),
                        block(1, 280, false))));

        assertThat(index.frames()).isEqualTo(8);
        assertThat(index.keyFrames()).containsExactly(new KeyFrame(0, 0), new KeyFrame(6, 240));
        assertThat(index.variableFrameRate()).isFalse();
    }

    @Test
    void frames_that_last_differently_are_a_variable_rate_and_rounding_is_not() {
        assertThat(index(file(HEAD, Mkv.frames(0, 33, 67, 100, 133, 167))).variableFrameRate())
                .isFalse();
        assertThat(index(file(HEAD, Mkv.frames(0, 33, 67, 167, 200, 233))).variableFrameRate())
                .isTrue();
    }

    @Test
    void a_block_may_hold_several_frames() {
        byte[] laced = blockContent(1, 0, 0x80 | 4, new byte[] {2, 0, 0, 0});
        FrameIndex index = index(file(
                HEAD,
                cluster(
                        0,
                        element(Ids.BLOCK_GROUP, element(Ids.BLOCK, laced), number(Ids.BLOCK_DURATION, 120)),
                        block(1, 120, false))));

        assertThat(index.frames()).isEqualTo(4);
        assertThat(index.keyFrames()).containsExactly(new KeyFrame(0, 0));
    }

    @Test
    void live_files_and_tracks_behind_the_frames_are_indexed() {
        byte[] live = new Build()
                .bytes(header(2))
                .bytes(endless(
                        Ids.SEGMENT,
                        endless(Ids.CLUSTER, number(Ids.TIMESTAMP, 0), block(1, 0, true), block(2, 0, true)),
                        endless(Ids.CLUSTER, number(Ids.TIMESTAMP, 500), block(1, -5, true)),
                        HEAD))
                .done();
        assertThat(index(live).keyFrames()).containsExactly(new KeyFrame(0, 0), new KeyFrame(1, 495));
    }

    @Test
    void what_is_broken_or_cut_off_is_said() {
        byte[] whole = file(HEAD, cluster(0, block(1, 0, true), block(1, 40, false)));
        FrameIndex cut = index(Arrays.copyOf(whole, whole.length - 5));
        assertThat(cut.frames()).isEqualTo(1);
        assertThat(cut.incomplete()).hasValue("the file is cut off");

        FrameIndex broken =
                index(file(HEAD, cluster(0, block(1, 0, true)), new byte[30], cluster(40, block(1, 0, true))));
        assertThat(broken.frames()).isEqualTo(2);
        assertThat(broken.incomplete())
                .hasValueSatisfying(why -> assertThat(why).contains("there is no element"));

        assertThatThrownBy(() -> index(file(info(1000)))).hasMessage("broken Matroska: no Tracks");
        assertThatThrownBy(() -> index(file(tracks(Mkv.audio("A_OPUS"))))).hasMessage("no video in it");
    }

    @Test
    void mutated_files_end_in_an_index_or_a_refusal() {
        byte[] whole = file(HEAD, cluster(0, block(1, 0, true), group(1, 40, false, 40)), Mkv.steady(20, 25));
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] file = whole.clone();
            for (int j = random.nextInt(6); j >= 0; j--) {
                file[random.nextInt(file.length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
            }
            try {
                assertThat(index(file, 1 + random.nextInt(100)).frames()).isLessThan(6000);
            } catch (MediaException e) {
                assertThat(e).hasMessageContaining(" ");
            }
        }
    }
}
