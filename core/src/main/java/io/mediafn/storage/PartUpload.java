package io.mediafn.storage;

import io.mediafn.checksum.Checksum;
import java.util.Map;
import java.util.Optional;

/**
 * An object that is being written in parts; nothing is seen of it before {@link #complete}. Parts are numbered from 0.
 * Thread-safe, but for {@link #inOrder} uploads, whose parts come one after the other.
 */
public interface PartUpload extends AutoCloseable {
    /** Whether parts must be put in their order, each after the one before. */
    boolean inOrder();

    /** The parts that an earlier run left here, each with the checksum that the store has of it. Immutable. */
    Map<Integer, Checksum> present();

    /**
     * Puts a part, or puts it again.
     *
     * @param checksum of the part's bytes in the upload's algorithm; other bytes are refused with CORRUPT. Absent where
     *     it is not known before the bytes are sent.
     * @throws StorageException as of a write
     */
    void put(int index, Content content, Optional<Checksum> checksum);

    /**
     * Makes the object of parts 0 to {@code parts - 1}, all of which have been put.
     *
     * @param size of the whole, in bytes
     * @param checksum of the whole in the upload's algorithm, where that is a CRC; the service checks it where it can
     * @return what is known of the new object
     * @throws StorageException ALREADY_EXISTS, PRECONDITION_FAILED as of a write; CORRUPT if the service has other bytes
     */
    ObjectStat complete(int parts, long size, Optional<Checksum> checksum);

    /** Throws away what was put. What can't be thrown away now is found by {@link ObjectStore#uploads} later. */
    void abort();

    /** Lets go of what this process holds; what was put stays, for a later run to take up. */
    @Override
    void close();
}
