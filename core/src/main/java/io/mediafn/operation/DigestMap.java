package io.mediafn.operation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Remembers a number for each of many texts without keeping the texts: 128 bits of a SHA-256 stand for each, of which no
 * two are ever alike. It takes 32 to 72 bytes a text, however long those are; a million take at most 72 MB. Belongs to
 * one thread.
 */
public final class DigestMap {
    /** What is remembered of a text that was not put. */
    public static final long ABSENT = 0;

    private static final int SLOT = 3;
    private static final int SMALLEST = 64;

    private final MessageDigest sha256;
    private long[] slots = new long[SLOT * SMALLEST];
    private int size;

    public DigestMap() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A number that stands for a text among some: never {@link #ABSENT}. */
    public static long mark(String text) {
        long mark = new DigestMap().digest(text).getLong();
        return mark == ABSENT ? 1 : mark;
    }

    /** Of how many texts something is remembered. */
    public int size() {
        return size;
    }

    public boolean has(String text) {
        return get(text) != ABSENT;
    }

    /** What was put last, or {@link #ABSENT}. */
    public long get(String text) {
        ByteBuffer digest = digest(text);
        long high = digest.getLong();
        long low = digest.getLong();
        return slots[find(slots, high, low) + 2];
    }

    /**
     * Remembers a number for a text, instead of the one before.
     *
     * @param value anything but {@link #ABSENT}
     */
    public void put(String text, long value) {
        if (value == ABSENT) {
            throw new IllegalArgumentException("0 means that nothing is remembered");
        }
        ByteBuffer digest = digest(text);
        long high = digest.getLong();
        long low = digest.getLong();
        int slot = find(slots, high, low);
        if (slots[slot + 2] == ABSENT) {
            size++;
            if (size * 3L > slots.length / SLOT * 2L) {
                grow();
                slot = find(slots, high, low);
            }
        }
        slots[slot] = high;
        slots[slot + 1] = low;
        slots[slot + 2] = value;
    }

    /** Remembers that a text was there. */
    public void add(String text) {
        put(text, 1);
    }

    private ByteBuffer digest(String text) {
        return ByteBuffer.wrap(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void grow() {
        long[] old = slots;
        long[] larger = new long[Math.multiplyExact(old.length, 2)];
        for (int i = 0; i < old.length; i += SLOT) {
            if (old[i + 2] != ABSENT) {
                System.arraycopy(old, i, larger, find(larger, old[i], old[i + 1]), SLOT);
            }
        }
        Arrays.fill(old, ABSENT);
        slots = larger;
    }

    /** Where it stands, or would. */
    private static int find(long[] in, long high, long low) {
        int count = in.length / SLOT;
        int at = (int) Long.remainderUnsigned(high, count);
        while (in[SLOT * at + 2] != ABSENT && (in[SLOT * at] != high || in[SLOT * at + 1] != low)) {
            at = at + 1 == count ? 0 : at + 1;
        }
        return SLOT * at;
    }
}
