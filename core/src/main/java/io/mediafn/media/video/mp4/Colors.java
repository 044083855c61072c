package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Details;

/** Names of the numbers of ITU-T H.273, as ffmpeg writes them; what is unspecified has none. */
final class Colors {
    private static final String[] PRIMARIES = {
        "",
        "bt709",
        "",
        "",
        "bt470m",
        "bt470bg",
        "smpte170m",
        "smpte240m",
        "film",
        "bt2020",
        "smpte428",
        "smpte431",
        "smpte432"
    };
    private static final int EBU3213 = 22;

    private static final String[] TRANSFERS = {
        "",
        "bt709",
        "",
        "",
        "gamma22",
        "gamma28",
        "smpte170m",
        "smpte240m",
        "linear",
        "log100",
        "log316",
        "iec61966-2-4",
        "bt1361e",
        "iec61966-2-1",
        "bt2020-10",
        "bt2020-12",
        "smpte2084",
        "smpte428",
        "arib-std-b67"
    };
    private static final String[] MATRICES = {
        "gbr",
        "bt709",
        "",
        "",
        "fcc",
        "bt470bg",
        "smpte170m",
        "smpte240m",
        "ycgco",
        "bt2020nc",
        "bt2020c",
        "smpte2085",
        "chroma-derived-nc",
        "chroma-derived-c",
        "ictcp"
    };

    private Colors() {}

    /** The sample aspect ratio of its own kind of a sequence's usability information (VUI). */
    private static final int EXTENDED_RATIO = 255;

    /**
     * The part of a sequence's usability information that H.264 and H.265 have in common, up to where its chroma lies.
     * It is often cut off, or wrong; then there are no such details.
     */
    static void read(BitReader bits, Details details) {
        if (bits.flag() && bits.small(8) == EXTENDED_RATIO) {
            bits.skip(32);
        }
        if (bits.flag()) {
            bits.skip(1);
        }
        if (bits.flag()) {
            bits.skip(3);
            boolean full = bits.flag();
            Details color = bits.flag()
                    ? of(bits.small(8), bits.small(8), bits.small(8), full)
                    : new Details().put("full_range", full);
            if (!bits.failed()) {
                details.put("color", color);
            }
        }
        if (bits.flag()) {
            bits.golomb();
            bits.golomb();
        }
    }

    static Details of(int primaries, int transfer, int matrix) {
        Details color = new Details();
        color.putText("primaries", primaries == EBU3213 ? "ebu3213" : name(PRIMARIES, primaries));
        color.putText("transfer", name(TRANSFERS, transfer));
        return color.putText("matrix", name(MATRICES, matrix));
    }

    static Details of(int primaries, int transfer, int matrix, boolean fullRange) {
        return of(primaries, transfer, matrix).put("full_range", fullRange);
    }

    private static String name(String[] names, int number) {
        return number >= 0 && number < names.length ? names[number] : "";
    }
}
