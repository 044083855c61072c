package io.mediafn.media.image;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.read.Window;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * JPEG: all segments up to the start of the scan, because Pillow demands that there is one, and because the segments
 * that decide about the orientation may stand anywhere before it. Segments are jumped over; the contents of Exif, XMP
 * and the index of a multi-picture file are read when the walk is over, and only those that are needed.
 */
final class JpegHeader {
    private static final int DHP = 0xde;
    private static final int SOS = 0xda;
    private static final int DQT = 0xdb;
    private static final int COM = 0xfe;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;

    /** Each is remembered. With 64 KiB in each, as in long XMP, that is more than any header has. */
    private static final int MAX_APP1 = 4_096;

    /** More than any writer makes; a directory of more would only cost memory. */
    private static final int MAX_EXIF = 256 << 10;

    private static final String EXIF = "Exif\0\0";
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
    private static final String XMP_ORIENTATION = "tiff:Orientation";

    /** Bytes between the segments: some writers leave a few. */
    private static final int MAX_JUNK = 64 << 10;

    private record Segment(long position, int length) {}

    private final Window window;
    private final List<Segment> app1 = new ArrayList<>();
    private final JpegDetails pixels;
    private long multiPicture = -1;
    private int multiPictureLength;
    private long width;
    private long height;
    private int components;
    private int junk;

    private JpegHeader(Window window) {
        this.window = window;
        pixels = new JpegDetails(new FetchedOnly(window));
    }

    static ImageHeader read(Window window) {
        return new JpegHeader(window).read();
    }

    private ImageHeader read() {
        walk();
        if (components == 0) {
            throw corrupt("it starts its scan without a frame header");
        }
        int orientation = orientation();
        boolean sideways = orientation >= 5;
        boolean several = (sideways || isIndexFetched()) && hasSeveralPictures();
        // Pillow calls a file with several pictures MPO, and FiftyOne turns only what is called JPEG. But the second
        // picture of an Ultra HDR file is a map of brightness, and Pillow calls that file JPEG again.
        boolean turned = !sideways || !several || hasGainMap();
        ImageHeader header = ImageHeader.of(width, height, components, 8).with(orientation, turned);
        describe(header.details());
        if (several) {
            header.details().put("multi_picture", true);
        }
        return header;
    }

    private void describe(Details details) {
        pixels.put(details);
        FetchedOnly fetched = new FetchedOnly(window);
        Pieces exif = exif(fetched);
        if (exif.contains(0, 1)) {
            ExifDetails.ofBlock(exif, details);
        }
        for (Segment segment : app1) {
            boolean here = window.fetched(segment.position, segment.length);
            if (here && segment.length > XMP.length() && window.startsWith(segment.position, XMP)) {
                XmpDetails.of(window.text(segment.position, segment.length), details);
            }
        }
    }

    /** Goes from marker to marker up to the start of the scan. */
    private void walk() {
        long position = 2;
        while (true) {
            if (junk > MAX_JUNK) {
                throw corrupt("more than " + MAX_JUNK + " bytes between two segments");
            }
            if (window.u8(position) != 0xff || window.u8(position + 1) == 0xff) {
                position++; // fill bytes and junk
                junk++;
                continue;
            }
            int marker = window.u8(position + 1);
            position += 2;
            if (marker == 0) {
                junk++;
                continue;
            }
            if (marker < 0xc0) {
                throw corrupt("marker " + hex(marker));
            }
            if (!hasLength(marker)) {
                continue;
            }
            int length = Math.max(0, window.u16be(position) - 2);
            position += 2;
            if (!window.contains(position, length)) {
                throw new MediaException(Reason.CORRUPT, "truncated: a JPEG that ends in its segment " + hex(marker));
            }
            segment(marker, position, length);
            position += length;
            if (marker == SOS) {
                return;
            }
        }
    }

    private static boolean hasLength(int marker) {
        boolean reserved = marker == 0xc8 || (marker >= 0xf0 && marker < COM);
        boolean restartOrImage = marker >= 0xd0 && marker <= 0xd9;
        return !reserved && !restartOrImage;
    }

    private static boolean isFrame(int marker) {
        return marker == DHP || (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xcc);
    }

