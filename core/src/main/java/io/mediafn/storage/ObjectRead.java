package io.mediafn.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/** An open object, or a range of it. Belongs to one thread, which closes it. */
public final class ObjectRead implements AutoCloseable {
    private final ObjectStat stat;
    private final InputStream body;
    private final int requests;
    private final boolean sizeKnown;

    public ObjectRead(ObjectStat stat, InputStream body, int requests) {
        this(stat, body, requests, true);
    }

    /** @param sizeKnown whether the properties' size is that of the object; else it is where the bytes end that are here */
    public ObjectRead(ObjectStat stat, InputStream body, int requests, boolean sizeKnown) {
        this.stat = stat;
        this.body = body;
        this.requests = requests;
        this.sizeKnown = sizeKnown;
    }

    /** The whole object's properties, as this answer told them; its size is that of the object, not of the range. */
    public ObjectStat stat() {
        return stat;
    }

    /** The object's size in bytes; always known, unless {@link ReadOptions#sizeOptional} allowed otherwise. */
    public OptionalLong size() {
        return sizeKnown ? OptionalLong.of(stat.size()) : OptionalLong.empty();
    }

    /** The bytes asked for. It ends with an IOException, not silently, if the store's answer breaks off. */
    public InputStream body() {
        return body;
    }

    /** How many requests it took, attempts that failed included. */
    public int requests() {
        return requests;
    }

    /**
     * The rest of the body.
     *
     * @throws StorageException UNAVAILABLE if the answer breaks off
     */
    public byte[] readAllBytes() {
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.UNAVAILABLE, stat.location(), "the answer broke off: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + stat.location(), e);
        }
    }
}
