package io.mediafn.storage;

import io.mediafn.checksum.ChecksumAlgorithm;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to write in parts.
 *
 * @param write preconditions, properties and tags, enforced when the upload is completed; its checksum is not used
 * @param partSize of every part but the last, in bytes
 * @param size of the whole, absent where nobody knows it yet
 * @param algorithm of the checksums of the parts, one of {@link Capabilities#checksums()}; absent for none
 * @param source names the bytes: the source's location, ETag and size. An unfinished upload to the same place with the
 *     same source, part size and algorithm is taken up. Absent means that nothing is taken up, and nothing left for
 *     later.
 */
public record UploadOptions(
        WriteOptions write,
        long partSize,
        OptionalLong size,
        Optional<ChecksumAlgorithm> algorithm,
        Optional<String> source) {
    public UploadOptions {
        if (partSize < 1) {
            throw new IllegalArgumentException("partSize is not positive: " + partSize);
        }
    }
}
