package io.mediafn.media;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Breaks files at random, always in the same way for the same seed. */
final class Mutator {
    /** Where headers mostly are. */
    private static final int HEADERS = 4 << 10;

    private static final int MOST_CHANGES = 6;

    private static final long[] NUMBERS = {
        0,
        1,
        2,
        4,
        7,
        8,
        16,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0xffff,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_fffeL,
        0xffff_ffffL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1
    };

    private final Random random;
    private final List<byte[]> others;

    /** @param others from which pieces are taken */
    Mutator(long seed, List<byte[]> others) {
        this.random = new Random(seed);
        this.others = List.copyOf(others);
    }

    byte[] broken(byte[] whole) {
        byte[] bytes = whole.clone();
        for (int change = random.nextInt(MOST_CHANGES); change >= 0 && bytes.length > 0; change--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int at = position(bytes.length);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> bytes[at] = (byte) random.nextInt();
            case 3 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 4, 5, 6 -> number(bytes, at);
            case 7 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 8 -> {
                return without(bytes, at, random.nextInt(Math.min(64, bytes.length - at)));
            }
            case 9 -> {
                return with(bytes, at, slice(bytes));
            }
            case 10 -> {
                return with(bytes, at, slice(others.get(random.nextInt(others.size()))));
            }
            default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(32)), (byte) random.nextInt());
        }
        return bytes;
    }

    /** Mostly near the start, sometimes near the end, where some formats have their index. */
    private int position(int length) {
        int near = Math.min(length, HEADERS);
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(length);
            case 1 -> length - 1 - random.nextInt(near);
            case 2, 3 -> random.nextInt(Math.min(length, 256));
            default -> random.nextInt(near);
        };
    }

    /** A number that is on the edge of something, in either order of bytes. */
    private void number(byte[] bytes, int at) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        int size = 1 << random.nextInt(4);
        boolean bigEndian = random.nextBoolean();
        for (int i = 0; i < size && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (number >> (8 * (bigEndian ? size - 1 - i : i)));
        }
    }

    private byte[] slice(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int start = position(bytes.length);
        return Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + random.nextInt(512)));
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        byte[] rest = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, rest, at, bytes.length - at - length);
        return rest;
    }

    private static byte[] with(byte[] bytes, int at, byte[] slice) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + slice.length);
        System.arraycopy(slice, 0, longer, at, slice.length);
        System.arraycopy(bytes, at, longer, at + slice.length, bytes.length - at);
        return longer;
    }
}
