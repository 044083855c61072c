package io.mediafn.media;

import java.nio.charset.StandardCharsets;

/** Bytes that parsers read by offset: an object behind a {@link Window}, or a part of one. */
abstract class Bytes {
    /** Whether these bytes exist, as far as that is known without reading; {@code length} may be any declared number. */
    abstract boolean contains(long offset, long length);

    /**
     * The byte at {@code offset}, 0 to 255.
     *
     * @throws MediaException if it lies past the end, or would cost more than the limits
     */
    abstract int u8(long offset);

    /** Announces that all of this will be read, so that it costs one request. Past the end is not an error here. */
    abstract void prefetch(long offset, long length);

    final int u16be(long offset) {
        return u8(offset) << 8 | u8(offset + 1);
    }

    final int u16le(long offset) {
        return u8(offset) | u8(offset + 1) << 8;
    }

    final int u24le(long offset) {
        return u16le(offset) | u8(offset + 2) << 16;
    }

    final long u32be(long offset) {
        return (long) u16be(offset) << 16 | u16be(offset + 2);
    }

    final long u32le(long offset) {
        return u16le(offset) | (long) u16le(offset + 2) << 16;
    }

    /** Whether the text, in ISO 8859-1, stands at the offset; false where the bytes end before. */
    final boolean startsWith(long offset, String text) {
        if (!contains(offset, text.length())) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (u8(offset + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** These bytes as ISO 8859-1; {@code length} is bounded by the caller, never a declared size. */
    final String text(long offset, int length) {
        prefetch(offset, length);
        u8(offset + Math.max(0, length - 1)); // fails before anything is allocated
        byte[] copy = new byte[length];
        for (int i = 0; i < length; i++) {
            copy[i] = (byte) u8(offset + i);
        }
        return new String(copy, StandardCharsets.ISO_8859_1);
    }
}
