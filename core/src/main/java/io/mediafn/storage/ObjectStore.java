package io.mediafn.storage;

import io.mediafn.location.Location;
import java.util.Optional;

/**
 * Stateless access to one storage system.
 *
 * <p>Objects are whole: a write is seen completely or not at all, and there are no folders, only keys that share a
 * prefix. Keys are literal. Every method throws {@link StorageException} and nothing else; transient faults have then
 * already been tried again as far as that makes sense, so callers do not retry. Implementations are thread-safe.
 */
public interface ObjectStore extends AutoCloseable {
    /**
     * The properties of one object.
     *
     * @throws StorageException NOT_FOUND if there is no such object
     */
    ObjectStat stat(Location at);

    /**
     * Opens an object, or a range of it, for reading. The range is clipped to the object: one that starts at its end or
     * behind it gives an empty body.
     *
     * @return to be closed by the caller; closing early does not read the rest
     * @throws StorageException NOT_FOUND, or PRECONDITION_FAILED if the object is not the one asked for
     */
    ObjectRead read(Location at, ReadOptions options);

    /**
     * Writes a whole object.
     *
     * @return what is known of the new object without another request
     * @throws StorageException ALREADY_EXISTS for {@link WriteMode#CREATE_ONLY}, PRECONDITION_FAILED for
     *     {@link WriteMode#IF_MATCH}; the object is then untouched
     */
    ObjectStat write(Location to, Content content, WriteOptions options);

    /** Deletes an object; one that is not there is no error. */
    void delete(Location at);

    /**
     * One page of the objects whose key starts with that of {@code prefix}, in the order of the keys' UTF-8 bytes. A
     * prefix without objects, and a bucket's absence where the store cannot tell, give an empty page.
     */
    ObjectPage list(Location prefix, ListOptions options);

    /** Like {@link #stat}, with an absent object as an absent value. */
    default Optional<ObjectStat> find(Location at) {
        try {
            return Optional.of(stat(at));
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    void close();
}
