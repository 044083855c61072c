package server;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The bytes of an object or part: a place in the pattern, bytes that are held, or bytes that were counted and dropped.
 *
 * @param position where in the pattern; -1 for other bytes
 * @param held null if they aren't
 * @param crc32c of dropped bytes; -1 if not even that is known
 */
record Content(long size, long position, byte[] held, long crc32c) {
    static Content pattern(long position, long size) {
        return new Content(size, position, null, -1);
    }

    static Content held(byte[] bytes) {
        return new Content(bytes.length, -1, bytes, -1);
    }

    /** Of received bytes that aren't held: the pattern, if they prove to be of it. */
    static Content received(long size, long crc32c, long candidate) {
        return candidate >= 0 && Pattern.crc(Crc.CRC32C, candidate, size) == crc32c
                ? pattern(candidate, size)
                : new Content(size, -1, null, crc32c);
    }

    boolean readable() {
        return position >= 0 || held != null;
    }

    void copy(long from, byte[] target, int to, int count) {
        if (held != null) {
            System.arraycopy(held, (int) from, target, to, count);
        } else {
            Pattern.fill(position + from, target, to, count);
        }
    }

    Content slice(long from, long length) {
        if (from == 0 && length == size) {
            return this;
        }
        if (held != null) {
            return held(Arrays.copyOfRange(held, (int) from, (int) (from + length)));
        }
        return position >= 0 ? pattern(position + from, length) : new Content(length, -1, null, -1);
    }

    OptionalLong crc(Crc crc) {
        if (held != null) {
            return OptionalLong.of(crc.of(held, 0, held.length));
        }
        if (position >= 0) {
            return OptionalLong.of(Pattern.crc(crc, position, size));
        }
        return crc == Crc.CRC32C && crc32c >= 0 ? OptionalLong.of(crc32c) : OptionalLong.empty();
    }

    static Content joined(List<Content> parts, int mostHeld) {
        long size = 0;
        boolean readable = true;
        boolean adjacent = true;
        for (Content part : parts) {
            adjacent &= part.position >= 0 && part.position == parts.getFirst().position + size;
            readable &= part.readable();
            size += part.size;
        }
        if (adjacent) {
            return pattern(parts.getFirst().position, size);
        }
        if (readable && size < mostHeld) {
            byte[] joined = new byte[(int) size];
            int at = 0;
            for (Content part : parts) {
                part.copy(0, joined, at, (int) part.size);
                at += (int) part.size;
            }
            return held(joined);
        }
        long crc32c = 0;
        for (Content part : parts) {
            OptionalLong next = part.crc(Crc.CRC32C);
            if (next.isEmpty()) {
                return new Content(size, -1, null, -1);
            }
            crc32c = Crc.CRC32C.combine(crc32c, next.getAsLong(), part.size);
        }
        return received(size, crc32c, parts.getFirst().position);
    }
}
