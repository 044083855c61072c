package io.mediafn.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class HasherTest {
    @ParameterizedTest
    @CsvSource({
        "CRC32C,,00000000",
        "CRC32C,123456789,e3069283",
        "CRC64NVME,,0000000000000000",
        "CRC64NVME,123456789,ae8b14860a799888",
        "CRC64NVME,hello world!,d9160d1fa8e418e3",
        "MD5,,d41d8cd98f00b204e9800998ecf8427e",
        "MD5,123456789,25f9e794323b453885f5181f1b624d0b",
        "SHA256,,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "SHA256,123456789,15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
    })
    void known_values(ChecksumAlgorithm algorithm, String text, String hex) {
        byte[] bytes = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
        assertThat(Hasher.of(algorithm, bytes).hex()).isEqualTo(hex);
    }

    /** The specification's own vectors: 4 KiB of zeros and of ones. */
    @ParameterizedTest
    @CsvSource({"0,6482d367eb22b64e", "255,c0ddba7302eca3ac"})
    void crc64_of_a_page_of_one_byte(int value, String hex) {
        byte[] page = new byte[4096];
        java.util.Arrays.fill(page, (byte) value);
        assertThat(Hasher.of(ChecksumAlgorithm.CRC64NVME, page).hex()).isEqualTo(hex);
    }

    /** Every length around the sixteen bytes of a step, at every offset, against one bit at a time. */
    @Test
    void crc64_by_tables_is_crc64_by_bits() {
        byte[] bytes = random(100, 1);
        for (int offset = 0; offset < 20; offset++) {
            for (int length = 0; length < 80; length++) {
                Hasher hasher = ChecksumAlgorithm.CRC64NVME.newHasher();
                hasher.update(bytes, offset, length);
                assertThat(hasher.finish().crc()).isEqualTo(bitByBit(bytes, offset, length));
            }
        }
    }

    private static long bitByBit(byte[] bytes, int offset, int length) {
        long crc = -1;
        for (int i = offset; i < offset + length; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0x9a6c9329ac4bc9b5L : crc >>> 1;
            }
        }
        return ~crc;
    }

    @ParameterizedTest
    @EnumSource
    void pieces_of_any_kind_and_size_make_one_digest(ChecksumAlgorithm algorithm) throws IOException {
        byte[] bytes = random(100_000, 2);
        Checksum whole = Hasher.of(algorithm, bytes);
        Random random = new Random(3);
        Hasher hasher = algorithm.newHasher();
        int at = 0;
        while (at < bytes.length) {
            int count = Math.min(bytes.length - at, random.nextInt(2_000));
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(count).put(bytes, at, count).flip();
            switch (random.nextInt(3)) {
                case 0 -> hasher.update(bytes, at, count);
                case 1 -> hasher.update(ByteBuffer.wrap(bytes, at, count).slice());
                default -> {
                    hasher.update(direct);
                    assertThat(direct.hasRemaining()).isFalse();
                }
            }
            at += count;
            assertThat(hasher.length()).isEqualTo(at);
        }
        assertThat(hasher.finish()).isEqualTo(whole);
        assertThat(hasher.length()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_hashes_what_is_read_through_it_however_it_is_read(ChecksumAlgorithm algorithm) throws IOException {
        byte[] bytes = random(50_000, 4);
        Hasher hasher = algorithm.newHasher();
        try (HashingStream stream = new HashingStream(new ByteArrayInputStream(bytes), hasher)) {
            assertThat(stream.markSupported()).isFalse();
            stream.mark(100);
            assertThat(stream.read()).isEqualTo(bytes[0] & 0xFF);
            assertThatThrownBy(stream::reset).isInstanceOf(IOException.class);
            assertThat(stream.skip(10_000)).isEqualTo(10_000);
            stream.skipNBytes(1_000);
            assertThat(stream.skip(-1)).isZero();
            assertThat(stream.readNBytes(100)).hasSize(100);
            assertThat(hasher.length()).isEqualTo(11_101);
            stream.transferTo(OutputStream.nullOutputStream());
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(stream.read(new byte[1])).isEqualTo(-1);
            assertThat(stream.skip(1)).isZero();
        }
        assertThat(hasher.length()).isEqualTo(bytes.length);
        assertThat(hasher.finish()).isEqualTo(Hasher.of(algorithm, bytes));
    }

    @ParameterizedTest
    @EnumSource
    void any_bit_that_flips_shows(ChecksumAlgorithm algorithm) {
        byte[] bytes = random(257, 5);
        Checksum whole = Hasher.of(algorithm, bytes);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Hasher.of(algorithm, bytes)).as("bit %s", bit).isNotEqualTo(whole);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(Hasher.of(algorithm, bytes)).isEqualTo(whole);
    }

    @ParameterizedTest
    @EnumSource
    void a_finished_hasher_takes_nothing(ChecksumAlgorithm algorithm) {
        Hasher hasher = algorithm.newHasher();
        hasher.finish();
        assertThatThrownBy(() -> hasher.update(new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> hasher.update(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(hasher::finish).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_range_outside_of_the_array_is_refused(ChecksumAlgorithm algorithm) {
        Hasher hasher = algorithm.newHasher();
        assertThatThrownBy(() -> hasher.update(new byte[10], 5, 6)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> hasher.update(new byte[10], -1, 5)).isInstanceOf(RuntimeException.class);
        assertThat(hasher.length()).isZero();
    }

    private static byte[] random(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
