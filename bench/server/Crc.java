package server;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** A checksum whose value over two pieces is that of the whole by arithmetic, so that no large body is read twice. */
enum Crc {
    CRC32("crc32", "CRC32", 32, 0xEDB88320L),
    CRC32C("crc32c", "CRC32C", 32, 0x82F63B78L),
    CRC64NVME("crc64nvme", "CRC64NVME", 64, 0x9A6C9329AC4BC9B5L);

    /** As in {@code x-amz-checksum-NAME}. */
    final String header;
    /** As in {@code x-amz-checksum-algorithm}, and in {@code <ChecksumNAME>}. */
    final String algorithm;

    private final int width;
    private final long polynomial;
    private final long[] powers = new long[64]; // x^(2^k)
    private final long[][] tables;

    Crc(String header, String algorithm, int width, long polynomial) {
        this.header = header;
        this.algorithm = algorithm;
        this.width = width;
        this.polynomial = polynomial;
        powers[0] = 1L << (width - 2);
        for (int k = 1; k < powers.length; k++) {
            powers[k] = multiply(powers[k - 1], powers[k - 1]);
        }
        tables = width == 64 ? tables() : new long[0][];
    }

    static Crc of(String name) {
        for (Crc crc : values()) {
            if (crc.algorithm.equalsIgnoreCase(name)) {
                return crc;
            }
        }
        return null;
    }

    long of(byte[] bytes, int from, int length) {
        switch (this) {
            case CRC32 -> {
                CRC32 crc = new CRC32();
                crc.update(bytes, from, length);
                return crc.getValue();
            }
            case CRC32C -> {
                CRC32C crc = new CRC32C();
                crc.update(bytes, from, length);
                return crc.getValue();
            }
            default -> {
                return update(0, bytes, from, length);
            }
        }
    }

    /** The value over what {@code before} is of, followed by these bytes. */
    long append(long before, byte[] bytes, int from, int length) {
        return this == CRC64NVME
                ? update(before, bytes, from, length)
                : combine(before, of(bytes, from, length), length);
    }

    /** The value over a first piece followed by a second of {@code length} bytes. */
    long combine(long first, long second, long length) {
        return multiply(first, shift(length)) ^ second;
    }

    /** What the value of a first piece is multiplied by when {@code length} bytes follow. */
    long shift(long length) {
        long product = 1L << (width - 1);
        long bits = length;
        for (int k = 3; bits != 0; bits >>>= 1, k++) {
            if ((bits & 1) != 0) {
                product = multiply(powers[k], product);
            }
        }
        return product;
    }

    /** Of two polynomials, lowest power in the highest bit. */
    long multiply(long left, long right) {
        long product = 0;
        for (long bit = 1L << (width - 1); bit != 0; bit >>>= 1) {
            if ((left & bit) != 0) {
                product ^= right;
                if ((left & (bit - 1)) == 0) {
                    break;
                }
            }
            right = (right & 1) != 0 ? right >>> 1 ^ polynomial : right >>> 1;
        }
        return product;
    }

    String text(long value) {
        ByteBuffer buffer = ByteBuffer.allocate(width / 8);
        if (width == 64) {
            buffer.putLong(value);
        } else {
            buffer.putInt((int) value);
        }
        return Base64.getEncoder().encodeToString(buffer.array());
    }

    /** Throws IllegalArgumentException for what is no checksum of this kind. */
    long value(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length != width / 8) {
            throw new IllegalArgumentException(text + " is no " + algorithm);
        }
        return width == 64
                ? ByteBuffer.wrap(bytes).getLong()
                : ByteBuffer.wrap(bytes).getInt() & 0xFFFFFFFFL;
    }

    private long[][] tables() {
        long[][] made = new long[8][256];
        for (int i = 0; i < 256; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) != 0 ? value >>> 1 ^ polynomial : value >>> 1;
            }
            made[0][i] = value;
        }
        for (int i = 0; i < 256; i++) {
            for (int table = 1; table < 8; table++) {
                long previous = made[table - 1][i];
                made[table][i] = made[0][(int) previous & 255] ^ previous >>> 8;
            }
        }
        return made;
    }

    private long update(long before, byte[] bytes, int from, int length) {
        long crc = ~before;
        int at = from;
        int end = from + length;
        for (; at + 8 <= end; at += 8) {
            crc ^= (long) Pattern.LONG.get(bytes, at);
            crc = tables[7][(int) crc & 255]
                    ^ tables[6][(int) (crc >>> 8) & 255]
                    ^ tables[5][(int) (crc >>> 16) & 255]
                    ^ tables[4][(int) (crc >>> 24) & 255]
                    ^ tables[3][(int) (crc >>> 32) & 255]
                    ^ tables[2][(int) (crc >>> 40) & 255]
                    ^ tables[1][(int) (crc >>> 48) & 255]
                    ^ tables[0][(int) (crc >>> 56)];
        }
        for (; at < end; at++) {
            crc = tables[0][(int) (crc ^ bytes[at]) & 255] ^ crc >>> 8;
        }
        return ~crc;
    }
}
