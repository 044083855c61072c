package io.mediafn.operation.copy;

import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Reads one version of an object into buffers. A body that breaks off is gone on with from the byte where it did, which
 * no store can do for its caller, and only as long as the object is still the same. Thread-safe.
 */
final class PinnedReader {
    /** How often a body may break off before the read fails. */
    private static final int BREAKS = 4;

    private static final long FIRST_PAUSE_MILLIS = 100;

    private final ObjectStore store;
    private final Location at;
    private final Optional<String> etag;

    PinnedReader(ObjectStore store, Location at, Optional<String> etag) {
        this.store = store;
        this.at = at;
        this.etag = etag;
    }

    /** Opens a range of the object, whose bytes nobody but the caller counts. */
    ObjectRead open(ByteRange range) {
        return store.read(at, ReadOptions.range(range).withIfMatch(etag));
    }

    /**
     * Reads the whole object, which is as large as it was said to be.
     *
     * @param into at least {@code size} bytes
     * @return the properties that came with it
     */
    ObjectStat readWhole(byte[] into, int size) {
        try (ObjectRead read = open(ByteRange.all())) {
            ObjectStat stat = read.stat();
            checkSize(stat, size);
            int got = fill(read.body(), into, 0, size);
            if (got < size) {
                new PinnedReader(store, at, etag.or(stat::etag)).resume(into, got, 0, size);
            }
            return stat;
        }
    }

    /** Reads {@code length} bytes from {@code offset} on into the beginning of a buffer. */
    void readRange(byte[] into, long offset, int length, long size) {
        int got;
        try (ObjectRead read = open(ByteRange.of(offset, length))) {
            checkSize(read.stat(), size);
            got = fill(read.body(), into, 0, length);
        }
        if (got < length) {
            resume(into, got, offset, length);
        }
    }

    private void resume(byte[] into, int already, long offset, int length) {
        int got = already;
        for (int breaks = 1; got < length; breaks++) {
            if (breaks > BREAKS || etag.isEmpty()) {
                // Without an ETag the rest might be that of another content.
                throw new StorageException(
                        Kind.UNAVAILABLE,
                        at,
                        "the answer broke off " + breaks + " times, the last time after " + got + " bytes");
            }
            pause(breaks);
            try (ObjectRead read = open(ByteRange.of(offset + got, length - got))) {
                got += fill(read.body(), into, got, length - got);
            }
        }
    }

    /** Fills a buffer as far as the body goes; one that breaks off has given what it had. */
    private static int fill(InputStream body, byte[] into, int offset, int length) {
        int got = 0;
        try {
            while (got < length) {
                int read = body.read(into, offset + got, length - got);
                if (read < 0) {
                    break;
                }
                got += read;
            }
        } catch (IOException e) {
            // The caller goes on behind what came.
            return got;
        }
        return got;
    }

    private void checkSize(ObjectStat stat, long size) {
        if (stat.size() != size) {
            throw changed(at, "it has " + stat.size() + " bytes now, and had " + size);
        }
    }

    static StorageException changed(Location at, String how) {
        return new StorageException(Kind.PRECONDITION_FAILED, at, "the source changed while it was copied: " + how);
    }

    private static void pause(int breaks) {
        long most = FIRST_PAUSE_MILLIS << (breaks - 1);
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
