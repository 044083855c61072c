package io.mediafn.media.read;

import java.nio.charset.StandardCharsets;

/** Bytes that parsers read by offset: an object behind a {@link Window}, or a part of one. */
public abstract class Bytes {
    /** Whether these bytes exist, as far as that is known without reading; {@code length} may be any declared number. */
    public abstract boolean contains(long offset, long length);

    /** Whether reading these costs nothing. */
    public boolean fetched(long offset, long length) {
        return contains(offset, length);
    }

    /**
     * The byte at {@code offset}, 0 to 255.
     *
     * @throws MediaException if it lies past the end, or would cost more than the limits
     */
    public abstract int u8(long offset);

    /** Announces that all of this will be read, so that it costs one request. Past the end is not an error here. */
    public abstract void prefetch(long offset, long length);

    public final int u16be(long offset) {
        return u8(offset) << 8 | u8(offset + 1);
    }

    public final int u16le(long offset) {
        return u8(offset) | u8(offset + 1) << 8;
    }

    public final int u24le(long offset) {
        return u16le(offset) | u8(offset + 2) << 16;
    }

    public final int u24be(long offset) {
        return u16be(offset) << 8 | u8(offset + 2);
    }

    public final long u32be(long offset) {
        return (long) u16be(offset) << 16 | u16be(offset + 2);
    }

    public final long u32le(long offset) {
        return u16le(offset) | (long) u16le(offset + 2) << 16;
    }

    public final int s32be(long offset) {
        return (int) u32be(offset);
    }

    /** A number of 64 bits; one of 2^63 and more comes out negative. */
    public final long s64be(long offset) {
        return u32be(offset) << 32 | u32be(offset + 4);
    }

    /** Likewise. */
    public final long s64le(long offset) {
        return u32le(offset + 4) << 32 | u32le(offset);
    }

    /** Whether the text, in ISO 8859-1, stands at the offset; false where the bytes end before. */
    public final boolean startsWith(long offset, String text) {
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

    /** A copy of these bytes; {@code length} is bounded by the caller, never a declared size. */
    public final byte[] copy(long offset, int length) {
        prefetch(offset, length);
        u8(offset + Math.max(0, length - 1)); // fails before anything is allocated
        byte[] copy = new byte[length];
        for (int i = 0; i < length; i++) {
            copy[i] = (byte) u8(offset + i);
        }
        return copy;
    }

    /** These bytes as ISO 8859-1; {@code length} is bounded by the caller, never a declared size. */
    public final String text(long offset, int length) {
        return length == 0 ? "" : new String(copy(offset, length), StandardCharsets.ISO_8859_1);
    }
}
