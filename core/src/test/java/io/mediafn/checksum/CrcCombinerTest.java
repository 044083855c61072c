package io.mediafn.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class CrcCombinerTest {
    private record Part(int index, long length, Checksum checksum) {}

    @ParameterizedTest
    @EnumSource(names = {"CRC32C", "CRC64NVME"})
    void parts_in_any_order_make_the_whole(ChecksumAlgorithm algorithm) {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(5_000)];
            random.nextBytes(bytes);
            List<Part> parts = split(algorithm, bytes, random);
            Collections.shuffle(parts, random);
            CrcCombiner combiner = new CrcCombiner(algorithm);
            for (Part part : parts) {
                combiner.add(part.index, part.length, part.checksum);
            }
            assertThat(combiner.whole()).isEqualTo(Hasher.of(algorithm, bytes));
            assertThat(combiner.length()).isEqualTo(bytes.length);
        }
    }

    /** Of any lengths, 0 and 1 among them. */
    private static List<Part> split(ChecksumAlgorithm algorithm, byte[] bytes, Random random) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        int most = 1 + random.nextInt(1_000);
        while (at < bytes.length || random.nextInt(3) == 0) {
            int length = Math.min(bytes.length - at, random.nextInt(4) == 0 ? random.nextInt(2) : random.nextInt(most));
            Hasher hasher = algorithm.newHasher();
            hasher.update(bytes, at, length);
            parts.add(new Part(parts.size(), length, hasher.finish()));
            at += length;
        }
        return parts;
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32C", "CRC64NVME"})
    void parts_added_by_many_threads_make_the_whole(ChecksumAlgorithm algorithm) {
        byte[] bytes = new byte[100_000];
        new Random(2).nextBytes(bytes);
        List<Part> parts = split(algorithm, bytes, new Random(3));
        CrcCombiner combiner = new CrcCombiner(algorithm);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Part part : parts) {
                threads.execute(() -> combiner.add(part.index, part.length, part.checksum));
            }
        }
        assertThat(combiner.whole()).isEqualTo(Hasher.of(algorithm, bytes));
        assertThat(combiner.length()).isEqualTo(bytes.length);
    }

    /**
     * Zeros are cheap to append: doubling them n times is n combinations. What comes out for a length that was doubled
     * must be what the length in one piece gives, and what a small one really has.
     */
    @ParameterizedTest
    @EnumSource(names = {"CRC32C", "CRC64NVME"})
    void lengths_beyond_an_int_and_up_to_the_longest(ChecksumAlgorithm algorithm) {
        Checksum start = Hasher.of(algorithm, new byte[] {1, 2, 3});
        Checksum zeros = Hasher.of(algorithm, new byte[1]);
        Checksum byDoubling = CrcCombiner.combine(start, zeros, 1);
        for (int k = 0; k < 62; k++) {
            long length = 1L << k;
            if (k <= 16) {
                assertThat(zeros).isEqualTo(Hasher.of(algorithm, new byte[(int) length]));
            }
            // start + 2^k zeros + 2^k zeros, in both ways to bracket it
            Checksum left = CrcCombiner.combine(CrcCombiner.combine(start, zeros, length), zeros, length);
            Checksum twice = CrcCombiner.combine(zeros, zeros, length);
            assertThat(CrcCombiner.combine(start, twice, 2 * length)).isEqualTo(left);
            // all zeros that there were, and one more of each doubling: 2^(k+1) - 1 + 2^(k+1)
            byDoubling = CrcCombiner.combine(byDoubling, twice, 2 * length);
            zeros = twice;
        }
        // 1 + 2 + 4 + ... + 2^62 zeros in one step
        Checksum most = zerosOf(algorithm, Long.MAX_VALUE);
        assertThat(CrcCombiner.combine(start, most, Long.MAX_VALUE)).isEqualTo(byDoubling);
    }

    private static Checksum zerosOf(ChecksumAlgorithm algorithm, long length) {
        Checksum power = Hasher.of(algorithm, new byte[1]);
        Checksum all = Hasher.of(algorithm, new byte[0]);
        for (int k = 0; k < 63; k++) {
            if ((length >>> k & 1) != 0) {
                all = CrcCombiner.combine(all, power, 1L << k);
            }
            if (k < 62) {
                power = CrcCombiner.combine(power, power, 1L << k);
            }
        }
        return all;
    }

    /** 5 GiB of a pattern, piece by piece, against its parts: more than an int of bytes, and of bits. */
    @Test
    void a_real_whole_of_more_than_an_int() {
        byte[] piece = new byte[64 << 20];
        new Random(4).nextBytes(piece);
        Hasher whole = ChecksumAlgorithm.CRC32C.newHasher();
        for (int i = 0; i < 80; i++) {
            whole.update(piece, 0, piece.length);
        }
        Checksum one = Hasher.of(ChecksumAlgorithm.CRC32C, piece);
        CrcCombiner combiner = new CrcCombiner(ChecksumAlgorithm.CRC32C);
        for (int i = 79; i >= 0; i--) {
            combiner.add(i, piece.length, one);
        }
        assertThat(combiner.length()).isEqualTo(5L << 30).isEqualTo(whole.length());
        assertThat(combiner.whole()).isEqualTo(whole.finish());
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32C", "CRC64NVME"})
    void parts_that_change_places_or_bits_show(ChecksumAlgorithm algorithm) {
        byte[] first = {1, 2, 3};
        byte[] second = {4, 5, 6};
        Checksum a = Hasher.of(algorithm, first);
        Checksum b = Hasher.of(algorithm, second);
        assertThat(CrcCombiner.combine(a, b, 3)).isEqualTo(Hasher.of(algorithm, new byte[] {1, 2, 3, 4, 5, 6}));
        assertThat(CrcCombiner.combine(b, a, 3)).isNotEqualTo(CrcCombiner.combine(a, b, 3));
        assertThat(CrcCombiner.combine(a, b, 4)).isNotEqualTo(CrcCombiner.combine(a, b, 3));
        for (int bit = 0; bit < 8 * algorithm.bytes(); bit++) {
            Checksum flipped = Checksum.ofCrc(algorithm, a.crc() ^ 1L << bit);
            assertThat(CrcCombiner.combine(flipped, b, 3)).isNotEqualTo(CrcCombiner.combine(a, b, 3));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32C", "CRC64NVME"})
    void nothing_has_the_checksum_of_nothing(ChecksumAlgorithm algorithm) {
        Checksum nothing = Hasher.of(algorithm, new byte[0]);
        assertThat(new CrcCombiner(algorithm).whole()).isEqualTo(nothing);
        CrcCombiner combiner = new CrcCombiner(algorithm);
        combiner.add(0, 0, nothing);
        assertThat(combiner.whole()).isEqualTo(nothing);
    }

    @Test
    void a_part_that_is_missing_or_not_what_it_was_is_told() {
        Checksum one = Hasher.of(ChecksumAlgorithm.CRC32C, new byte[] {1});
        Checksum two = Hasher.of(ChecksumAlgorithm.CRC32C, new byte[] {2});
        CrcCombiner combiner = new CrcCombiner(ChecksumAlgorithm.CRC32C);
        combiner.add(0, 1, one);
        combiner.add(2, 1, two);
        assertThatThrownBy(combiner::whole)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("part 1");
        combiner.add(2, 1, two);
        assertThat(combiner.length()).as("a part that came twice counts once").isEqualTo(2);
        assertThatThrownBy(() -> combiner.add(2, 1, one))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("part 2");
        assertThatThrownBy(() -> combiner.add(2, 2, two)).isInstanceOf(IllegalStateException.class);
        combiner.add(1, 1, one);
        assertThat(combiner.whole()).isEqualTo(Hasher.of(ChecksumAlgorithm.CRC32C, new byte[] {1, 1, 2}));
    }

    @Test
    void what_is_no_part_is_refused() {
        Checksum crc = Hasher.of(ChecksumAlgorithm.CRC32C, new byte[1]);
        Checksum crc64 = Hasher.of(ChecksumAlgorithm.CRC64NVME, new byte[1]);
        CrcCombiner combiner = new CrcCombiner(ChecksumAlgorithm.CRC32C);
        assertThatThrownBy(() -> combiner.add(-1, 1, crc)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> combiner.add(0, -1, crc)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> combiner.add(0, 1, crc64)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CrcCombiner.combine(crc, crc64, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CrcCombiner.combine(crc, crc, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(combiner.length()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"CRC32C", "CRC64NVME"})
    void digests_that_are_no_crc_are_refused(ChecksumAlgorithm algorithm) {
        Checksum digest = Hasher.of(algorithm, new byte[0]);
        assertThatThrownBy(() -> new CrcCombiner(algorithm)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CrcCombiner.combine(digest, digest, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
