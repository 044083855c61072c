package io.mediafn.storage.azure;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.storage.UploadOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The id of a block that mediafn puts: all that a later run has to know of it, since the service keeps nothing else.
 *
 * <p>39 bytes, always, since the blocks of a blob must have ids of one length of at most 64: {@code mfn1}, the number of
 * the algorithm, 13 bytes of {@linkplain #run what is uploaded}, the index of the part (big-endian), whether its checksum
 * is known, and the checksum, padded to 16 bytes.
 *
 * @param run 26 hexadecimal digits that say which source is uploaded, and how
 * @param index of the part, from 0
 * @param checksum of the part's bytes, which the service compared; absent where nobody knew it before
 */
record AzureBlockId(String run, int index, Optional<Checksum> checksum) {
    private static final byte[] MAGIC = "mfn1".getBytes(StandardCharsets.US_ASCII);
    private static final int RUN = 13;
    private static final int DIGEST = 16;
    private static final int LENGTH = 39;

    /** Which source is uploaded, and how; of an upload that names no source a number of its own. */
    static String run(UploadOptions options) {
        byte[] bytes = new byte[RUN];
        if (options.source().isPresent()) {
            String all = options.partSize() + "\n"
                    + options.algorithm().map(ChecksumAlgorithm::text).orElse("") + "\n"
                    + options.source().get();
            byte[] hash = Hasher.of(ChecksumAlgorithm.SHA256, all.getBytes(StandardCharsets.UTF_8))
                    .bytes();
            System.arraycopy(hash, 0, bytes, 0, RUN);
        } else {
            new SecureRandom().nextBytes(bytes);
        }
        return HexFormat.of().formatHex(bytes);
    }

    /** In base64, as requests and lists of blocks have it. */
    String text() {
        byte[] digest = checksum.map(Checksum::bytes).orElse(new byte[0]);
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(LENGTH)
                        .put(MAGIC)
                        .put((byte) number(checksum.map(Checksum::algorithm)))
                        .put(HexFormat.of().parseHex(run))
                        .putInt(index)
                        .put((byte) (checksum.isPresent() ? 1 : 0))
                        .put(Arrays.copyOf(digest, DIGEST))
                        .array());
    }

    private static int number(Optional<ChecksumAlgorithm> algorithm) {
        if (algorithm.isEmpty()) {
            return 0;
        }
        return switch (algorithm.get()) {
            case CRC64NVME -> 1;
            case MD5 -> 2;
            case CRC32C, SHA256 -> throw new IllegalArgumentException("Azure checks no " + algorithm.get());
        };
    }

    /** An id in base64; absent if it is not one of ours. */
    static Optional<AzureBlockId> parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != LENGTH || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).position(MAGIC.length);
        int number = in.get();
        byte[] run = new byte[RUN];
        in.get(run);
        int index = in.getInt();
        boolean known = in.get() == 1;
        byte[] digest = new byte[DIGEST];
        in.get(digest);
        if (index < 0 || number < 0 || number > 2 || known != number > 0) {
            return Optional.empty();
        }
        Optional<Checksum> checksum = switch (number) {
            case 1 -> Optional.of(Checksum.ofBytes(ChecksumAlgorithm.CRC64NVME, Arrays.copyOf(digest, 8)));
            case 2 -> Optional.of(Checksum.ofBytes(ChecksumAlgorithm.MD5, digest));
            default -> Optional.empty();
        };
        return Optional.of(new AzureBlockId(HexFormat.of().formatHex(run), index, checksum));
    }
}
