package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;
import java.util.HashSet;
import java.util.Set;

/**
 * JPEG 2000: a bare codestream (ISO/IEC 15444-1, annex A), or one in a file of boxes (annex I), of which Pillow believes
 * the header box and not the codestream.
 */
final class Jpeg2000Header {
    private static final int SIGNATURE_BOX = 12;
    private static final int MAX_BOXES = 512;
    private static final int MAX_MARKERS = 4_096;
    private static final int MIN_SIZ = 38;
    private static final int START_OF_TILE = 0x90;
    private static final int END = 0xd9;
    private static final int COMMENT = 0x64;
    private static final int GREY = 17;
    private static final int YCC = 18;
    private static final int CMYK = 12;
    private static final int MAX_COLOURS = 256;

    private final Window window;

    private Jpeg2000Header(Window window) {
        this.window = window;
    }

    static ImageHeader read(Window window) {
        Jpeg2000Header header = new Jpeg2000Header(window);
        return window.u8(0) == 0xff ? header.codestream() : header.boxes();
    }

    private ImageHeader codestream() {
        long start = 4;
        int length = window.u16be(start);
        if (length < MIN_SIZ) {
            throw corrupt("a first segment of " + length + " bytes");
        }
        int components = window.u16be(start + 36);
        if (components == 1 && (length == MIN_SIZ || !window.contains(start + MIN_SIZ, 1))) {
            throw corrupt("a component without a depth");
        }
        int depth =
                length > MIN_SIZ && window.contains(start + MIN_SIZ, 1) ? (window.u8(start + MIN_SIZ) & 0x7f) + 1 : 0;
        long width = window.u32be(start + 4) - window.u32be(start + 12);
        long height = window.u32be(start + 8) - window.u32be(start + 16);
        checkMarkers(start + length);
        ImageHeader header = ImageHeader.of(width, height, components <= 4 ? components : 0, depth);
        if (components < 1 || components > 4) {
            return header.refusedByFiftyOne("Pillow reads no JPEG 2000 of " + components + " components");
        }
        header.details().put("has_alpha", components == 2 || components == 4);
        return header;
    }

    /** Pillow looks for a comment before the first tile; segments that are cut off are refused. */
    private void checkMarkers(long first) {
        long position = first;
        for (int i = 0; i < MAX_MARKERS && window.fetched(position, 1); i++) {
            if (!window.contains(position, 2)) {
                throw corrupt("it ends in its header");
            }
            if (!window.fetched(position, 2)) {
                return;
            }
            int marker = window.u8(position + 1);
            if (marker == START_OF_TILE || marker == END) {
                return;
            }
            if (!window.contains(position + 2, 2)) {
                throw corrupt("it ends in its header");
            }
            if (!window.fetched(position + 2, 2)) {
                return;
            }
            int length = window.u16be(position + 2);
            if (length < 2) {
                throw corrupt("a segment of " + length + " bytes");
            }
            if (marker == COMMENT) {
                return;
            }
            position += 2 + length;
        }
    }

    private void checkMarkersFrom(long size) {
        if (!window.contains(size, 2)) {
            throw corrupt("it ends in its header");
        }
        if (window.fetched(size, 2)) {
            checkMarkers(size + window.u16be(size));
        }
    }

    private ImageHeader boxes() {
        window.lookFor("the box jp2h");
        long position = SIGNATURE_BOX;
        for (int i = 0; i < MAX_BOXES; i++) {
            long length = window.u32be(position);
            String type = window.text(position + 4, 4);
            long content = position + 8;
            if (length == 1) {
                length = window.s64be(content);
                content += 8;
            }
            long end = position + length;
            if (length < content - position || end < 0) {
                throw corrupt("a box " + BoxReader.printable(type) + " of " + Long.toUnsignedString(length) + " bytes");
            }
            if (type.equals("jp2h")) {
                if (!window.contains(content, end - content)) {
                    throw new MediaException(Reason.CORRUPT, "truncated: a JPEG 2000 that ends in its box jp2h");
                }
                ImageHeader header = new Boxes().read(new BoxReader(window, type, content, end));
                if (window.fetched(end, 12) && window.startsWith(end + 4, "jp2c\u00ffO\u00ffQ")) {
                    checkMarkersFrom(end + 12);
                }
                return header;
            }
            position = end;
        }
        throw corrupt("no box jp2h among the first " + MAX_BOXES);
    }

    /** What the boxes in the header box say, in the order in which they stand there. */
    private static final class Boxes {
        private long width;
        private long height;
        private int components;
        private int depth;
        private int channels;
        private boolean sized;
        private boolean palette;
        private boolean plain;
        private String colours = "";

        ImageHeader read(BoxReader header) {
            do {
                BoxReader box = header.box();
                switch (box.type()) {
                    case "ihdr" -> size(box);
                    case "colr" -> colours(box);
                    case "pclr" -> palette(box);
                    case "res " -> resolution(box);
                    default -> {}
                }
            } while (header.hasMore());
            if (!sized) {
                throw corrupt("no box ihdr");
            }
            if (channels == 0) {
                return ImageHeader.of(width, height, 0, depth)
                        .refusedByFiftyOne("Pillow reads no JPEG 2000 of " + components + " components");
            }
            ImageHeader result = ImageHeader.of(width, height, channels, depth);
            if (!colours.isEmpty()) {
                result.details().put("color_space", palette ? "palette" : colours);
            }
            result.details().put("has_alpha", channels == 2 || (channels == 4 && !colours.equals("cmyk")));
            return result;
        }

        private void size(BoxReader box) {
            height = box.u32();
            width = box.u32();
            components = box.u16();
            int bits = box.u8();
            depth = bits == 255 ? 0 : (bits & 0x7f) + 1;
            sized = true;
            if (components >= 1 && components <= 4) {
                channels = components;
            }
        }

        private void colours(BoxReader box) {
            int method = box.u8();
            box.skip(2);
            long space = box.u32();
            if (method == 1) {
                boolean grey = space == 0 || space == 15 || space == GREY;
                plain = space != CMYK && (grey || plain);
                colours = grey ? "grayscale" : space == CMYK ? "cmyk" : space == YCC ? "ycbcr" : "rgb";
            }
        }

        /** Pillow reads a palette as soon as it meets one for one or two components, and only then. */
        private void palette(BoxReader box) {
            if (plain || palette || channels == 0 || channels > 2 || (channels == 1 && depth > 9)) {
                return;
            }
            int entries = box.u16();
            int columns = box.u8();
            int deepest = 0;
            for (int i = 0; i < columns; i++) {
                deepest = Math.max(deepest, box.u8());
            }
            if (deepest > 8) {
                return;
            }
            palette = true;
            Set<String> colors = new HashSet<>();
            for (int i = 0; i < entries && colors.size() <= MAX_COLOURS; i++) {
                colors.add(box.characters(columns));
            }
            if (colors.size() > MAX_COLOURS) {
                throw new MediaException(
                        Reason.UNSUPPORTED, "JPEG 2000 not read by Pillow: a palette of " + entries + " colours");
            }
        }

        /** Of no interest, but Pillow refuses a file in which it is cut off. */
        private static void resolution(BoxReader box) {
            do {
                BoxReader inner = box.box();
                if (inner.is("resc")) {
                    inner.skip(10);
                    return;
                }
            } while (box.hasMore());
        }
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken JPEG 2000: " + what);
    }
}
