package io.mediafn.storage;

import java.util.OptionalLong;

/**
 * A range of an object's bytes.
 *
 * @param offset from the start, 0 or more
 * @param length 1 or more; absent means up to the end
 */
public record ByteRange(long offset, OptionalLong length) {
    private static final ByteRange ALL = new ByteRange(0, OptionalLong.empty());

    public ByteRange {
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
        if (length.isPresent() && length.getAsLong() < 1) {
            throw new IllegalArgumentException("length is not positive: " + length.getAsLong());
        }
        if (length.isPresent() && offset + length.getAsLong() < 0) {
            throw new IllegalArgumentException(
                    "the range ends behind the largest long: " + offset + " + " + length.getAsLong());
        }
    }

    public static ByteRange all() {
        return ALL;
    }

    public static ByteRange of(long offset, long length) {
        return new ByteRange(offset, OptionalLong.of(length));
    }

    public static ByteRange from(long offset) {
        return new ByteRange(offset, OptionalLong.empty());
    }

    public boolean isAll() {
        return offset == 0 && length.isEmpty();
    }

    /** How many bytes of an object of {@code size} bytes are in this range. */
    public long within(long size) {
        long rest = Math.max(0, size - offset);
        return Math.min(rest, length.orElse(rest));
    }

    /** The value of an HTTP {@code Range} header. */
    public String header() {
        return "bytes=" + offset + "-" + (length.isPresent() ? offset + length.getAsLong() - 1 : "");
    }
}
