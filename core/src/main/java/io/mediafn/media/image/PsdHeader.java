package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.read.Window;

/**
 * Photoshop's PSD, and PSB, which Pillow does not read. The size is in the first bytes; of the sections behind it only
 * what was read with them is looked at, and whether the file is long enough to hold them.
 */
final class PsdHeader {
    private static final int LENGTH = 26;
    private static final int ICC_PROFILE = 1039;
    private static final int MAX_RESOURCES = 4_096;
    private static final int RUN_LENGTH = 1;

    private static final int BITMAP = 0;
    private static final int GREY = 1;
    private static final int INDEXED = 2;
    private static final int RGB = 3;
    private static final int CMYK = 4;
    private static final int MULTICHANNEL = 7;
    private static final int DUOTONE = 8;
    private static final int LAB = 9;

    private final Window window;

    private PsdHeader(Window window) {
        this.window = window;
    }

    static ImageHeader read(Window window) {
        return new PsdHeader(window).read();
    }

    private ImageHeader read() {
        window.u8(LENGTH - 1);
        int version = window.u16be(4);
        int stored = window.u16be(12);
        int depth = window.u16be(22);
        int mode = window.u16be(24);
        int channels = channels(mode, stored, depth);
        int fallback = mode == RGB ? 3 : mode == CMYK ? 4 : mode == LAB ? 3 : 1;
        ImageHeader header = ImageHeader.of(
                window.u32be(18), window.u32be(14), channels == 0 ? Math.min(stored, fallback) : channels, depth);
        String space = colorSpace(mode);
        if (!space.isEmpty()) {
            header.details().put("color_space", space);
        }
        if (version != 1) {
            return header.refusedByFiftyOne("Pillow reads no large document (PSB, version " + version + ")");
        }
        if (channels == 0) {
            return header.refusedByFiftyOne(
                    "Pillow reads no PSD of mode " + mode + " with " + stored + " channels of " + depth + " bits");
        }
        header.details().put("has_alpha", mode == RGB && channels == 4);
        checkSections(header, mode == RGB || mode == CMYK || mode == LAB ? channels : 1);
        return header;
    }

    /** Pillow's number of bands, 0 for what it does not read. */
    private static int channels(int mode, int stored, int depth) {
        int wanted = switch (mode) {
            case BITMAP -> depth == 1 || depth == 8 ? 1 : 0;
            case GREY, INDEXED, MULTICHANNEL, DUOTONE -> depth == 8 ? 1 : 0;
            case RGB, LAB -> depth == 8 ? 3 : 0;
            case CMYK -> depth == 8 ? 4 : 0;
            default -> 0;
        };
        if (stored < wanted) {
            return 0;
        }
        return mode == RGB && wanted == 3 && stored == 4 ? 4 : wanted;
    }

    private static String colorSpace(int mode) {
        return switch (mode) {
            case BITMAP, GREY, DUOTONE -> "grayscale";
            case INDEXED -> "palette";
            case RGB -> "rgb";
            case CMYK -> "cmyk";
            case LAB -> "lab";
            default -> "";
        };
    }

    private void checkSections(ImageHeader header, int channels) {
        long resources = LENGTH + 4 + window.u32be(LENGTH);
        long start = resources + 4;
        wantLength(start);
        if (!window.fetched(resources, 4)) {
            return;
        }
        long end = start + window.u32be(resources);
        wantLength(end);
        long position = resources(header, start, end);
        wantLength(position + 4);
        if (!window.fetched(position, 4)) {
            if (position > end + 1) {
                throw new MediaException(Reason.CORRUPT, "broken PSD: its resources do not end where they should");
            }
            return;
        }
        long length = window.u32be(position);
        if (length > 0) {
            wantLength(position + 8);
        }
        long pixels = position + 4 + length;
        wantLength(pixels + 2);
        if (window.fetched(pixels, 2) && window.u16be(pixels) == RUN_LENGTH) {
            wantLength(pixels + 2 + 2L * channels * header.height());
        }
    }

    /** Pillow goes on behind the last resource, which may be longer than the section; so does this. */
    private long resources(ImageHeader header, long start, long end) {
        long position = start;
        for (int i = 0; position < end; i++) {
            if (!window.fetched(position, 8) || i == MAX_RESOURCES) {
                return end;
            }
            int id = window.u16be(position + 4);
            int name = window.u8(position + 6);
            long length = position + 7 + name + (name % 2 == 0 ? 1 : 0);
            wantLength(length + 4);
            if (!window.fetched(length, 4)) {
                return end;
            }
            long data = length + 4;
            long bytes = window.u32be(length);
            if (id == ICC_PROFILE) {
                IccProfile.describe(new Pieces(new FetchedOnly(window)).add(data, bytes), header.details());
            }
            position = Math.min(data + bytes, window.size());
            position += (position - data) % 2;
        }
        return position;
    }

    private void wantLength(long bytes) {
        if (!window.contains(0, bytes)) {
            throw new MediaException(Reason.CORRUPT, "truncated: a PSD that should have " + bytes + " bytes or more");
        }
    }
}
