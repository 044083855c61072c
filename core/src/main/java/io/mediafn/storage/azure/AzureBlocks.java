package io.mediafn.storage.azure;

import io.mediafn.checksum.Checksum;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The blocks that a blob is, or may become, made of. Thread-safe. */
final class AzureBlocks {
    /** The most bytes of a block, and the most blocks of a blob: the service's limits. */
    static final long LARGEST = 4000L << 20;

    static final int MOST = 50_000;

    private static final String CODE_OF_NONE = "BlobNotFound";

    private final AzureWire wire;
    private final AzureNames names;

    AzureBlocks(AzureWire wire, AzureNames names) {
        this.wire = wire;
        this.names = names;
    }

    /** A request that puts one block. */
    AzureRequest putting(Location to, AzureBlockId id) {
        return AzureRequest.put(names.url(names.object(to)))
                .query("comp", "block")
                .query("blockid", id.text());
    }

    /**
     * Puts a block, or puts it again.
     *
     * @return the CRC that the service computed, where it says so
     */
    Optional<Checksum> put(Location to, AzureBlockId id, Content content) {
        AzureRequest request = putting(to, id)
                .body(new AzureBody(to, content, Optional.empty()))
                .with(AzureChecksums.checked(id.checksum()));
        return AzureChecksums.crc64(wire.send(to, request).orThrow(to));
    }

    /** All blocks of a name, committed or not; none where there is neither a blob nor a block. */
    AzureXml.BlockList list(Location to) {
        AzureAnswer answer = ask(to, "all");
        if (AzureErrors.code(answer).equals(CODE_OF_NONE)) {
            return new AzureXml.BlockList(List.of(), List.of());
        }
        return AzureXml.blockList(to, answer.orThrow(to));
    }

    private AzureAnswer ask(Location to, String which) {
        return wire.send(
                to,
                AzureRequest.get(names.url(names.object(to)))
                        .query("comp", "blocklist")
                        .query("blocklisttype", which));
    }

    /** What a blob is to be made of, and with what beside it. */
    record Commit(
            List<String> ids,
            long size,
            AzureConditions conditions,
            ObjectProperties properties,
            Map<String, String> tags,
            Optional<Checksum> md5) {}

    /**
     * Makes the blob. All other blocks of the name are gone afterwards.
     *
     * <p>When the answer to this request is lost, the SDK asks again, and the precondition is no longer met: by the blob
     * that the first one made. Its blocks tell, since no other writer uses their ids.
     */
    ObjectStat commit(Location to, Commit commit) {
        AzureRequest request = AzureRequest.put(names.url(names.object(to)))
                .query("comp", "blocklist")
                .with(commit.conditions().headers())
                .with(AzureProperties.of(to, commit.properties(), commit.tags()))
                .header("x-ms-blob-content-md5", commit.md5().map(Checksum::base64))
                .body(new AzureBody(to, Content.of(AzureXml.blockList(commit.ids())), Optional.empty()));
        AzureAnswer answer = wire.send(to, request);
        if (!answer.good() && answer.attempts() > 1 && commit.conditions().refused(answer)) {
            answer = ours(to, commit.ids()).orElse(answer);
        }
        if (!answer.good()) {
            throw commit.conditions().toStorageException(to, answer);
        }
        return AzureProperties.written(to, commit.size(), answer)
                .withProperties(commit.properties())
                .withTagCount(commit.tags().size());
    }

    /** The answer that tells of the blob, if it is made of just these blocks. */
    private Optional<AzureAnswer> ours(Location to, List<String> ids) {
        AzureAnswer answer = ask(to, "committed");
        if (!answer.good()) {
            return Optional.empty();
        }
        List<String> made = AzureXml.blockList(to, answer).committed().stream()
                .map(AzureXml.Block::id)
                .toList();
        return made.equals(ids) && !ids.isEmpty() ? Optional.of(answer) : Optional.empty();
    }

    /**
     * Throws away blocks that were not made a blob, if all that lie under the name are the ones meant, and no blob does.
     *
     * <p>Azure has no request for it. The one safe way is to make them an empty blob, on the condition that there is none,
     * and to delete exactly that one; for a moment it can be seen. Where a blob has the name, the blocks are left: they go
     * with its next write, or after a week.
     */
    void discard(Location to, Predicate<List<AzureXml.Block>> meant) {
        List<AzureXml.Block> left = list(to).uncommitted();
        if (left.isEmpty() || !meant.test(left)) {
            return;
        }
        Commit nothing = new Commit(
                List.of(),
                0,
                new AzureConditions(WriteMode.CREATE_ONLY, Optional.empty()),
                ObjectProperties.none(),
                Map.of(),
                Optional.empty());
        ObjectStat empty;
        try {
            empty = commit(to, nothing);
        } catch (StorageException e) {
            if (e.kind() == Kind.ALREADY_EXISTS) {
                return;
            }
            throw e;
        }
        AzureAnswer deleted =
                wire.send(to, AzureRequest.delete(names.url(names.object(to))).header("If-Match", empty.etag()));
        boolean gone = deleted.status() == 404 || deleted.status() == 412;
        if (!gone) {
            deleted.orThrow(to);
        }
    }
}
