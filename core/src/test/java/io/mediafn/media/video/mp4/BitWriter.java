package io.mediafn.media.video.mp4;

import java.io.ByteArrayOutputStream;

/** Writes headers of codecs. */
final class BitWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int current;
    private int count;

    BitWriter bits(long value, int length) {
        for (int i = length - 1; i >= 0; i--) {
            current = current << 1 | (int) (value >> i & 1);
            if (++count == 8) {
                out.write(current);
                current = 0;
                count = 0;
            }
        }
        return this;
    }

    BitWriter flags(int... values) {
        for (int value : values) {
            bits(value, 1);
        }
        return this;
    }

    BitWriter golomb(long... values) {
        for (long value : values) {
            int length = 63 - Long.numberOfLeadingZeros(value + 1);
            bits(0, length).bits(value + 1, length + 1);
        }
        return this;
    }

    byte[] done() {
        bits(1, 1);
        while (count != 0) {
            bits(0, 1);
        }
        return out.toByteArray();
    }
}
