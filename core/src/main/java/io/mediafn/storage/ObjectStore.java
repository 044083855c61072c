package io.mediafn.storage;

import io.mediafn.location.Location;
import java.util.List;
import java.util.Map;
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

    /**
     * Copies an object of this store to another place of it without its bytes leaving the service, from exactly the
     * content that {@code from} describes.
     *
     * @param from as {@link #stat} or a listing gave it; its ETag pins the source
     * @return what is known of the new object without another request; its size is that of the source
     * @throws StorageException UNSUPPORTED where this store, or the service for these two places, can't: then read and
     *     write; PRECONDITION_FAILED if the source is no longer that one; else as of a write
     */
    default ObjectStat copy(ObjectStat from, Location to, CopyOptions options) {
        throw new StorageException(StorageException.Kind.UNSUPPORTED, to, "this store does not copy inside itself");
    }

    /**
     * Begins to write an object in parts, or takes up an upload that was cut off.
     *
     * @throws StorageException UNSUPPORTED where {@link #capabilities} say so
     */
    default PartUpload upload(Location to, UploadOptions options) {
        throw new StorageException(StorageException.Kind.UNSUPPORTED, to, "this store has no uploads in parts");
    }

    /** Deletes an object; one that is not there is no error. */
    void delete(Location at);

    /**
     * Deletes an object if it is still the one with that ETag.
     *
     * @throws StorageException PRECONDITION_FAILED if it is another one; UNSUPPORTED where the service has no conditional
     *     delete, and then nothing is deleted
     */
    default void delete(Location at, String etag) {
        throw new StorageException(StorageException.Kind.UNSUPPORTED, at, "this store has no conditional delete");
    }

    /**
     * Deletes many objects of one bucket, with as few requests as the service allows.
     *
     * @return a result for each, in their order; a failure of some is no failure of the others
     */
    default List<DeleteResult> deleteAll(List<Location> objects) {
        return Batches.deleteEach(this, objects);
    }

    /** The properties of many objects of one bucket, with as few requests as the service allows, in their order. */
    default List<StatResult> statAll(List<Location> objects) {
        return Batches.statEach(this, objects);
    }

    /** The tags of an object; none where the store has no tags. */
    default Map<String, String> tags(Location at) {
        return Map.of();
    }

    /** The uploads in parts below a prefix that were neither completed nor aborted. */
    default List<UnfinishedUpload> uploads(Location prefix) {
        return List.of();
    }

    /** Throws an unfinished upload away; one that is gone is no error. */
    default void abort(UnfinishedUpload upload) {
        throw new StorageException(
                StorageException.Kind.UNSUPPORTED, upload.location(), "this store has no uploads in parts");
    }

    Capabilities capabilities();

    /** How many requests this store has sent so far, attempts that failed included; 0 where it sends none. */
    default long requests() {
        return 0;
    }

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
