package io.mediafn.media.image;

/**
 * A property that items of a HEIF file share (ISO/IEC 23008-12, 6.5), checked as libavif does when it meets one.
 *
 * @param content the reader stands at its content; to be copied before use
 */
record HeifProperty(String type, BoxReader content) {
    private static final String CICP_ALPHA = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha";
    private static final String HEVC_ALPHA = "urn:mpeg:hevc:2015:auxid:1";

    private static final int MAX_TEXT = 64;
    private static final int MAX_PLANES = 4;
    private static final int MAX_OPERATING_POINT = 31;
    private static final int MAX_LAYERS = 4;
    private static final int ANY_LAYER = 0xffff;

    /** Of an item. */
    static HeifProperty of(BoxReader box) {
        HeifProperty property = new HeifProperty(box.type(), box);
        property.check(box.copy());
        return property;
    }

    /** Of a track, whose box for the kind of an auxiliary picture has another name. */
    static HeifProperty ofTrack(BoxReader box) {
        HeifProperty property = new HeifProperty(box.type(), box);
        if (property.is("auxi")) {
            checkAuxiliary(box.copy());
        } else if (!property.is("auxC")) {
            property.check(box.copy());
        }
        return property;
    }

    /** Whether it says that the picture is the alpha channel of another. */
    boolean isAlpha() {
        String kind = text();
        return kind.equals(CICP_ALPHA) || kind.equals(HEVC_ALPHA);
    }

    boolean is(String wanted) {
        return type.equals(wanted);
    }

    /** Whether it is one that libavif knows; what it does not know and must, makes an item unreadable. */
    boolean isKnown() {
        return switch (type) {
            case "ispe",
                    "auxC",
                    "colr",
                    "av1C",
                    "pasp",
                    "clap",
                    "irot",
                    "imir",
                    "pixi",
                    "a1op",
                    "lsel",
                    "a1lx",
                    "clli" -> true;
            default -> false;
        };
    }

    /** Whether a reader must not pass over it. */
    boolean mustBeEssential() {
        return switch (type) {
            case "a1op", "lsel", "clap", "irot", "imir" -> true;
            default -> false;
        };
    }

    private void check(BoxReader box) {
        switch (type) {
            case "ispe" -> {
                box.wantVersion(0);
                box.skip(8);
            }
            case "auxC" -> checkAuxiliary(box);
            case "colr" -> checkColour(box);
            case "av1C" -> {
                if (box.u8() != 0x81) {
                    throw box.corrupt("not of version 1");
                }
                box.skip(3);
            }
            case "pasp" -> box.skip(8);
            case "clap" -> box.skip(32);
            case "irot" -> reserved(box, box.u8() & 0xfc);
            case "imir" -> reserved(box, box.u8() & 0xfe);
            case "pixi" -> checkPlanes(box);
            case "a1op" -> reserved(box, box.u8() > MAX_OPERATING_POINT ? 1 : 0);
            case "lsel" -> {
                int layer = box.u16();
                reserved(box, layer != ANY_LAYER && layer >= MAX_LAYERS ? 1 : 0);
            }
            case "a1lx" -> {
                int wide = box.u8();
                reserved(box, wide & 0xfe);
                box.skip(wide == 0 ? 6 : 12);
            }
            case "clli" -> box.skip(4);
            default -> {}
        }
    }

    private static void checkAuxiliary(BoxReader box) {
        box.wantVersion(0);
        box.text(0);
    }

    private static void checkColour(BoxReader box) {
        if (box.fourCharacters().equals("nclx")) {
            box.skip(6);
            reserved(box, box.u8() & 0x7f);
        }
    }

    private static void checkPlanes(BoxReader box) {
        box.wantVersion(0);
        int planes = box.u8();
        if (planes < 1 || planes > MAX_PLANES) {
            throw box.corrupt(planes + " planes");
        }
        int first = box.u8();
        for (int i = 1; i < planes; i++) {
            if (box.u8() != first) {
                throw box.corrupt("planes of different depths");
            }
        }
    }

    private static void reserved(BoxReader box, int bits) {
        if (bits != 0) {
            throw box.corrupt("a value that does not exist");
        }
    }

    // What they say, each for its own type only.

    long width() {
        BoxReader fields = content.copy();
        fields.skip(4);
        return fields.u32();
    }

    long height() {
        BoxReader fields = content.copy();
        fields.skip(8);
        return fields.u32();
    }

    /** Of an auxiliary image: what it is. Of a long text only the start: many images may share one. */
    String text() {
        BoxReader fields = content.copy();
        fields.skip(4);
        return fields.start(MAX_TEXT);
    }

    /** The kind of a {@code colr}: {@code nclx}, {@code rICC} or {@code prof}. */
    String colourKind() {
        return content.copy().fourCharacters();
    }

    boolean isIcc() {
        return is("colr") && (colourKind().equals("rICC") || colourKind().equals("prof"));
    }

    boolean isNclx() {
        return is("colr") && colourKind().equals("nclx");
    }

    /** The third byte of {@code av1C}, which holds the depth, monochrome and the subsampling, and the second above it. */
    int av1Bits() {
        BoxReader fields = content.copy();
        fields.skip(1);
        return fields.u16();
    }

    boolean isMonochrome() {
        return (av1Bits() & 0x10) != 0;
    }

    String av1Subsampling() {
        return switch (av1Bits() & 0xc) {
            case 0xc -> "4:2:0";
            case 0x8 -> "4:2:2";
            case 0x4 -> "4:4:0";
            default -> "4:4:4";
        };
    }

    int av1Depth() {
        return (av1Bits() & 0x20) != 0 ? 12 : (av1Bits() & 0x40) != 0 ? 10 : 8;
    }

    /** The number of planes in the high byte, their depth in the low one. */
    int planesAndDepth() {
        BoxReader fields = content.copy();
        fields.skip(4);
        return fields.u16();
    }

    /** Of {@code irot}: quarter turns against the clock; of {@code imir}: the axis. */
    int firstByte() {
        return content.copy().u8();
    }
}
