package io.mediafn.media.image;

import io.mediafn.media.read.Bytes;

/** Reads numbers of any number of bits, the low bits of each byte first, as JPEG XL writes them. */
final class LowBitsFirst {
    private final Bytes bytes;
    private long position;
    private int bit;

    LowBitsFirst(Bytes bytes, long start) {
        this.bytes = bytes;
        this.position = start;
    }

    /** @param count 0 to 32 */
    long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (long) (bytes.u8(position) >> bit & 1) << i;
            if (++bit == 8) {
                bit = 0;
                position++;
            }
        }
        return value;
    }

    boolean flag() {
        return bits(1) != 0;
    }

    /**
     * One of four ways to write a number, chosen by two bits.
     *
     * @param ways for each a number of bits in the low five bits, and what is added to their value above
     */
    long number(int... ways) {
        int way = ways[(int) bits(2)];
        return bits(way & 31) + (way >> 5);
    }

    /** A way for {@link #number}. */
    static int way(int bits, int plus) {
        return plus << 5 | bits;
    }

    /** The number behind any enumeration. */
    long enumeration() {
        return number(way(0, 0), way(0, 1), way(4, 2), way(6, 18));
    }
}
