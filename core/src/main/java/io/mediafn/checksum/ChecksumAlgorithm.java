package io.mediafn.checksum;

import java.util.zip.CRC32C;

/**
 * The digests that stores keep of their objects, in order of preference: the cheapest first, and those of which a
 * whole's is computed from the parts'.
 */
public enum ChecksumAlgorithm {
    /** Cloud Storage keeps it of every object, S3 on request; costs next to nothing. */
    CRC32C("crc32c", 4),
    /** What S3 keeps by default, and what Azure takes for its blocks. */
    CRC64NVME("crc64nvme", 8),
    /** Sequential, and slow; all that is known of many older objects. Proves nothing against malice. */
    MD5("md5", 16),
    SHA256("sha256", 32);

    private final String text;
    private final int bytes;

    ChecksumAlgorithm(String text, int bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /** As reports and requests spell it: {@code crc32c}, {@code crc64nvme}, {@code md5}, {@code sha256}. */
    public String text() {
        return text;
    }

    /** How long a digest is, in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether a whole's digest is computed from its parts' ({@link CrcCombiner}). */
    public boolean isCrc() {
        return this == CRC32C || this == CRC64NVME;
    }

    public Hasher newHasher() {
        return switch (this) {
            case CRC32C -> new CrcHasher(this, new CRC32C());
            case CRC64NVME -> new CrcHasher(this, new Crc64Nvme());
            case MD5 -> new DigestHasher(this, "MD5");
            case SHA256 -> new DigestHasher(this, "SHA-256");
        };
    }
}
