package server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;

/**
 * An endless sequence of bytes that is never held: the same incompressible page again and again, but that each begins
 * with its own number. So ranges agree, two pages that were swapped are noticed, and a declared object is a place in
 * it.
 */
final class Pattern {
    static final int PAGE = 64 * 1024;
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] RANDOM = new byte[PAGE];

    static {
        new Random(20_260_101).nextBytes(RANDOM);
    }

    private Pattern() {}

    /** Puts the bytes from {@code position} on into the target. */
    static void fill(long position, byte[] target, int from, int length) {
        long at = position;
        int to = from;
        int end = from + length;
        while (to < end) {
            int within = (int) (at % PAGE);
            int count = Math.min(end - to, PAGE - within);
            System.arraycopy(RANDOM, within, target, to, count);
            for (int i = within; i < 8 && i - within < count; i++) {
                target[to + i - within] = (byte) (at / PAGE >>> 8 * i);
            }
            to += count;
            at += count;
        }
    }

    /** Where in the sequence these bytes are, if they begin a page there; -1 if they don't. */
    static long find(byte[] bytes, int from, int length) {
        if (length < 8) {
            return -1;
        }
        long position = candidate(bytes, from);
        if (position < 0) {
            return -1;
        }
        long page = position / PAGE;
        byte[] number = new byte[8];
        for (int at = 0; at < length; at += PAGE) {
            int count = Math.min(length - at, PAGE);
            LONG.set(number, 0, page + at / PAGE);
            int numbered = Math.min(8, count);
            if (!Arrays.equals(bytes, from + at, from + at + numbered, number, 0, numbered)
                    || !Arrays.equals(bytes, from + at + numbered, from + at + count, RANDOM, numbered, count)) {
                return -1;
            }
        }
        return position;
    }

    /** Where in the sequence bytes that begin with these eight may be; -1 if nowhere. */
    static long candidate(byte[] bytes, int from) {
        long page = (long) LONG.get(bytes, from);
        return page < 0 || page > 1L << 40 ? -1 : page * PAGE;
    }

    static long crc(Crc crc, long position, long length) {
        byte[] piece = new byte[PAGE];
        long shiftTail = crc.shift(PAGE - 8);
        long shiftPage = crc.shift(PAGE);
        long tail = crc.of(RANDOM, 8, PAGE - 8);
        long value = 0;
        long at = position;
        long end = position + length;
        while (at < end) {
            int count = (int) Math.min(end - at, PAGE - at % PAGE);
            if (count == PAGE) {
                LONG.set(piece, 0, at / PAGE);
                long page = crc.multiply(crc.of(piece, 0, 8), shiftTail) ^ tail;
                value = crc.multiply(value, shiftPage) ^ page;
            } else {
                fill(at, piece, 0, count);
                value = crc.append(value, piece, 0, count);
            }
            at += count;
        }
        return value;
    }

    static byte[] md5(long position, long length, MessageDigest digest) {
        byte[] piece = new byte[(int) Math.min(length, PAGE)];
        for (long at = 0; at < length; ) {
            int count = (int) Math.min(length - at, PAGE);
            fill(position + at, piece, 0, count);
            digest.update(piece, 0, count);
            at += count;
        }
        return digest.digest();
    }
}
