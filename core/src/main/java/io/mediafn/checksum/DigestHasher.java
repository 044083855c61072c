package io.mediafn.checksum;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A digest of the JDK's security providers. */
final class DigestHasher implements Hasher {
    private final ChecksumAlgorithm algorithm;
    private final MessageDigest digest;
    private long length;
    private boolean finished;

    DigestHasher(ChecksumAlgorithm algorithm, String name) {
        this.algorithm = algorithm;
        try {
            digest = MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform must have both; one that is set up to refuse MD5 ends here.
            throw new IllegalStateException("this Java offers no " + name, e);
        }
    }

    @Override
    public void update(byte[] bytes, int offset, int count) {
        requireUnfinished();
        digest.update(bytes, offset, count);
        length += count;
    }

    @Override
    public void update(ByteBuffer bytes) {
        requireUnfinished();
        length += bytes.remaining();
        digest.update(bytes);
    }

    @Override
    public Checksum finish() {
        requireUnfinished();
        finished = true;
        return Checksum.ofBytes(algorithm, digest.digest());
    }

    @Override
    public long length() {
        return length;
    }

    private void requireUnfinished() {
        if (finished) {
            throw new IllegalStateException("this hasher is finished");
        }
    }
}
