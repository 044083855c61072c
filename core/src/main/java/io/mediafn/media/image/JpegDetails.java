package io.mediafn.media.image;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.Pieces;
import java.util.Set;

/** What a JPEG's segments tell about its pixels, from what was read of them. */
final class JpegDetails {
    private static final String ICC = "ICC_PROFILE\0";
    private static final String ADOBE = "Adobe";
    private static final int ADOBE_TRANSFORM = 11;
    private static final int MAX_ICC_PIECES = 255;

    /** Frames whose scans refine each other. */
    private static final Set<Integer> PROGRESSIVE = Set.of(0xc2, 0xc6, 0xca, 0xce);

    private final Bytes fetched;
    private final Pieces icc;
    private int iccPieces;
    private int transform = -1;
    private int marker;
    private int components;
    private long samplings;

    JpegDetails(Bytes fetched) {
        this.fetched = fetched;
        icc = new Pieces(fetched);
    }

    /** @param position of the first byte behind the segment's length */
    void frame(int kind, long position, int length) {
        marker = kind;
        components = fetched.u8(position + 5);
        samplings = position + 6;
        if (length < 6 + 3 * components) {
            components = 0;
        }
    }

    void app2(long position, int length) {
        if (length > ICC.length() + 2 && fetched.startsWith(position, ICC) && iccPieces++ < MAX_ICC_PIECES) {
            icc.add(position + ICC.length() + 2, length - ICC.length() - 2L);
        }
    }

    void app14(long position, int length) {
        if (length > ADOBE_TRANSFORM && fetched.startsWith(position, ADOBE) && fetched.contains(position, length)) {
            transform = fetched.u8(position + ADOBE_TRANSFORM);
        }
    }

    void put(Details details) {
        String space = colorSpace();
        if (!space.isEmpty()) {
            details.put("color_space", space);
        }
        details.put("progressive", PROGRESSIVE.contains(marker));
        String subsampling = components == 3 ? subsampling() : "";
        if (!subsampling.isEmpty()) {
            details.put("chroma_subsampling", subsampling);
        }
        IccProfile.describe(icc, details);
    }

    private String colorSpace() {
        return switch (components) {
            case 1 -> "grayscale";
            case 3 -> transform == 0 || (transform < 0 && isNamedRgb()) ? "rgb" : "ycbcr";
            case 4 -> transform == 2 ? "ycck" : "cmyk";
            default -> "";
        };
    }

    /** Without a word of Adobe's, components that are called R, G and B are that. */
    private boolean isNamedRgb() {
        return fetched.u8(samplings) == 'R' && fetched.u8(samplings + 3) == 'G' && fetched.u8(samplings + 6) == 'B';
    }

    /** As photographers write it; nothing for ratios that have no name. */
    private String subsampling() {
        int first = fetched.u8(samplings + 1);
        int second = fetched.u8(samplings + 4);
        int third = fetched.u8(samplings + 7);
        int h = second >> 4;
        int v = second & 15;
        if (second != third || h == 0 || v == 0 || (first >> 4) % h != 0 || (first & 15) % v != 0) {
            return "";
        }
        int across = (first >> 4) / h;
        int down = (first & 15) / v;
        return switch (across * 10 + down) {
            case 11 -> "4:4:4";
            case 12 -> "4:4:0";
            case 21 -> "4:2:2";
            case 22 -> "4:2:0";
            case 41 -> "4:1:1";
            case 42 -> "4:1:0";
            default -> "";
        };
    }
}
