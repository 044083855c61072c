package io.mediafn.media.video.matroska;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import java.util.function.Consumer;

/** Reads elements one by one, and the values of the small ones. Belongs to one thread. */
final class EbmlReader {
    /** More elements than any header has are made to cost time. */
    private static final int MOST = 16_384;

    /** Names and tags are shorter; what goes on is not read. */
    private static final int LONGEST_TEXT = 1024;

    private static final int LONGEST_ID = 4;
    private static final int LONGEST_LENGTH = 8;

    private final Bytes bytes;
    private int elements;

    EbmlReader(Bytes bytes) {
        this.bytes = bytes;
    }

    Bytes bytes() {
        return bytes;
    }

    /**
     * The element that starts here.
     *
     * @param limit the end of what it lies in
     * @throws MediaException if there is none, or its header ends behind the limit
     */
    EbmlElement at(long position, long limit) {
        if (elements++ == MOST) {
            throw corrupt("more than " + MOST + " elements before the first frames");
        }
        int first = bytes.u8(position);
        int idLength = lengthOf(first);
        if (idLength > LONGEST_ID) {
            throw corrupt("no element at byte " + position);
        }
        long id = number(position, idLength);
        long lengthAt = position + idLength;
        int second = bytes.u8(lengthAt);
        int lengthLength = lengthOf(second);
        if (lengthLength > LONGEST_LENGTH) {
            throw corrupt("an element without a length at byte " + position);
        }
        long most = (1L << (7 * lengthLength)) - 1;
        long length = number(lengthAt, lengthLength) & most;
        long content = lengthAt + lengthLength;
        if (content > limit) {
            throw corrupt("an element at byte " + position + " goes on behind what it lies in");
        }
        boolean unknown = length == most;
        boolean cut = !unknown && length > limit - content;
        return new EbmlElement(id, position, content, unknown || cut ? limit : content + length, unknown, cut);
    }

    /**
     * Goes over what an element holds, up to its end; one of unknown length ends where only a segment could go on.
     *
     * @return where it ends
     */
    long children(EbmlElement parent, Consumer<EbmlElement> each) {
        long position = parent.content();
        while (position < parent.end()) {
            EbmlElement child = at(position, parent.end());
            if (parent.unknown() && Ids.isTopLevel(child.id())) {
                return position;
            }
            if (child.unknown()) {
                throw corrupt("an element of unknown length at byte " + position);
            }
            each.accept(child);
            position = child.end();
        }
        return position;
    }

    /** How many bytes a number has whose first byte this is; 9 if it is none. */
    static int lengthOf(int first) {
        return Integer.numberOfLeadingZeros(first) - 23;
    }

    private long number(long position, int length) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 8 | bytes.u8(position + i);
        }
        return number;
    }

    /** An unsigned number of up to 8 bytes; one of 2^63 and more comes out negative. */
    long unsigned(EbmlElement element, long ifEmpty) {
        if (element.length() == 0) {
            return ifEmpty;
        }
        if (element.length() > Long.BYTES || element.cut()) {
            throw corrupt("a number of " + element.length() + " bytes at byte " + element.start());
        }
        return number(element.content(), (int) element.length());
    }

    /** A number that stands for one of a few things; any that is too large becomes the largest int. */
    int choice(EbmlElement element) {
        long number = unsigned(element, 0);
        return number < 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, number);
    }

    /** A signed number of up to 8 bytes. */
    long signed(EbmlElement element) {
        int unused = Long.SIZE - 8 * (int) Math.min(Long.BYTES, element.length());
        return element.length() == 0 ? 0 : unsigned(element, 0) << unused >> unused;
    }

    /** A number with a fraction; 0 if empty. */
    double real(EbmlElement element) {
        if (element.length() == 0) {
            return 0;
        }
        long bits = unsigned(element, 0);
        if (element.length() == Float.BYTES) {
            return Float.intBitsToFloat((int) bits);
        }
        if (element.length() != Double.BYTES) {
            throw corrupt("a number with a fraction of " + element.length() + " bytes");
        }
        return Double.longBitsToDouble(bits);
    }

    /** Text up to its first zero byte, in ISO 8859-1; of a long one the first 1024 characters. */
    String text(EbmlElement element) {
        String text = bytes.text(element.content(), (int) Math.min(LONGEST_TEXT, element.length()));
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken Matroska: " + what);
    }
}
