package io.mediafn.media.image;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.MediaException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first directory (IFD0) of a TIFF structure, read as Pillow reads one, because its oddities decide which tags
 * exist: an entry of unknown type or without values is skipped, and at the first entry whose values lie past the end
 * the whole rest is ignored.
 */
final class TiffDirectory {
    /** No number at all: the tag does not exist. */
    static final long ABSENT = -1;

    /** A value that is not a whole number: it equals nothing and orders with nothing. */
    static final long NOT_A_NUMBER = Long.MIN_VALUE;

    /** Bytes per value by type; 0 for types that are ignored. Index 16 is BigTIFF's 64-bit number. */
    private static final int[] TYPE_SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8};

    private static final int BYTE = 1;
    private static final int ASCII = 2;
    private static final int UNDEFINED = 7;

    /** No tag that is read here has more values that matter. */
    private static final int MAX_VALUES = 1024;

    /** What the 16 bits of a plain TIFF can say; BigTIFF's 64 bits are not to be believed. */
    private static final int MAX_ENTRIES = 65_535;

    private static final int MAX_SUB_ENTRIES = 1_024;

    /** Of a text. */
    private static final int MAX_TEXT = 256;

    private record Entry(int type, long count, long position) {}

    private final Bytes bytes;
    private final boolean bigEndian;
    private final long start;
    private final Map<Integer, Entry> entries = new HashMap<>();

    /**
     * Reads the directory behind a header for which {@link #hasHeader} is true; it may turn out empty.
     *
     * @param big whether it is a BigTIFF
     */
    TiffDirectory(Bytes bytes, boolean big) {
        this.bytes = bytes;
        bigEndian = bytes.u8(0) == 'M';
        start = big ? u64(8) : u32(4);
        load(big);
    }

    /** A directory that another one leads to, in the same bytes. It has no more entries than real ones have. */
    private TiffDirectory(Bytes bytes, boolean bigEndian, long start) {
        this.bytes = bytes;
        this.bigEndian = bigEndian;
        this.start = start;
        if (bytes.contains(start, 2)) {
            int count = Math.min(u16(start), MAX_SUB_ENTRIES);
            for (int i = 0; i < count && load(start + 2 + i * 12L, false); i++) {
                // the loading is in the condition
            }
        }
    }

    /** The directory whose offset a tag holds, null if it holds none; an empty one if nothing is there. */
    @Nullable
    TiffDirectory sub(int tag) {
        long offset = integer(tag);
        return offset > 0 ? new TiffDirectory(bytes, bigEndian, offset) : null;
    }

    /** Whether a TIFF header stands at the start, in either byte order of the version number. */
    static boolean hasHeader(Bytes bytes) {
        return bytes.startsWith(0, "II*\0")
                || bytes.startsWith(0, "MM\0*")
                || bytes.startsWith(0, "II\0*")
                || bytes.startsWith(0, "MM*\0")
                || isBig(bytes);
    }

    static boolean isBig(Bytes bytes) {
        return bytes.startsWith(0, "II+\0") || bytes.startsWith(0, "MM\0+");
    }

    /**
     * The directory of a block inside another file, or null if Pillow cannot read such a block: it hands its reader too
     * short a header for a BigTIFF, and takes a big-endian one for a plain TIFF.
     */
    static @Nullable TiffDirectory ofBlock(Bytes block) {
        if (!block.contains(0, 8) || !hasHeader(block) || block.u8(2) == '+') {
            return null;
        }
        return new TiffDirectory(block, false);
    }

    private void load(boolean big) {
        int countSize = big ? 8 : 2;
        if (!bytes.contains(start, countSize)) {
            return;
        }
        long count = big ? u64(start) : u16(start);
        if (count < 0 || count > MAX_ENTRIES) {
            throw new MediaException(
                    MediaException.Reason.CORRUPT, "a TIFF directory of " + Long.toUnsignedString(count) + " entries");
        }
        int entrySize = big ? 20 : 12;
        bytes.prefetch(start + countSize, count * entrySize);
        for (long i = 0; i < count; i++) {
            if (!load(start + countSize + i * entrySize, big)) {
                return;
            }
        }
    }

    /** Reads one entry; false if Pillow would stop here. */
    private boolean load(long entry, boolean big) {
        if (!bytes.contains(entry, big ? 20 : 12)) {
            return false;
        }
        int type = u16(entry + 2);
        int unit = type < TYPE_SIZES.length ? TYPE_SIZES[type] : 0;
        long values = big ? u64(entry + 4) : u32(entry + 4);
        if (unit == 0 || values == 0) {
            return true;
        }
        if (values < 0 || values > Long.MAX_VALUE / unit) {
            return false;
        }
        long position = entry + (big ? 12 : 8);
        if (values * unit > (big ? 8 : 4)) {
            position = big ? u64(position) : u32(position);
            if (!bytes.contains(position, values * unit)) {
                return false;
            }
        }
        entries.put(u16(entry), new Entry(type, values, position));
        return true;
    }

    /** Where the directory lies; 0 in a file that has none, negative where no file can reach. */
    long start() {
        return start;
    }

    boolean bigEndian() {
        return bigEndian;
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** How many values the tag has, 0 if it is absent. */
    long count(int tag) {
        Entry entry = entries.get(tag);
        return entry == null ? 0 : entry.count;
    }

    /** Where the values of the tag are, 0 if it is absent. */
    long position(int tag) {
        Entry entry = entries.get(tag);
        return entry == null ? 0 : entry.position;
    }

    /** The first value as a whole number, {@code otherwise} if the tag is absent, or {@link #NOT_A_NUMBER}. */
    long number(int tag, long otherwise) {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return otherwise;
        }
        return entry.type == BYTE ? NOT_A_NUMBER : value(entry, 0); // Pillow keeps bytes as bytes, never as numbers
    }

    /** The first value if its type is an integer one; a fraction that happens to be whole does not count. */
    long integer(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return ABSENT;
        }
        return switch (entry.type) {
            case 3, 4, 6, 8, 9, 13, 16 -> value(entry, 0);
            default -> NOT_A_NUMBER;
        };
    }

    /** The values as whole numbers, empty if the tag is absent. Of very many only the first ones are read. */
    long[] numbers(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return new long[0];
        }
        int count = (int) Math.min(entry.count, MAX_VALUES);
        bytes.prefetch(entry.position, (long) count * TYPE_SIZES[entry.type]);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = value(entry, i);
        }
        return values;
    }

    boolean isBytes(int tag) {
        Entry entry = entries.get(tag);
        return entry != null && entry.type == BYTE;
    }

    /** Whether the values are bytes of whatever meaning. */
    boolean isOpaque(int tag) {
        Entry entry = entries.get(tag);
        return entry != null && (entry.type == BYTE || entry.type == UNDEFINED);
    }

    /** A byte of a tag that {@link #isOpaque}, by its index below {@link #count}. */
    int byteOf(int tag, long index) {
        Entry entry = entries.get(tag);
        return entry == null ? 0 : bytes.u8(entry.position + index);
    }

    /** A text up to its zero byte, empty if the tag is absent or no text. */
    String text(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null || entry.type != ASCII) {
            return "";
        }
        String text = bytes.text(entry.position, (int) Math.min(MAX_TEXT, entry.count));
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** A value as a fraction or whole number, NaN if there is none. */
    double fraction(int tag, int index) {
        Entry entry = entries.get(tag);
        if (entry == null || index >= entry.count) {
            return Double.NaN;
        }
        long position = entry.position + (long) index * TYPE_SIZES[entry.type];
        return switch (entry.type) {
            case 5 -> (double) u32(position) / u32(position + 4);
            case 10 -> (double) s32(position) / s32(position + 4);
            case 11 -> Float.intBitsToFloat((int) u32(position));
            case 12 -> Double.longBitsToDouble(u64(position));
            default -> {
                long value = value(entry, index);
                yield value == NOT_A_NUMBER ? Double.NaN : value;
            }
        };
    }

    private long value(Entry entry, int index) {
        long position = entry.position + (long) index * TYPE_SIZES[entry.type];
        return switch (entry.type) {
            case 1 -> bytes.u8(position);
            case 3 -> u16(position);
            case 4, 13 -> u32(position);
            case 5 -> quotient(u32(position), u32(position + 4));
            case 6 -> (byte) bytes.u8(position);
            case 8 -> (short) u16(position);
            case 9 -> s32(position);
            case 10 -> quotient(s32(position), s32(position + 4));
            case 11 -> whole(Float.intBitsToFloat((int) u32(position)));
            case 12 -> whole(Double.longBitsToDouble(u64(position)));
            case 16 -> u64(position);
            default -> NOT_A_NUMBER;
        };
    }

    private static long quotient(long numerator, long denominator) {
        return denominator == 0 || numerator % denominator != 0 ? NOT_A_NUMBER : numerator / denominator;
    }

    private static long whole(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53 ? (long) value : NOT_A_NUMBER;
    }

    private int u16(long offset) {
        return bigEndian ? bytes.u16be(offset) : bytes.u16le(offset);
    }

    private long u32(long offset) {
        return bigEndian ? bytes.u32be(offset) : bytes.u32le(offset);
    }

    private int s32(long offset) {
        return (int) u32(offset);
    }

    /** Negative for numbers of 2^63 and more, which no file reaches. */
    private long u64(long offset) {
        long first = u32(offset);
        long second = u32(offset + 4);
        return bigEndian ? first << 32 | second : second << 32 | first;
    }
}
