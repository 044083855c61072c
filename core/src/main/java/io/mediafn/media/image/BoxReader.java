package io.mediafn.media.image;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;

/**
 * Reads the fields of a box (ISO/IEC 14496-12) one after the other. As strict as libavif: a field that reaches behind
 * its box, and a box that reaches behind the one that it lies in, are errors.
 */
final class BoxReader {
    private static final int HEADER = 8;
    private static final int EXTENDED_TYPE = 16;

    private final Bytes bytes;
    private final String type;
    private final long end;
    private long position;

    BoxReader(Bytes bytes, String type, long start, long end) {
        this.bytes = bytes;
        this.type = type;
        this.position = start;
        this.end = end;
    }

    String type() {
        return type;
    }

    boolean is(String wanted) {
        return type.equals(wanted);
    }

    /** Where the next field starts in the file. */
    long position() {
        return position;
    }

    long end() {
        return end;
    }

    long remaining() {
        return end - position;
    }

    boolean hasMore() {
        return position < end;
    }

    int u8() {
        return bytes.u8(take(1));
    }

    int u16() {
        return bytes.u16be(take(2));
    }

    long u32() {
        return bytes.u32be(take(4));
    }

    /** A number of 64 bits; one of 2^63 and more comes out negative. */
    long u64() {
        return bytes.s64be(take(8));
    }

    /** A number of so many bytes: 0 (then it is 0), 4 or 8. */
    long number(int size) {
        return size == 0 ? 0 : size == 4 ? u32() : u64();
    }

    /** An item's id, which has 16 bits in old versions of a box. */
    long id(boolean wide) {
        return wide ? u32() : u16();
    }

    String fourCharacters() {
        return characters(4);
    }

    /** @param count a few: bounded by the caller */
    String characters(int count) {
        return bytes.text(take(count), count);
    }

    void skip(long count) {
        take(count);
    }

    /** The version of a full box, whose flags are skipped. */
    int version() {
        return (int) (versionAndFlags() >> 24);
    }

    long versionAndFlags() {
        return u32();
    }

    void wantVersion(int wanted) {
        int version = version();
        if (version != wanted) {
            throw corrupt("version " + version);
        }
    }

    /** A text up to its zero byte, which must be there. Of a long one only the first {@code most} characters. */
    String text(int most) {
        long start = position;
        while (u8() != 0) {
            // on to the end of the text
        }
        return bytes.text(start, (int) Math.min(most, position - 1 - start));
    }

    /** Goes on to the content of the box that starts here, without regard to where it ends; returns its type. */
    String enter() {
        BoxReader box = copy().box();
        position = box.position;
        return box.type;
    }

    /** At most so many characters of a text, which may go on. */
    String start(int most) {
        int length = 0;
        while (length < Math.min(most, remaining()) && bytes.u8(position + length) != 0) {
            length++;
        }
        return characters(length);
    }

    /** The box that starts here; what follows it is next. */
    BoxReader box() {
        long start = position;
        long length = u32();
        String name = fourCharacters();
        if (length == 1) {
            length = u64();
        }
        if (name.equals("uuid")) {
            skip(EXTENDED_TYPE);
        }
        if (length < position - start || length > end - start) {
            throw corrupt("a box " + printable(name) + " of " + Long.toUnsignedString(length) + " bytes in it");
        }
        BoxReader box = new BoxReader(bytes, name, position, start + length);
        position = start + length;
        return box;
    }

    /** A reader of the same box from here on. */
    BoxReader copy() {
        return new BoxReader(bytes, type, position, end);
    }

    private long take(long count) {
        if (count < 0 || count > end - position) {
            throw corrupt("it ends too early");
        }
        long start = position;
        position += count;
        return start;
    }

    MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken box " + printable(type) + ": " + what);
    }

    static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    /** The bytes of a header with a length of 32 bits. */
    static int headerSize() {
        return HEADER;
    }
}
