package io.mediafn.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.WriteOptions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an id of a block tells a later run. */
final class AzureBlockIdTest {
    private static final byte[] BYTES = {1, 2, 3};

    private static UploadOptions options(
            long partSize, Optional<ChecksumAlgorithm> algorithm, Optional<String> source) {
        return new UploadOptions(WriteOptions.replace(), partSize, OptionalLong.empty(), algorithm, source);
    }

    @Test
    void an_id_says_all_of_its_block_and_all_are_of_one_length() {
        String run = AzureBlockId.run(options(10, Optional.empty(), Optional.of("source")));
        List<Optional<Checksum>> checksums = List.of(
                Optional.empty(),
                Optional.of(Hasher.of(ChecksumAlgorithm.CRC64NVME, BYTES)),
                Optional.of(Hasher.of(ChecksumAlgorithm.MD5, BYTES)));
        for (Optional<Checksum> checksum : checksums) {
            for (int index : new int[] {0, 1, 255, 49_999}) {
                AzureBlockId id = new AzureBlockId(run, index, checksum);
                assertThat(AzureBlockId.parse(id.text())).contains(id);
                assertThat(id.text()).hasSize(52);
                assertThat(Base64.getDecoder().decode(id.text())).hasSizeLessThanOrEqualTo(64);
            }
        }
    }

    @Test
    void what_is_uploaded_is_told_by_source_part_size_and_algorithm() {
        Optional<ChecksumAlgorithm> crc = Optional.of(ChecksumAlgorithm.CRC64NVME);
        String run = AzureBlockId.run(options(10, crc, Optional.of("source")));
        assertThat(AzureBlockId.run(options(10, crc, Optional.of("source")))).isEqualTo(run);
        assertThat(Stream.of(
                                options(11, crc, Optional.of("source")),
                                options(10, Optional.of(ChecksumAlgorithm.MD5), Optional.of("source")),
                                options(10, crc, Optional.of("another")),
                                options(10, crc, Optional.empty()),
                                options(10, crc, Optional.empty()))
                        .map(AzureBlockId::run))
                .doesNotContain(run)
                .doesNotHaveDuplicates();
    }

    @Test
    void what_another_program_put_is_not_ours() {
        byte[] almost = Base64.getDecoder().decode(new AzureBlockId("00".repeat(13), 1, Optional.empty()).text());
        almost[4] = 7;
        for (String foreign : List.of(
                "",
                "AAAA",
                "not base64!",
                Base64.getEncoder().encodeToString(new byte[39]),
                Base64.getEncoder().encodeToString("mfn1".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Base64.getEncoder().encodeToString(almost))) {
            assertThat(AzureBlockId.parse(foreign)).isEmpty();
        }
    }
}
