package io.mediafn.media.image;

import io.mediafn.media.image.ImageHeader.Animation;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;

/**
 * DICOM (PS3.5, 7.1): the data elements are walked up to the pixels, sequences by their length or through their items.
 * Pillow has no reader for it.
 */
final class DicomHeader {
    private static final int PREAMBLE = 128;
    private static final int MAX_ELEMENTS = 4_096;
    private static final int MAX_DEPTH = 16;
    private static final long UNKNOWN_LENGTH = 0xffffffffL;

    private static final int TRANSFER_SYNTAX = 0x00020010;
    private static final int SAMPLES = 0x00280002;
    private static final int PHOTOMETRIC = 0x00280004;
    private static final int FRAMES = 0x00280008;
    private static final int ROWS = 0x00280010;
    private static final int COLUMNS = 0x00280011;
    private static final int BITS_STORED = 0x00280101;
    private static final int PIXELS = 0x7fe00010;
    private static final int ITEM = 0xfffee000;
    private static final int ITEM_END = 0xfffee00d;
    private static final int SEQUENCE_END = 0xfffee0dd;

    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    private static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";
    private static final String IMPLICIT = "1.2.840.10008.1.2";

    private final Window window;
    private long position;
    private boolean explicit;
    private boolean big;
    private String syntax = "";
    private int rows;
    private int columns;
    private int samples = 1;
    private int depth;
    private long frames;
    private String photometric = "";

    private DicomHeader(Window window) {
        this.window = window;
        position = window.startsWith(PREAMBLE, "DICM") ? PREAMBLE + 4 : 0;
        explicit = isRepresentation(window.text(position + 4, 2));
    }

    static ImageHeader read(Window window) {
        return new DicomHeader(window).read();
    }

    private ImageHeader read() {
        int depthOfItems = 0;
        boolean inMeta = position > 0;
        for (int i = 0; window.contains(position, 8); i++) {
            if (i == MAX_ELEMENTS) {
                throw corrupt("no size among the first " + MAX_ELEMENTS + " elements");
            }
            if (inMeta && group() != 2) {
                inMeta = false;
                useSyntax();
            }
            int tag = tag();
            if (tag == PIXELS && depthOfItems == 0) {
                break;
            }
            if (tag == ITEM || tag == ITEM_END || tag == SEQUENCE_END) {
                long length = u32(position + 4);
                position += 8;
                if (tag == SEQUENCE_END) {
                    depthOfItems = Math.max(0, depthOfItems - 1);
                } else if (tag == ITEM && length != UNKNOWN_LENGTH && depthOfItems > 0) {
                    position += length;
                }
                continue;
            }
            if (element(tag, depthOfItems == 0) && ++depthOfItems > MAX_DEPTH) {
                throw corrupt("sequences nested more than " + MAX_DEPTH + " deep");
            }
        }
        return header();
    }

    private int group() {
        return big ? window.u16be(position) : window.u16le(position);
    }

    private int tag() {
        return u16(position) << 16 | u16(position + 2);
    }

    private void useSyntax() {
        if (syntax.equals(DEFLATED)) {
            throw new MediaException(Reason.UNSUPPORTED, "a deflated DICOM is not read");
        }
        big = syntax.equals(BIG_ENDIAN);
        explicit = !syntax.equals(IMPLICIT) && isRepresentation(window.text(position + 4, 2));
    }

    /** Reads one element and goes behind it; true if its content, of unknown length, comes next. */
    private boolean element(int tag, boolean top) {
        long length;
        long content;
        if (explicit && isRepresentation(window.text(position + 4, 2))) {
            boolean wide = isWide(window.text(position + 4, 2));
            length = wide ? u32(position + 8) : u16(position + 6);
            content = position + (wide ? 12 : 8);
        } else {
            length = u32(position + 4);
            content = position + 8;
        }
        if (length == UNKNOWN_LENGTH) {
            position = content;
            return true;
        }
        if (top) {
            value(tag, content, length);
        }
        position = content + length;
        return false;
    }

    private void value(int tag, long content, long length) {
        switch (tag) {
            case TRANSFER_SYNTAX -> syntax = text(content, length);
            case SAMPLES -> samples = u16(content);
            case PHOTOMETRIC -> photometric = text(content, length);
            case FRAMES -> frames = count(text(content, length));
            case ROWS -> rows = u16(content);
            case COLUMNS -> columns = u16(content);
            case BITS_STORED -> depth = u16(content);
            default -> {}
        }
    }

    private String text(long content, long length) {
        String text = window.text(content, (int) Math.min(64, length));
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    private static long count(String digits) {
        return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : 0;
    }

    private ImageHeader header() {
        if (rows == 0 || columns == 0) {
            throw new MediaException(Reason.UNSUPPORTED, "a DICOM without an image: it states no rows or columns");
        }
        ImageHeader header = ImageHeader.of(columns, rows, samples <= 4 ? samples : 0, depth);
        if (frames > 0) {
            header.details().put("frame_count", frames);
        }
        String space = colorSpace();
        if (!space.isEmpty()) {
            header.details().put("color_space", space);
        }
        return header.with(frames > 1 ? Animation.YES : Animation.NO).refusedByFiftyOne("Pillow does not read DICOM");
    }

    private String colorSpace() {
        return switch (photometric) {
            case "MONOCHROME1", "MONOCHROME2" -> "grayscale";
            case "PALETTE COLOR" -> "palette";
            case "RGB" -> "rgb";
            default -> photometric.startsWith("YBR") ? "ycbcr" : "";
        };
    }

    private static boolean isRepresentation(String text) {
        return text.charAt(0) >= 'A' && text.charAt(0) <= 'Z' && text.charAt(1) >= 'A' && text.charAt(1) <= 'Z';
    }

    private static boolean isWide(String representation) {
        return switch (representation) {
            case "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV" -> true;
            default -> false;
        };
    }

    private int u16(long offset) {
        return big ? window.u16be(offset) : window.u16le(offset);
    }

    private long u32(long offset) {
        return big ? window.u32be(offset) : window.u32le(offset);
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken DICOM: " + what);
    }
}
