package io.mediafn.checksum;

import java.nio.ByteBuffer;

/** A CRC; the computation is that of a {@link java.util.zip.Checksum}. */
final class CrcHasher implements Hasher {
    private final ChecksumAlgorithm algorithm;
    private final java.util.zip.Checksum crc;
    private long length;
    private boolean finished;

    CrcHasher(ChecksumAlgorithm algorithm, java.util.zip.Checksum crc) {
        this.algorithm = algorithm;
        this.crc = crc;
    }

    @Override
    public void update(byte[] bytes, int offset, int count) {
        requireUnfinished();
        crc.update(bytes, offset, count);
        length += count;
    }

    @Override
    public void update(ByteBuffer bytes) {
        requireUnfinished();
        length += bytes.remaining();
        crc.update(bytes);
    }

    @Override
    public Checksum finish() {
        requireUnfinished();
        finished = true;
        return Checksum.ofCrc(algorithm, crc.getValue());
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
