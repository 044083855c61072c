package io.mediafn.storage.azure;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.CrcCombiner;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A blob that is put in blocks. The blocks' ids hold what a later run must know, so nothing is kept anywhere else.
 *
 * <p>Azure computes no checksum of a blob made of blocks. It compares each block with its own; those of the blocks are
 * combined here, and the result compared with what {@link #complete} is given.
 */
final class AzureUpload implements PartUpload {
    private final AzureBlocks blocks;
    private final Location to;
    private final UploadOptions options;
    private final String run;
    private final Map<Integer, Checksum> present;
    private final Map<Integer, Part> parts = new ConcurrentHashMap<>();
    private volatile boolean done;

    /**
     * A part that has been put.
     *
     * @param id none for a part without bytes, which is no block
     * @param crc that the service computed of it, or compared it with
     */
    private record Part(Optional<AzureBlockId> id, long size, Optional<Checksum> crc) {}

    private AzureUpload(AzureBlocks blocks, Location to, UploadOptions options, List<AzureXml.Block> left) {
        this.blocks = blocks;
        this.to = to;
        this.options = options;
        this.run = AzureBlockId.run(options);
        Map<Integer, Checksum> found = new HashMap<>();
        left.forEach(block -> take(block, found));
        this.present = Map.copyOf(found);
    }

    /** Begins, or takes up what an earlier run left, which is one request more. */
    static AzureUpload begin(AzureBlocks blocks, Location to, UploadOptions options) {
        Optional<ChecksumAlgorithm> algorithm = options.algorithm();
        if (algorithm.isPresent() && !AzureChecksums.checks(algorithm.get())) {
            throw new StorageException(
                    Kind.INVALID, to, "Azure checks no " + algorithm.get().text());
        }
        if (options.partSize() > AzureBlocks.LARGEST) {
            throw new StorageException(
                    Kind.INVALID,
                    to,
                    "a part has at most " + AzureBlocks.LARGEST + " bytes, not " + options.partSize());
        }
        boolean takesUp = options.source().isPresent() && algorithm.isPresent();
        List<AzureXml.Block> left = takesUp ? blocks.list(to).uncommitted() : List.of();
        return new AzureUpload(blocks, to, options, left);
    }

    /** A block of the same source, part size and algorithm, with a checksum, and as long as the part must be. */
    private void take(AzureXml.Block block, Map<Integer, Checksum> found) {
        Optional<AzureBlockId> ours = AzureBlockId.parse(block.id())
                .filter(id -> id.run().equals(run) && id.index() < AzureBlocks.MOST && fits(id, block.size()));
        Optional<Checksum> checksum = ours.flatMap(AzureBlockId::checksum)
                .filter(known -> options.algorithm().equals(Optional.of(known.algorithm())));
        if (checksum.isPresent()) {
            found.put(ours.get().index(), checksum.get());
            parts.put(ours.get().index(), new Part(ours, block.size(), checksum.filter(AzureUpload::isCrc)));
        }
    }

    private boolean fits(AzureBlockId id, long size) {
        if (options.size().isEmpty()) {
            return size <= options.partSize();
        }
        long rest = options.size().getAsLong() - id.index() * options.partSize();
        return size == Math.min(rest, options.partSize());
    }

    private static boolean isCrc(Checksum checksum) {
        return checksum.algorithm() == ChecksumAlgorithm.CRC64NVME;
    }

    @Override
    public boolean inOrder() {
        return false;
    }

    @Override
    public Map<Integer, Checksum> present() {
        return present;
    }

    @Override
    public void put(int index, Content content, Optional<Checksum> checksum) {
        if (index < 0 || index >= AzureBlocks.MOST) {
            throw new StorageException(Kind.INVALID, to, "a blob has at most " + AzureBlocks.MOST + " parts");
        }
        if (checksum.isPresent() && !checksum.map(Checksum::algorithm).equals(options.algorithm())) {
            throw new StorageException(
                    Kind.INVALID,
                    to,
                    "the upload has no checksums by "
                            + checksum.get().algorithm().text());
        }
        if (content.length() == 0) {
            // Azure has no empty blocks.
            parts.put(index, new Part(Optional.empty(), 0, Optional.empty()));
            return;
        }
        AzureBlockId id = new AzureBlockId(run, index, checksum);
        Optional<Checksum> computed = blocks.put(to, id, content);
        parts.put(
                index,
                new Part(
                        Optional.of(id),
                        content.length(),
                        checksum.filter(AzureUpload::isCrc).or(() -> computed)));
    }

    @Override
    public ObjectStat complete(int count, long size, Optional<Checksum> checksum) {
        List<String> ids = new ArrayList<>();
        CrcCombiner combiner = new CrcCombiner(ChecksumAlgorithm.CRC64NVME);
        boolean known = true;
        long total = 0;
        for (int index = 0; index < count; index++) {
            Part part = parts.get(index);
            if (part == null) {
                throw new StorageException(Kind.INVALID, to, "part " + index + " was not put");
            }
            part.id().ifPresent(id -> ids.add(id.text()));
            total += part.size();
            if (part.crc().isPresent()) {
                combiner.add(index, part.size(), part.crc().get());
            } else {
                known &= part.size() == 0 && index == count - 1;
            }
        }
        if (total != size) {
            throw new StorageException(Kind.INVALID, to, size + " bytes were announced, " + total + " came");
        }
        Optional<Checksum> whole = known && total > 0 ? Optional.of(combiner.whole()) : Optional.empty();
        compare(checksum, whole);
        ObjectProperties properties = options.write().properties();
        ObjectStat made = blocks.commit(
                to,
                new AzureBlocks.Commit(
                        ids,
                        size,
                        new AzureConditions(
                                options.write().mode(), options.write().etag()),
                        whole.map(crc -> properties.withMetadata(
                                        AzureOwnChecksum.among(properties.metadata(), crc, size)))
                                .orElse(properties),
                        options.write().tags(),
                        Optional.empty()));
        done = true;
        return whole.map(crc -> made.withChecksums(Checksums.of(crc)))
                .orElse(made)
                .withProperties(properties);
    }

    private void compare(Optional<Checksum> expected, Optional<Checksum> whole) {
        boolean comparable =
                whole.isPresent() && expected.filter(AzureUpload::isCrc).isPresent();
        if (comparable && !expected.equals(whole)) {
            throw new StorageException(Kind.CORRUPT, to, "the parts make " + whole.get() + ", not " + expected.get());
        }
    }

    /** Leaves what others put under the same name, and a blob that lies there. */
    @Override
    public void abort() {
        done = true;
        blocks.discard(
                to,
                left -> left.stream()
                        .allMatch(block -> AzureBlockId.parse(block.id())
                                .filter(id -> id.run().equals(run))
                                .isPresent()));
    }

    @Override
    public void close() {
        if (!done && options.source().isEmpty() && !parts.isEmpty()) {
            abort();
        }
    }
}
