package io.mediafn.media.video.avi;

import static io.mediafn.media.video.avi.AviFiles.audio;
import static io.mediafn.media.video.avi.AviFiles.bitmap;
import static io.mediafn.media.video.avi.AviFiles.chunk;
import static io.mediafn.media.video.avi.AviFiles.headers;
import static io.mediafn.media.video.avi.AviFiles.list;
import static io.mediafn.media.video.avi.AviFiles.riff;
import static io.mediafn.media.video.avi.AviFiles.streamHeader;
import static io.mediafn.media.video.avi.AviFiles.video;
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

class AviFrameIndexTest {
    private static final byte[] FRAME = new byte[31];

    private static FrameIndex index(byte[] file, int step) {
        AviFrameIndex index = new AviFrameIndex();
        for (int i = 0; i < file.length; i += step) {
            index.accept(file, i, Math.min(step, file.length - i));
        }
        return index.finish();
    }

    private static FrameIndex index(byte[] file) {
        return index(file, file.length);
    }

    private static byte[] movie() {
        return list(
                "movi",
                chunk("01dc", FRAME),
                chunk("00wb", FRAME),
                chunk("01dc", FRAME),
                list("rec ", chunk("01dc", new byte[0]), chunk("00wb", FRAME)),
                chunk("01dc", FRAME));
    }

    private static byte[] oldIndex() {
        Build entries = new Build();
        entries.text("01dc").le32(0x10, 4, 31);
        entries.text("00wb").le32(0x10, 4, 31);
        entries.text("01dc").le32(0, 4, 31);
        entries.text("01dc").le32(0x10, 4, 0);
        entries.text("01dc").le32(0x10, 4, 31);
        return chunk("idx1", entries.done());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1 << 20})
    void the_old_index_tells_the_key_frames_however_the_bytes_come(int step) {
        FrameIndex index = index(riff(headers(audio(), video(1, 25, 4)), movie(), oldIndex()), step);

        assertThat(index.frames()).isEqualTo(3);
        assertThat(index.keyFrames()).containsExactly(new KeyFrame(0, 0), new KeyFrame(2, 3));
        assertThat(index.variableFrameRate()).isTrue(); // one is repeated
        assertThat(index.timeBase().denominator()).isEqualTo(25);
        assertThat(index.incomplete()).isEmpty();
    }

    @Test
    void the_indexes_of_open_dml_cover_every_part_of_the_file() {
        byte[] entries = new Build()
                .le16(2)
                .u8(0, 1)
                .le32(2)
                .text("00dc")
                .le32(0, 0, 0)
                .le32(8, 31, 47, 31 | 0x8000_0000L)
                .done();
        byte[] part = list("movi", chunk("00dc", FRAME), chunk("00dc", FRAME), chunk("ix00", entries));
        byte[] more = chunk("RIFF", Build.of("AVIX").bytes(part).done());
        FrameIndex index = index(new Build()
                .bytes(riff(headers(video(1, 25, 4)), part))
                .bytes(more)
                .done());

        assertThat(index.frames()).isEqualTo(4);
        assertThat(index.keyFrames()).containsExactly(new KeyFrame(0, 0), new KeyFrame(2, 2));
        assertThat(index.incomplete()).isEmpty();
    }

    @Test
    void times_begin_where_the_header_says_unless_that_is_absurd() {
        byte[] late = list("strl", streamHeader("vids", 1, 25, 10, 4), bitmap("XVID", 64, 48));
        byte[] absurd = list("strl", streamHeader("vids", 1, 25, 1_000_000, 4), bitmap("XVID", 64, 48));
        assertThat(index(riff(headers(audio(), late), movie(), oldIndex())).keyFrames())
                .containsExactly(new KeyFrame(0, 10), new KeyFrame(2, 13));
        assertThat(index(riff(headers(audio(), absurd), movie(), oldIndex())).keyFrames())
                .containsExactly(new KeyFrame(0, 0), new KeyFrame(2, 3));
    }

    @Test
    void what_is_missing_is_said() {
        FrameIndex without = index(riff(headers(audio(), video(1, 25, 4)), movie()));
        assertThat(without.frames()).isEqualTo(3);
        assertThat(without.keyFrames()).isEmpty();
        assertThat(without.incomplete()).hasValue("it has no index, so its key frames are not known");

        FrameIndex less = index(riff(
                headers(audio(), video(1, 25, 4)),
                movie(),
                chunk("idx1", Build.of("01dc").le32(0x10, 4, 31).done())));
        assertThat(less.incomplete()).hasValue("its index lists 1 of 4 frames");

        assertThatThrownBy(() -> index(riff(headers(audio()), movie())))
                .isInstanceOf(MediaException.class)
                .hasMessage("no video in it");
    }

    @Test
    void mutated_files_end_in_an_index_or_a_refusal() {
        byte[] whole = riff(headers(audio(), video(1, 25, 4)), movie(), oldIndex());
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] file = Arrays.copyOf(whole, random.nextInt(whole.length) + 1);
            for (int j = random.nextInt(4); j > 0; j--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(index(file, 1 + random.nextInt(50)).frames()).isLessThan(1000);
            } catch (MediaException e) {
                assertThat(e).hasMessage("no video in it");
            }
        }
    }
}
