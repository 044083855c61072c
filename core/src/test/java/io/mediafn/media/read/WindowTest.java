package io.mediafn.media.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mediafn.media.CountedSource;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }

    @Test
    void readsAcrossSegmentsThatWereFetchedApart() {
        CountedSource source = CountedSource.of(counting(300_000));
        Window window = new Window(source, ProbeLimits.DEFAULT, 100, "start");

        assertThat(window.u8(200_000)).isEqualTo(200_000 % 251);
        assertThat(window.u8(150_000)).isEqualTo(150_000 % 251); // clipped to what follows
        assertThat(window.u16be(99)).isEqualTo(99 << 8 | 100);
        assertThat(window.u32le(199_998)).isEqualTo(little(199_998));
        assertThat(source.requests).isEqualTo(4);
        assertThat(source.received).isEqualTo(100 + 65_536 + 50_000 + 65_536);
    }

    private static long little(int offset) {
        return offset % 251 | (offset + 1) % 251 << 8 | (offset + 2) % 251 << 16 | (long) ((offset + 3) % 251) << 24;
    }

    @Test
    void knowsTheSizeFromTheFirstAnswer() {
        Window window = new Window(CountedSource.of(counting(300)), ProbeLimits.DEFAULT, 100, "start");

        assertThat(window.size()).isEqualTo(300);
        assertThat(window.contains(0, 300)).isTrue();
        assertThat(window.contains(1, 300)).isFalse();
        assertThat(window.contains(300, Long.MAX_VALUE)).isFalse();
        assertThat(window.contains(-1, 1)).isFalse();
        assertThat(window.fetched(0, 100)).isTrue();
        assertThat(window.fetched(0, 101)).isFalse();
    }

    @Test
    void learnsTheSizeWhereTheBytesEndIfTheStoreIsSilent() {
        assertThat(new Window(CountedSource.silent(counting(99)), ProbeLimits.DEFAULT, 100, "start").size())
                .isEqualTo(99);
        assertThat(new Window(CountedSource.silent(counting(0)), ProbeLimits.DEFAULT, 100, "start").size())
                .isZero();
        Window unknown = new Window(CountedSource.silent(counting(100)), ProbeLimits.DEFAULT, 100, "start");
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(unknown::size)
                .withMessageContaining("does not tell the size");
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> unknown.u8(100))
                .withMessageContaining("truncated");
    }

    @Test
    void neverAsksPastTheEnd() {
        CountedSource source = CountedSource.of(counting(300));
        Window window = new Window(source, ProbeLimits.DEFAULT, 100, "start");

        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> window.u8(300))
                .withMessage("truncated: the header goes on at byte 300, the object has 300");
        window.prefetch(250, 1L << 40);
        assertThat(source.requests).isEqualTo(2);
        assertThat(source.received).isEqualTo(150);
    }

    @Test
    void namesTheLimitThatStopsIt() {
        Window few = new Window(CountedSource.of(counting(1_000_000)), new ProbeLimits(2, 1 << 20), 100, "start");
        few.u8(500_000);
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> few.u8(900_000))
                .withMessageContaining("within 2 requests (the limit)");

        CountedSource source = CountedSource.of(counting(1_000_000));
        Window small = new Window(source, new ProbeLimits(9, 1000), 600, "start");
        small.u8(600);
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> small.u8(1000))
                .withMessageContaining("within 1000 bytes (the limit)");
        assertThat(source.received).isEqualTo(1000);
    }
}
