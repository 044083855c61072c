package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Bytes;
import java.util.Arrays;

/**
 * The bits of a codec's header, from the most significant one of each byte. Behind the last one come zeros: what is
 * read then is not to be believed ({@link #failed}), but no reason to give up the file, since its frames may be sound.
 */
final class BitReader {
    /** Of a parameter set: real ones have a hundred bytes. */
    private static final int MOST = 4_096;

    private static final int LONGEST_GOLOMB = 32;

    private final byte[] bytes;
    private int position;
    private boolean failed;

    private BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** These bytes as they are. */
    static BitReader of(Bytes bytes, long offset, long length) {
        return new BitReader(bytes.copy(offset, Math.clamp(length, 0, MOST)));
    }

    /** A NAL unit, without the bytes put in to keep start codes out of it. */
    static BitReader ofNal(Bytes bytes, long offset, long length) {
        byte[] raw = bytes.copy(offset, Math.clamp(length, 0, MOST));
        byte[] clean = new byte[raw.length];
        int count = 0;
        int zeros = 0;
        for (byte value : raw) {
            if (zeros >= 2 && value == 3) {
                zeros = 0;
                continue;
            }
            zeros = value == 0 ? zeros + 1 : 0;
            clean[count++] = value;
        }
        return new BitReader(Arrays.copyOf(clean, count));
    }

    int bit() {
        if (position >= bytes.length * 8L) {
            failed = true;
            return 0;
        }
        int bit = bytes[position >> 3] >> (7 - (position & 7)) & 1;
        position++;
        return bit;
    }

    boolean flag() {
        return bit() == 1;
    }

    /** Up to 63 of them. */
    long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    int small(int count) {
        return (int) bits(count);
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            bit();
        }
    }

    /** An unsigned number in Exp-Golomb code. */
    long golomb() {
        int zeros = 0;
        while (bit() == 0) {
            if (++zeros == LONGEST_GOLOMB) {
                failed = true;
                return 0;
            }
        }
        return (1L << zeros) - 1 + bits(zeros);
    }

    /** A signed one. */
    long signedGolomb() {
        long code = golomb();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }

    /** Whether the header ended too early, or says what cannot be. */
    boolean failed() {
        return failed;
    }

    void fail() {
        failed = true;
    }
}
