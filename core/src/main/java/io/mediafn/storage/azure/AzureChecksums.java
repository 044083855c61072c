package io.mediafn.storage.azure;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/** Checksums as headers. */
final class AzureChecksums {
    private static final String CRC64 = "x-ms-content-crc64";

    private AzureChecksums() {}

    /** Whether the service compares what it gets with a checksum of this kind. */
    static boolean checks(ChecksumAlgorithm algorithm) {
        return algorithm == ChecksumAlgorithm.CRC64NVME || algorithm == ChecksumAlgorithm.MD5;
    }

    /** The header that has the service check a body; none for what it can't check. Only one of the two may be sent. */
    static Consumer<AzureRequest> checked(Optional<Checksum> checksum) {
        return request -> checksum.ifPresent(expected -> {
            switch (expected.algorithm()) {
                case CRC64NVME -> request.header(CRC64, littleEndian(expected));
                case MD5 -> request.header("Content-MD5", expected.base64());
                case CRC32C, SHA256 -> {}
            }
        });
    }

    /** The CRC that the service computed of what it got. */
    static Optional<Checksum> crc64(AzureAnswer answer) {
        return answer.header(CRC64).flatMap(AzureChecksums::ofLittleEndian);
    }

    /** The CRC is that of S3, but Azure writes its least significant byte first. */
    private static String littleEndian(Checksum checksum) {
        return Base64.getEncoder().encodeToString(reversed(checksum.bytes()));
    }

    private static Optional<Checksum> ofLittleEndian(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Optional.of(Checksum.ofBytes(ChecksumAlgorithm.CRC64NVME, reversed(bytes)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
