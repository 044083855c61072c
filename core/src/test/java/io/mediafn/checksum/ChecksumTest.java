package io.mediafn.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChecksumTest {
    private static final Checksum CHECK = new Checksum(ChecksumAlgorithm.CRC32C, "e3069283");

    @Test
    void all_spellings_are_one_checksum() {
        assertThat(Checksum.ofBase64(ChecksumAlgorithm.CRC32C, "4waSgw==")).isEqualTo(CHECK);
        assertThat(Checksum.ofCrc(ChecksumAlgorithm.CRC32C, 0xe3069283L)).isEqualTo(CHECK);
        assertThat(Checksum.ofBytes(ChecksumAlgorithm.CRC32C, new byte[] {(byte) 0xe3, 6, (byte) 0x92, (byte) 0x83}))
                .isEqualTo(CHECK);
        assertThat(CHECK.base64()).isEqualTo("4waSgw==");
        assertThat(CHECK.crc()).isEqualTo(0xe3069283L);
        assertThat(CHECK).hasToString("crc32c:e3069283");
        // The check value of CRC64NVME, as S3 writes it in x-amz-checksum-crc64nvme.
        assertThat(Checksum.ofCrc(ChecksumAlgorithm.CRC64NVME, 0xae8b14860a799888L)
                        .base64())
                .isEqualTo("rosUhgp5mIg=");
    }

    @ParameterizedTest
    @EnumSource
    void every_digest_survives_each_spelling(ChecksumAlgorithm algorithm) {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] digest = new byte[algorithm.bytes()];
            random.nextBytes(digest);
            // Leading zeros and a sign bit at the top.
            digest[0] = (byte) (i % 3 == 0 ? 0 : i % 3 == 1 ? 0xFF : digest[0]);
            Checksum checksum = Checksum.ofBytes(algorithm, digest);
            assertThat(checksum.bytes()).isEqualTo(digest);
            assertThat(new Checksum(algorithm, checksum.hex())).isEqualTo(checksum);
            assertThat(Checksum.ofBase64(algorithm, checksum.base64())).isEqualTo(checksum);
            if (algorithm.isCrc()) {
                assertThat(Checksum.ofCrc(algorithm, checksum.crc())).isEqualTo(checksum);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "e306928", "e30692830", "E3069283", "e306928g", " 3069283", "e306928\u0663", "+3069283"})
    void a_text_that_is_no_digest_is_refused(String hex) {
        assertThatThrownBy(() -> new Checksum(ChecksumAlgorithm.CRC32C, hex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("crc32c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4waSgw",
                "4waSgw=",
                "4waSgx==",
                "4waSgw==\n",
                " 4waSgw==",
                "4waS",
                "4waSgwA=",
                "4waS-_==",
                "e3069283"
            })
    void base64_is_taken_literally(String text) {
        assertThatThrownBy(() -> Checksum.ofBase64(ChecksumAlgorithm.CRC32C, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("crc32c");
    }

    @Test
    void only_a_crc_is_a_number() {
        assertThatThrownBy(() -> Checksum.ofCrc(ChecksumAlgorithm.CRC32C, 1L << 32))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Checksum.ofCrc(ChecksumAlgorithm.CRC32C, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Checksum.ofCrc(ChecksumAlgorithm.MD5, 1)).isInstanceOf(IllegalArgumentException.class);
        Checksum md5 = Hasher.of(ChecksumAlgorithm.MD5, new byte[0]);
        assertThatThrownBy(md5::crc).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource({"crc32c,CRC32C,4", "crc64nvme,CRC64NVME,8", "md5,MD5,16", "sha256,SHA256,32"})
    void an_algorithm_has_its_name_and_its_length(String text, ChecksumAlgorithm algorithm, int bytes) {
        assertThat(algorithm.text()).isEqualTo(text);
        assertThat(algorithm.bytes()).isEqualTo(bytes);
        assertThat(Hasher.of(algorithm, "x".getBytes(StandardCharsets.UTF_8)).hex())
                .hasSize(2 * bytes);
    }

    @Test
    void sets_compare_what_both_know() {
        Checksum otherCrc = new Checksum(ChecksumAlgorithm.CRC32C, "00000000");
        Checksum md5 = Hasher.of(ChecksumAlgorithm.MD5, new byte[] {1});
        Checksum otherMd5 = Hasher.of(ChecksumAlgorithm.MD5, new byte[] {2});
        Checksum sha = Hasher.of(ChecksumAlgorithm.SHA256, new byte[] {1});

        assertThat(Checksums.of(CHECK, md5).compare(Checksums.of(md5, sha))).isEqualTo(Checksums.Comparison.EQUAL);
        assertThat(Checksums.of(CHECK, md5).compare(Checksums.of(otherMd5))).isEqualTo(Checksums.Comparison.DIFFERENT);
        // One that agrees does not outweigh one that doesn't, whichever comes first.
        assertThat(Checksums.of(CHECK, md5).compare(Checksums.of(CHECK, otherMd5)))
                .isEqualTo(Checksums.Comparison.DIFFERENT);
        assertThat(Checksums.of(CHECK, md5).compare(Checksums.of(otherCrc, md5)))
                .isEqualTo(Checksums.Comparison.DIFFERENT);
        assertThat(Checksums.of(CHECK).compare(Checksums.of(md5))).isEqualTo(Checksums.Comparison.INCOMPARABLE);
        assertThat(Checksums.NONE.compare(Checksums.NONE)).isEqualTo(Checksums.Comparison.INCOMPARABLE);

        assertThat(Checksums.of(sha, md5, CHECK).common(Checksums.of(sha, md5))).contains(ChecksumAlgorithm.MD5);
        assertThat(Checksums.of(CHECK).common(Checksums.of(md5))).isEmpty();
    }

    @Test
    void a_set_holds_one_an_algorithm_in_order() {
        Checksum md5 = Hasher.of(ChecksumAlgorithm.MD5, new byte[] {1});
        Checksum otherMd5 = Hasher.of(ChecksumAlgorithm.MD5, new byte[] {2});
        Checksums set = Checksums.of(md5, CHECK);
        assertThat(set).containsExactly(CHECK, md5);
        assertThat(set).isEqualTo(Checksums.NONE.with(md5).with(CHECK)).hasSameHashCodeAs(Checksums.of(CHECK, md5));
        assertThat(set).hasToString("[crc32c:e3069283, " + md5 + "]").isNotEqualTo(Checksums.of(CHECK));
        assertThat(set.with(otherMd5)).containsExactly(CHECK, otherMd5);
        assertThat(set).as("unchanged by with()").containsExactly(CHECK, md5);
        assertThat(set.get(ChecksumAlgorithm.MD5)).contains(md5);
        assertThat(set.get(ChecksumAlgorithm.SHA256)).isEqualTo(Optional.empty());
        assertThat(Checksums.NONE.isEmpty()).isTrue();
        assertThat(set.isEmpty()).isFalse();
        assertThatThrownBy(() -> Checksums.of(md5, otherMd5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("md5");
        assertThatThrownBy(() -> set.iterator().remove()).isInstanceOf(UnsupportedOperationException.class);
    }
}
