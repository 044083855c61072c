package io.mediafn.media.read;

import java.io.InputStream;
import java.util.OptionalLong;

/**
 * Random access to the bytes of one object. Every call is expected to cost one request, so callers ask for as much as
 * they will want and never twice for the same bytes. An implementation belongs to one probe and need not be
 * thread-safe; it lets the exceptions of its store pass.
 */
public interface RangeSource {
    /**
     * Reads {@code length} bytes from {@code offset}; fewer only where the object ends, and none at or behind its end.
     *
     * @param offset from the start of the object, 0 or more
     * @param length 1 or more
     * @param why what is looked for, in a few words for whoever asks what the reads were for
     */
    Range read(long offset, int length, String why);

    /**
     * Opens a run of bytes of any length, which is not held in memory; closing it early reads no further.
     *
     * @param offset from the start of the object, 0 or more
     * @param length 1 or more, and not past the end of the object
     */
    InputStream stream(long offset, long length, String why);

    /**
     * What one read gave.
     *
     * @param bytes owned by the receiver
     * @param objectSize the size of the whole object in bytes, if the store said it with this answer
     */
    @SuppressWarnings("ArrayRecordComponent") // a transfer object: it is never compared
    record Range(byte[] bytes, OptionalLong objectSize) {}
}
