package io.mediafn.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The CRC-64 of the NVM Express specification: reflected, initial value and final XOR all ones.
 *
 * <p>The tables fold sixteen bytes a step. Eight of the sixteen look-ups do not wait for the step before, which makes it
 * twice as fast as folding eight; the tables, 32 KiB, still fit into a core's first cache.
 */
final class Crc64Nvme implements java.util.zip.Checksum {
    /** The polynomial, reflected, without its highest term. */
    static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L;

    private static final int STEP = 16;
    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** At {@code 256 * k + b}: what byte {@code b} with {@code k} bytes of zeros behind it adds. */
    private static final long[] TABLE = table();

    /** Without the final XOR. */
    private long state = -1;

    private static long[] table() {
        long[] table = new long[STEP * 256];
        for (int b = 0; b < 256; b++) {
            long value = b;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) != 0 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
            }
            table[b] = value;
        }
        for (int i = 256; i < table.length; i++) {
            long before = table[i - 256];
            table[i] = (before >>> 8) ^ table[(int) before & 0xFF];
        }
        return table;
    }

    @Override
    public void update(int b) {
        state = (state >>> 8) ^ TABLE[((int) state ^ b) & 0xFF];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        long crc = state;
        int at = offset;
        int end = offset + length;
        for (; at <= end - STEP; at += STEP) {
            long low = crc ^ (long) LITTLE_ENDIAN.get(bytes, at);
            long high = (long) LITTLE_ENDIAN.get(bytes, at + 8);
            crc = fold(low, 15 * 256) ^ fold(high, 7 * 256);
        }
        for (; at < end; at++) {
            crc = (crc >>> 8) ^ TABLE[((int) crc ^ bytes[at]) & 0xFF];
        }
        state = crc;
    }

    /** Eight bytes; {@code first} is where the table of the first of them starts, the others' are below it. */
    private static long fold(long eight, int first) {
        return TABLE[first + ((int) eight & 0xFF)]
                ^ TABLE[first - 256 + ((int) (eight >>> 8) & 0xFF)]
                ^ TABLE[first - 512 + ((int) (eight >>> 16) & 0xFF)]
                ^ TABLE[first - 768 + ((int) (eight >>> 24) & 0xFF)]
                ^ TABLE[first - 1024 + ((int) (eight >>> 32) & 0xFF)]
                ^ TABLE[first - 1280 + ((int) (eight >>> 40) & 0xFF)]
                ^ TABLE[first - 1536 + ((int) (eight >>> 48) & 0xFF)]
                ^ TABLE[first - 1792 + (int) (eight >>> 56)];
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = -1;
    }
}
