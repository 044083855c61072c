package io.mediafn.checksum;

import java.util.Base64;
import java.util.HexFormat;

/**
 * A digest of an object's bytes, or of a part's.
 *
 * @param hex lower-case, most significant byte first, as long as the algorithm's digest
 */
public record Checksum(ChecksumAlgorithm algorithm, String hex) {
    /**
     * Takes a digest as it is.
     *
     * @throws IllegalArgumentException if the text is not hexadecimal, not in lower case or of another length
     */
    public Checksum {
        if (hex.length() != 2 * algorithm.bytes()) {
            throw new IllegalArgumentException("a " + algorithm.text() + " has " + 2 * algorithm.bytes()
                    + " hexadecimal digits, not " + hex.length());
        }
        for (int i = 0; i < hex.length(); i++) {
            char digit = hex.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                throw new IllegalArgumentException("a " + algorithm.text()
                        + " is written in lower-case hexadecimal digits, which these are not: " + hex);
            }
        }
    }

    /**
     * From the digest itself, most significant byte first.
     *
     * @throws IllegalArgumentException if the length is another than the algorithm's
     */
    public static Checksum ofBytes(ChecksumAlgorithm algorithm, byte[] digest) {
        return new Checksum(algorithm, HexFormat.of().formatHex(digest));
    }

    /**
     * From the form that S3, Cloud Storage and Azure use in headers: base64, with its padding.
     *
     * @throws IllegalArgumentException for any other spelling, or another length than the algorithm's
     */
    public static Checksum ofBase64(ChecksumAlgorithm algorithm, String text) {
        byte[] digest;
        try {
            digest = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a " + algorithm.text() + " that is no base64: " + text, e);
        }
        // The decoder forgives a padding that is missing, and bits behind the last byte.
        if (!Base64.getEncoder().encodeToString(digest).equals(text)) {
            throw new IllegalArgumentException(
                    "a " + algorithm.text() + " whose base64 lacks padding or has stray bits at its end: " + text);
        }
        return ofBytes(algorithm, digest);
    }

    /**
     * From a CRC's number.
     *
     * @param value of a 32-bit CRC the lower half, with nothing above it
     * @throws IllegalArgumentException if the algorithm is no CRC, or the value has more bits than it
     */
    public static Checksum ofCrc(ChecksumAlgorithm algorithm, long value) {
        if (!algorithm.isCrc()) {
            throw new IllegalArgumentException(algorithm.text() + " is no CRC");
        }
        int digits = 2 * algorithm.bytes();
        if (digits < 16 && value >>> (4 * digits) != 0) {
            throw new IllegalArgumentException(
                    "more than " + 4 * digits + " bits for a " + algorithm.text() + ": " + value);
        }
        return new Checksum(algorithm, HexFormat.of().toHexDigits(value, digits));
    }

    /** Most significant byte first, with padding: as S3, Cloud Storage and Azure write it in headers. */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes());
    }

    /** Most significant byte first. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /**
     * The number of a CRC; a 32-bit one is in the lower half.
     *
     * @throws UnsupportedOperationException if the algorithm is no CRC
     */
    public long crc() {
        if (!algorithm.isCrc()) {
            throw new UnsupportedOperationException(algorithm.text() + " is no CRC");
        }
        return Long.parseUnsignedLong(hex, 16);
    }

    /** {@code crc32c:e3069283}. */
    @Override
    public String toString() {
        return algorithm.text() + ":" + hex;
    }
}
