package io.mediafn.storage.azure;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Writes and deletes whole blobs, each with one request. Thread-safe. */
final class AzureWriting {
    /** The most bytes of a blob that is written with one request. */
    static final long LARGEST = 5000L << 20;

    private static final int BUFFER = 64 << 10;

    private final AzureWire wire;
    private final AzureNames names;

    AzureWriting(AzureWire wire, AzureNames names) {
        this.wire = wire;
        this.names = names;
    }

    ObjectStat write(Location to, Content content, WriteOptions options) {
        if (content.length() > LARGEST) {
            throw new StorageException(
                    Kind.INVALID,
                    to,
                    "more than " + LARGEST + " bytes are written in parts, and these are " + content.length());
        }
        AzureConditions conditions = new AzureConditions(options.mode(), options.etag());
        Optional<Checksum> compared =
                options.checksum().filter(checksum -> !AzureChecksums.checks(checksum.algorithm()));
        AzureRequest request = AzureRequest.put(names.url(names.object(to)))
                .header("x-ms-blob-type", "BlockBlob")
                .with(conditions.headers())
                .with(AzureProperties.of(to, options.properties(), options.tags()))
                .with(AzureChecksums.checked(options.checksum()))
                .body(new AzureBody(to, content, compared));
        AzureAnswer answer = wire.send(to, request);
        if (!answer.good()) {
            if (answer.attempts() > 1 && conditions.refused(answer)) {
                Optional<ObjectStat> ours = ours(to, content);
                if (ours.isPresent()) {
                    return ours.get();
                }
            }
            throw conditions.toStorageException(to, answer);
        }
        Checksums checksums = AzureProperties.md5(answer.header("Content-MD5"));
        return AzureProperties.written(to, content.length(), answer)
                .withProperties(options.properties())
                .withTagCount(options.tags().size())
                .withChecksums(options.checksum()
                        .filter(checksum -> AzureChecksums.checks(checksum.algorithm()))
                        .map(checksums::with)
                        .orElse(checksums));
    }

    /**
     * What lies there, if it is what was to be written: the answer to the first attempt was lost then, and the precondition
     * of the second not met by what the first one wrote. The service computes an MD5 of what is put in one request.
     */
    private Optional<ObjectStat> ours(Location to, Content content) {
        AzureAnswer answer = wire.send(to, AzureRequest.head(names.url(names.object(to))));
        if (!answer.good()) {
            return Optional.empty();
        }
        ObjectStat found = AzureReading.stat(to, answer);
        Optional<Checksum> md5 = found.checksums().get(ChecksumAlgorithm.MD5);
        boolean same =
                found.size() == content.length() && md5.isPresent() && md5.get().equals(md5(to, content));
        return same ? Optional.of(found) : Optional.empty();
    }

    private static Checksum md5(Location to, Content content) {
        Hasher hasher = ChecksumAlgorithm.MD5.newHasher();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = content.open()) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                hasher.update(buffer, 0, got);
            }
        } catch (IOException e) {
            throw new StorageException(Kind.INVALID, to, "the content can't be read: " + e.getMessage(), e);
        }
        return hasher.finish();
    }

    /** Deletes a blob with its snapshots; one that is not there is no error. */
    void delete(Location at) {
        AzureAnswer answer = wire.send(at, deletion(at));
        if (!isGone(answer)) {
            answer.orThrow(at);
        }
    }

    void delete(Location at, String etag) {
        AzureAnswer answer = wire.send(at, deletion(at).header("If-Match", etag));
        if (answer.status() == 412) {
            // So it is for a blob that is gone, be it by a first attempt whose answer was lost.
            AzureAnswer there = wire.send(at, AzureRequest.head(names.url(names.object(at))));
            if (isGone(there)) {
                return;
            }
        }
        if (!isGone(answer)) {
            answer.orThrow(at);
        }
    }

    private AzureRequest deletion(Location at) {
        return AzureRequest.delete(names.url(names.object(at))).header("x-ms-delete-snapshots", "include");
    }

    /** Whether the blob is not there; that its container is not is another matter. */
    static boolean isGone(AzureAnswer answer) {
        return answer.status() == 404 && !AzureErrors.code(answer).equals("ContainerNotFound");
    }
}
