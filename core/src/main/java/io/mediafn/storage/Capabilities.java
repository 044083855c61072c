package io.mediafn.storage;

import io.mediafn.checksum.ChecksumAlgorithm;
import java.util.List;
import java.util.Set;

/**
 * What a store can do beside the verbs that all have. Immutable.
 *
 * @param writable whether it can be written to at all
 * @param copies whether {@link ObjectStore#copy} works inside it; it may still refuse single objects
 * @param partUploads whether {@link ObjectStore#upload} works
 * @param resumable whether an upload that was cut off is taken up again
 * @param trusted whether what is read is what was stored, without a network between: a checksum of it is the source's
 * @param deleteBatch how many objects {@link ObjectStore#deleteAll} removes in one request; 1 where it has no such call
 * @param statBatch the same for {@link ObjectStore#statAll}
 * @param smallestPart the fewest bytes of a part that is not the last, 1 or more
 * @param largestPart the most bytes of a part
 * @param mostParts the most parts of an upload
 * @param checksums that a write, and an upload in parts, can have checked; the preferred one first
 * @param properties that it keeps
 */
public record Capabilities(
        boolean writable,
        boolean copies,
        boolean partUploads,
        boolean resumable,
        boolean trusted,
        int deleteBatch,
        int statBatch,
        long smallestPart,
        long largestPart,
        int mostParts,
        List<ChecksumAlgorithm> checksums,
        Set<Property> properties) {
    public Capabilities {
        checksums = List.copyOf(checksums);
        properties = Set.copyOf(properties);
    }

    /** What an object may carry beside its bytes. */
    public enum Property {
        CONTENT_TYPE,
        CONTENT_ENCODING,
        CACHE_CONTROL,
        CONTENT_DISPOSITION,
        CONTENT_LANGUAGE,
        METADATA,
        TAGS,
        STORAGE_CLASS
    }

    /** A store that can only be read. */
    public static Capabilities readOnly() {
        return new Capabilities(false, false, false, false, false, 1, 1, 1, Long.MAX_VALUE, 1, List.of(), Set.of());
    }
}
