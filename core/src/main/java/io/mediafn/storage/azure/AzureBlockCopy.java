package io.mediafn.storage.azure;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.CrcCombiner;
import io.mediafn.location.Location;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Copies in blocks that the service fetches, each as large as it may be: 50 GiB are 13 of them. The service tells the CRC
 * of each, and they are combined, so that the whole can be compared before it can be seen. Thread-safe.
 */
final class AzureBlockCopy {
    private final AzureWire wire;
    private final AzureBlocks blocks;

    AzureBlockCopy(AzureWire wire, AzureNames names) {
        this.wire = wire;
        this.blocks = new AzureBlocks(wire, names);
    }

    /** What the new blob has beside its bytes. */
    record Beside(ObjectProperties properties, Map<String, String> tags) {}

    /** What the service fetched. */
    private record Fetched(List<String> ids, Optional<Checksum> crc) {}

    /**
     * Copies.
     *
     * @param beside asked for once it is clear that the service can fetch
     * @return absent where the service has no request for it
     */
    Optional<ObjectStat> copy(AzureSource source, Location to, CopyOptions options, Supplier<Beside> beside) {
        String run = AzureBlockId.run(new UploadOptions(
                WriteOptions.createOnly(),
                AzureBlocks.LARGEST,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty()));
        try {
            Optional<Fetched> fetched = fetch(source, to, run);
            return fetched.map(all -> commit(source, to, options, beside.get(), all));
        } catch (StorageException e) {
            discard(to, run, e);
            throw e;
        }
    }

    private Optional<Fetched> fetch(AzureSource source, Location to, String run) {
        List<String> ids = new ArrayList<>();
        CrcCombiner combiner = new CrcCombiner(ChecksumAlgorithm.CRC64NVME);
        boolean known = true;
        for (long offset = 0; offset < source.size(); offset += AzureBlocks.LARGEST) {
            long length = Math.min(AzureBlocks.LARGEST, source.size() - offset);
            AzureBlockId id = new AzureBlockId(run, ids.size(), Optional.empty());
            AzureAnswer answer = wire.send(
                    to,
                    blocks.putting(to, id)
                            .with(source.headers())
                            .header("x-ms-source-range", "bytes=" + offset + "-" + (offset + length - 1))
                            .limit(AzureTimeouts.forCopying(length)));
            if (AzureErrors.isUnknownRequest(answer) && ids.isEmpty()) {
                return Optional.empty();
            }
            if (!answer.good()) {
                throw source.toStorageException(to, answer).orElseGet(() -> AzureErrors.toStorageException(to, answer));
            }
            Optional<Checksum> crc = AzureChecksums.crc64(answer);
            crc.ifPresent(value -> combiner.add(ids.size(), length, value));
            known &= crc.isPresent();
            ids.add(id.text());
        }
        return Optional.of(new Fetched(ids, known ? Optional.of(combiner.whole()) : Optional.empty()));
    }

    private ObjectStat commit(AzureSource source, Location to, CopyOptions options, Beside beside, Fetched fetched) {
        Checksums computed = fetched.crc().map(Checksums::of).orElse(Checksums.NONE);
        source.compare(to, computed);
        ObjectStat made = blocks.commit(
                to,
                new AzureBlocks.Commit(
                        fetched.ids(),
                        source.size(),
                        new AzureConditions(options.mode(), options.etag()),
                        beside.properties(),
                        beside.tags(),
                        source.md5()));
        return made.withChecksums(computed);
    }

    /** What can't be thrown away goes after a week; the failure before is what matters. */
    private void discard(Location to, String run, StorageException failure) {
        try {
            blocks.discard(
                    to,
                    left -> left.stream()
                            .allMatch(block -> AzureBlockId.parse(block.id())
                                    .filter(id -> id.run().equals(run))
                                    .isPresent()));
        } catch (StorageException e) {
            failure.addSuppressed(e);
        }
    }
}