    private void segment(int marker, long position, int length) {
        if (isFrame(marker)) {
            frame(position, length);
            pixels.frame(marker, position, length);
        } else if (marker == DQT) {
            checkQuantization(position, length);
        } else if (marker == APP0 || marker == APP14) {
            boolean cut = length < 7
                    && ((marker == APP0 && length >= 4 && window.startsWith(position, "JFIF"))
                            || (marker == APP14 && length >= 5 && window.startsWith(position, "Adobe")));
            if (cut) {
                throw corrupt("a segment " + hex(marker) + " of " + length + " bytes");
            }
            if (marker == APP14) {
                pixels.app14(position, length);
            }
        } else if (marker == APP1) {
            if (app1.size() == MAX_APP1) {
                throw corrupt("more than " + MAX_APP1 + " APP1 segments");
            }
            app1.add(new Segment(position, length));
        } else if (marker == APP2) {
            pixels.app2(position, length);
            if (length >= 4 && window.startsWith(position, "MPF\0")) {
                multiPicture = position + 4;
                multiPictureLength = length - 4;
            }
        }
    }

    private void frame(long position, int length) {
        if (length < 6 || length % 3 != 0) {
            throw corrupt("a frame header of " + length + " bytes");
        }
        int precision = window.u8(position);
        if (precision != 8) {
            throw new MediaException(Reason.UNSUPPORTED, "JPEG not read by Pillow: " + precision + " bits a channel");
        }
        height = window.u16be(position + 1);
        width = window.u16be(position + 3);
        components = window.u8(position + 5);
        if (components != 1 && components != 3 && components != 4) {
            throw new MediaException(Reason.UNSUPPORTED, "JPEG not read by Pillow: " + components + " channels");
        }
    }

    private void checkQuantization(long position, int length) {
        long at = position;
        while (at < position + length) {
            at += window.u8(at) >> 4 == 0 ? 65 : 129;
        }
        if (at != position + length) {
            throw corrupt("a quantization table is cut off");
        }
    }

    /** Exif first; XMP only where a readable Exif, or none, leaves the question open. */
    private int orientation() {
        Pieces exif = exif(window);
        if (exif.contains(0, 1)) {
            int orientation = Exif.orientation(exif);
            if (orientation != Exif.ABSENT) {
                return Math.max(0, orientation);
            }
        }
        Segment xmp = null;
        for (Segment segment : app1) {
            if (segment.length >= XMP.length() && window.startsWith(segment.position, XMP)) {
                xmp = segment;
            }
        }
        return xmp == null ? 0 : orientationOfXmp(window.text(xmp.position, xmp.length));
    }

    /** The block of Exif, which may be in several segments. */
    private Pieces exif(Bytes bytes) {
        Pieces exif = new Pieces(bytes);
        boolean first = true;
        for (Segment segment : app1) {
            if (segment.length >= EXIF.length() && bytes.startsWith(segment.position, EXIF)) {
                // A writer that doubles the mark is forgiven in the first block only.
                int skip = EXIF.length();
                while (first && segment.length >= skip + 6 && bytes.startsWith(segment.position + skip, EXIF)) {
                    skip += EXIF.length();
                }
                exif.add(segment.position + skip, Math.min(segment.length - skip, MAX_EXIF - exif.length()));
                first = false;
            }
        }
        return exif;
    }

    /** The digit behind the first {@code tiff:Orientation="} or {@code tiff:Orientation>} that has one. */
    private static int orientationOfXmp(String xmp) {
        for (int at = xmp.indexOf(XMP_ORIENTATION); at >= 0; at = xmp.indexOf(XMP_ORIENTATION, at + 1)) {
            int end = at + XMP_ORIENTATION.length();
            int value = xmp.startsWith("=\"", end) ? end + 2 : xmp.startsWith(">", end) ? end + 1 : xmp.length();
            if (value < xmp.length() && xmp.charAt(value) >= '0' && xmp.charAt(value) <= '9') {
                return Exif.valid(xmp.charAt(value) - '0');
            }
        }
        return 0;
    }

    private boolean isIndexFetched() {
        return multiPicture >= 0 && window.fetched(multiPicture, multiPictureLength);
    }

    private boolean hasSeveralPictures() {
        return multiPicture >= 0 && MultiPicture.hasSeveral(new Pieces(window).add(multiPicture, multiPictureLength));
    }

    private boolean hasGainMap() {
        for (Segment segment : app1) {
            if (window.text(segment.position, segment.length).contains(XmpDetails.GAIN_MAP)) {
                return true;
            }
        }
        return false;
    }

    private static String hex(int marker) {
        return "ff" + HexFormat.of().toHexDigits((byte) marker);
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken JPEG: " + what);
    }
}
