package io.mediafn.media.video.mp4;

import static io.mediafn.media.video.mp4.Mp4.box;
import static io.mediafn.media.video.mp4.Mp4.entry;
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
import static io.mediafn.media.video.mp4.Mp4.trun;
import static io.mediafn.media.video.mp4.Mp4.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import io.mediafn.media.read.MediaException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Files made to cost requests, memory or time. */
class HostileMp4Test {
    private static final Duration BOUND = Duration.ofSeconds(3); // for a busy machine; a few milliseconds are usual

    private static String outcome(byte[] bytes) {
        CountedSource source = CountedSource.of(bytes);
        long start = System.nanoTime();
        String outcome;
        try {
            ProbeResult result = new MediaProbe().probe("a.mp4", source);
            outcome = String.valueOf(result.metadata().toJson().get("total_frame_count"));
        } catch (MediaException e) {
            outcome = e.reason() + " " + e.getMessage();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
        assertThat(source.requests).isLessThanOrEqualTo(16);
        assertThat(source.received).isLessThanOrEqualTo(4 << 20);
        return outcome;
    }

    @Test
    void boxes_in_boxes() {
        Build nested = new Build();
        for (int i = 0; i < 20_000; i++) {
            nested.be32(8L * (20_000 - i)).text(i % 2 == 0 ? "moov" : "trak");
        }
        assertThat(outcome(join(ftyp(), nested.done()))).startsWith("UNSUPPORTED no video");
        assertThat(outcome(join(ftyp(), box("moov", nested.done())))).startsWith("UNSUPPORTED no video");
    }

    @Test
    void boxes_side_by_side() {
        assertThat(outcome(join(
                        ftyp(), new Build().repeat("\0\0\0\10free", 100_000).done())))
                .startsWith("CORRUPT more than");
        Build tracks = new Build();
        for (int i = 0; i < 5_000; i++) {
            tracks.bytes(Mp4.sound().id(i).done());
        }
        assertThat(outcome(file(tracks.done()))).startsWith("CORRUPT more than 256 tracks");
    }

    @Test
    void lengths_that_cannot_be() {
        byte[] movie = moov(video().done());
        for (long length : new long[] {0, 1, 2, 7, 0x7fff_ffffL, 0xffff_ffffL}) {
            byte[] head = new Build().be32(length).text("free").zeros(8).done();

            assertThat(outcome(join(ftyp(), head, movie))).startsWith("CORRUPT");
        }
        byte[] negative = new Build().be32(1).text("free").be32(-1, -1).done();
        assertThat(outcome(join(ftyp(), negative, movie))).startsWith("CORRUPT");
        byte[] huge = new Build().be32(1).text("moov").be32(0, 3L << 30).done();
        assertThat(outcome(join(ftyp(), huge, Mp4.mvhd(1000), video().done()))).isEqualTo("50");
        assertThat(outcome(join(ftyp(), new Build().be32(0).text("moov").done(), video().done())))
                .isEqualTo("50");
    }

    @Test
    void counts_that_cannot_be() {
        for (String type : new String[] {"stts", "stss", "ctts", "stsz", "stsc", "stco"}) {
            byte[] liar = full(type, 0, 0, ints(0xffff_ffffL, 0xffff_ffffL, 0xffff_ffffL, 0xffff_ffffL));
            outcome(file(video().table(liar).done()));
        }
        byte[] edits = full("elst", 1, 0, ints(0xffff_ffffL, -1, -1, -1, -1, -1, -1));
        byte[] track = box("trak", box("edts", edits));
        assertThat(outcome(file(track, video().done()))).isEqualTo("50");
        assertThat(outcome(file(video().times(0xffff_ffffL, 0xffff_ffffL, 0xffff_ffffL, 1)
                        .done())))
                .isEqualTo(String.valueOf(2 * 0xffff_ffffL));
    }

    @Test
    void a_table_of_times_that_is_too_long() {
        long[] pairs = new long[1_200_000];
        java.util.Arrays.setAll(pairs, i -> i % 2 == 0 ? 1 : 500 + i % 3);
        byte[] film = file(video().times(pairs).duration(512 * 600_000).done());
        ProbeResult result = new MediaProbe().probe("a.mp4", CountedSource.of(film));

        assertThat(outcome(film)).isEqualTo("600000");
        assertThat(result.exact()).isFalse();
        assertThat(result.metadata().toJson()).containsEntry("frame_rate", 25.0);
        assertThat(result.problems()).extracting("field").contains("frame_rate");
    }

    @Test
    void fragments_of_nothing() {
        byte[] head = join(ftyp("iso5"), moov(fragmented().done(), mvex(1)));
        byte[] many = full("trun", 0, 0, ints(0xffff_ffffL));
        assertThat(outcome(join(head, moof(1, 0, many), mdat(9)))).startsWith("CORRUPT more than");

        Build runs = new Build();
        for (int i = 0; i < 3_000; i++) {
            runs.bytes(full("trun", 0, 0, ints(2_000_000)));
        }
        assertThat(outcome(join(head, moof(1, 0, runs.done()), mdat(9)))).startsWith("CORRUPT more than");

        Build moofs = new Build();
        for (int i = 0; i < 200_000; i++) {
            moofs.be32(8).text("moof");
        }
        outcome(join(head, moofs.done()));
        Build indexes = new Build();
        for (int i = 0; i < 30_000; i++) {
            indexes.bytes(Mp4.sidx(1, 12_800, 1_000_000, 5));
        }
        outcome(join(head, indexes.done()));
    }

    @Test
    void a_last_fragment_that_is_not_one() {
        byte[] head = join(ftyp("iso5"), moov(fragmented().done(), mvex(1)));
        Build film = new Build().bytes(head);
        for (int i = 0; i < 60; i++) {
            film.bytes(moof(1, 512L * i, trun(512))).bytes(mdat(200_000));
        }
        byte[] decoys = new Build().repeat("\0\0\0\30moof\0\0\0\20mfhd", 4_000).done();
        assertThat(outcome(join(film.done(), decoys))).isNotEmpty();
        byte[] lying = box("mfra", full("mfro", 0, 0, ints(0x7fff_ffff)));
        assertThat(outcome(join(film.done(), lying))).isEqualTo("60");
    }

    @Test
    void headers_of_codecs_that_lie() {
        byte[] avcC = box(
                "avcC",
                new Build()
                        .u8(1, 100, 0, 31, 0xff, 0xff)
                        .be16(0xffff)
                        .u8(0x67)
                        .zeros(9_000)
                        .done());
        byte[] hvcC = box(
                "hvcC",
                new Build()
                        .zeros(22)
                        .u8(255)
                        .repeat("\41\u00ff\u00ff\0\3\102\1\1", 3_000)
                        .done());
        byte[] esds = full(
                "esds",
                0,
                0,
                new Build().repeat("\3\u00ff\u00ff\u00ff\u00ff", 3_000).done());
        byte[] av1C = box(
                "av1C",
                new Build().u8(0x81, 0, 0, 0, 0x0a).repeat("\u00ff", 5_000).done());
        for (byte[] box : new byte[][] {avcC, hvcC, esds, av1C}) {
            assertThat(outcome(file(video().entries(entry("avc1", 64, 64, box)).done())))
                    .isEqualTo("50");
        }
    }
}
