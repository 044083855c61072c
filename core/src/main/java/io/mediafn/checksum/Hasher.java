package io.mediafn.checksum;

import java.nio.ByteBuffer;

/** Computes one digest of bytes that come piece by piece. Belongs to one thread at a time. */
public interface Hasher {
    /**
     * Takes the next bytes.
     *
     * @throws IllegalStateException after {@link #finish}
     */
    void update(byte[] bytes, int offset, int length);

    /**
     * Takes what remains of a buffer, whose position is at its limit afterwards.
     *
     * @throws IllegalStateException after {@link #finish}
     */
    void update(ByteBuffer bytes);

    /**
     * The digest of all bytes taken.
     *
     * @throws IllegalStateException if called twice
     */
    Checksum finish();

    /** How many bytes were taken. */
    long length();

    /** The digest of one array. */
    static Checksum of(ChecksumAlgorithm algorithm, byte[] bytes) {
        Hasher hasher = algorithm.newHasher();
        hasher.update(bytes, 0, bytes.length);
        return hasher.finish();
    }
}
