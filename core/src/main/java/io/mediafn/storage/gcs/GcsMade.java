package io.mediafn.storage.gcs;

import com.google.cloud.storage.BlobId;
import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The object that a write has made, as the service describes it: other bytes than were sent are no object of ours, and
 * are removed again.
 */
final class GcsMade {
    /** What is asked for of the new object. */
    static final String FIELDS = "generation,size,crc32c,md5Hash";

    private final GcsClient client;

    GcsMade(GcsClient client) {
        this.client = client;
    }

    /**
     * Reads the answer to a write.
     *
     * @param crc32c of the bytes that were sent
     * @throws IOException if it is none: whether there is an object is then not known
     * @throws StorageException CORRUPT if the service has other bytes
     */
    ObjectStat of(Location to, ObjectProperties properties, long size, Checksum crc32c, byte[] answer)
            throws IOException {
        Map<String, Object> object = read(answer);
        String generation = text(object, "generation")
                .filter(value -> value.matches("[1-9]\\d{0,17}"))
                .orElseThrow(() -> new IOException("the answer names no generation"));
        Checksums checksums = Checksums.of(crc32c);
        Optional<Checksum> md5 =
                GcsStats.checksum(ChecksumAlgorithm.MD5, text(object, "md5Hash").orElse(null));
        ObjectStat made = ObjectStat.of(to, size)
                .withEtag(Optional.of(generation))
                .withVersionId(Optional.of(generation))
                .withProperties(properties)
                .withChecksums(md5.map(checksums::with).orElse(checksums));
        List<String> differences = differences(object, size, crc32c);
        if (!differences.isEmpty()) {
            throw removed(made, differences);
        }
        return made;
    }

    private static Map<String, Object> read(byte[] answer) throws IOException {
        try {
            return Json.readObject(answer);
        } catch (JsonException e) {
            throw new IOException("the answer is no JSON", e);
        }
    }

    private static List<String> differences(Map<String, Object> object, long size, Checksum crc32c) {
        List<String> differences = new ArrayList<>();
        text(object, "size")
                .filter(stored -> !stored.equals(String.valueOf(size)))
                .ifPresent(stored -> differences.add(stored + " bytes instead of " + size));
        GcsStats.checksum(ChecksumAlgorithm.CRC32C, text(object, "crc32c").orElse(null))
                .filter(stored -> !stored.equals(crc32c))
                .ifPresent(stored -> differences.add(stored + " instead of " + crc32c));
        return differences;
    }

    private static Optional<String> text(Map<String, Object> object, String name) {
        return Optional.ofNullable(object.get(name)).map(Object::toString);
    }

    private StorageException removed(ObjectStat made, List<String> differences) {
        String found = "the service has stored " + String.join(" and ", differences);
        long generation = Long.parseLong(made.etag().orElseThrow());
        try {
            client.storage()
                    .delete(
                            BlobId.of(made.location().bucket(), made.location().key()),
                            client.options().source(OptionalLong.of(generation)));
            return new StorageException(Kind.CORRUPT, made.location(), found + ", which was removed");
        } catch (IOException | RuntimeException e) {
            return new StorageException(
                    Kind.CORRUPT,
                    made.location(),
                    found + ", and generation " + generation + " could not be removed",
                    e);
        }
    }
}
