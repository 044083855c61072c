package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;

/** Netpbm's formats, with the extensions that Pillow knows, in the grammar that Pillow's reader has. */
final class PnmHeader {
    /** As Python reads one: with single underscores between digits. */
    private static final String FLOAT = "[+-]?(D\\.?|(D)?\\.D)([eE][+-]?D)?".replace("D", "\\d+(_\\d+)*");

    private static final int MAX_MAGIC = 6;
    private static final int MAX_TOKEN = 10;

    /** Comments are of any length; megabytes of them are not honest. */
    private static final int MAX_HEADER = 256 << 10;

    private static final int MAX_LINES = 64;

    /** More than any file has, and few enough to reckon with. */
    private static final long MAX_SAMPLES = 1L << 48;

    private final Window window;
    private long position;

    private PnmHeader(Window window) {
        this.window = window;
    }

    static ImageHeader read(Window window) {
        return new PnmHeader(window).read();
    }

    private ImageHeader read() {
        String magic = magic();
        return switch (magic) {
            case "P1" -> sized();
            case "P4" -> {
                ImageHeader header = sized();
                yield whole(header, Math.ceilDiv(header.width(), 8), 1);
            }
            case "P2", "P3" -> withMaximum(bands(magic));
            case "P5", "P6", "PyRGBA", "PyCMYK", "P0CMYK", "PyP" -> {
                ImageHeader header = withMaximum(bands(magic));
                yield whole(header, header.width() * header.channels(), header.bitDepth() > 8 ? 2 : 1);
            }
            case "Pf" -> floats(1);
            case "PF" -> floats(3).refusedByFiftyOne("Pillow reads no PFM in colour");
            case "P7" -> arbitraryMap().refusedByFiftyOne("Pillow reads no PAM");
            default -> throw corrupt("\"" + BoxReader.printable(magic) + "\" is none of its kinds");
        };
    }

    private static int bands(String magic) {
        return switch (magic) {
            case "P2", "P5", "PyP" -> 1;
            case "P3", "P6" -> 3;
            default -> 4;
        };
    }

    /** Tells whether the pixels, which come next, are all there. */
    private ImageHeader whole(ImageHeader header, long samplesOfRow, int sampleSize) {
        boolean possible = header.width() > 0 && header.height() > 0;
        boolean absurd = possible && samplesOfRow > MAX_SAMPLES / header.height();
        if (absurd || (possible && !window.contains(position, samplesOfRow * sampleSize * header.height()))) {
            header.details().put("truncated", true);
        }
        return header;
    }

    private String magic() {
        StringBuilder magic = new StringBuilder();
        while (magic.length() < MAX_MAGIC && window.contains(position, 1)) {
            int c = window.u8(position++);
            if (isBlank(c)) {
                break;
            }
            magic.append((char) c);
        }
        return magic.toString();
    }

    private ImageHeader withMaximum(int channels) {
        long width = number();
        long height = number();
        long maximum = number();
        if (maximum < 1 || maximum > 65_535) {
            throw corrupt("a largest value of " + maximum);
        }
        return header(width, height, channels, 64 - Long.numberOfLeadingZeros(maximum));
    }

    private ImageHeader sized() {
        return header(number(), number(), 1, 1);
    }

    private ImageHeader floats(int channels) {
        long width = number();
        long height = number();
        String scale = token();
        boolean number = scale.matches(FLOAT);
        double value = number ? Double.parseDouble(scale.replace("_", "")) : 0;
        if (value == 0 || !Double.isFinite(value)) {
            throw corrupt("a scale of " + BoxReader.printable(scale));
        }
        return header(width, height, channels, 32);
    }

    private static ImageHeader header(long width, long height, int channels, int depth) {
        ImageHeader header = ImageHeader.of(width, height, channels, depth);
        if (channels == 1 || channels == 3) {
            header.details().put("color_space", channels == 1 ? "grayscale" : "rgb");
        }
        return header;
    }

    /** PAM: a line for each property, up to the one that ends them. */
    private ImageHeader arbitraryMap() {
        long width = 0;
        long height = 0;
        long depth = 0;
        long maximum = 0;
        for (int i = 0; i < MAX_LINES; i++) {
            String name = token();
            switch (name) {
                case "WIDTH" -> width = number();
                case "HEIGHT" -> height = number();
                case "DEPTH" -> depth = number();
                case "MAXVAL" -> maximum = number();
                case "ENDHDR" -> {
                    int channels = depth > 0 && depth <= 4 ? (int) depth : 0;
                    return header(width, height, channels, 64 - Long.numberOfLeadingZeros(Math.max(0, maximum)));
                }
                default -> {
                    while (window.u8(position) != '\n') {
                        next();
                    }
                }
            }
        }
        throw corrupt("its header does not end");
    }

    /** Digits as Python takes them: with a sign, and with single underscores between them. */
    private long number() {
        String token = token();
        String digits = token.startsWith("+") || token.startsWith("-") ? token.substring(1) : token;
        boolean grouped = digits.startsWith("_") || digits.endsWith("_") || digits.contains("__");
        String plain = digits.replace("_", "");
        if (grouped || plain.isEmpty() || !plain.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw corrupt("\"" + BoxReader.printable(token) + "\" is no number");
        }
        long value = Long.parseLong(plain); // of 10 digits at most
        return token.startsWith("-") ? -value : value;
    }

    /** A comment ends no token: what follows its line goes on with it. */
    private String token() {
        StringBuilder token = new StringBuilder();
        while (token.length() <= MAX_TOKEN && window.contains(position, 1)) {
            int c = next();
            if (c == '#') {
                skipComment();
            } else if (!isBlank(c)) {
                token.append((char) c);
            } else if (!token.isEmpty()) {
                break;
            }
        }
        if (token.isEmpty() || token.length() > MAX_TOKEN) {
            throw corrupt(token.isEmpty() ? "it ends in its header" : "a word that is too long in its header");
        }
        return token.toString();
    }

    private void skipComment() {
        while (window.contains(position, 1)) {
            int c = next();
            if (c == '\r' || c == '\n') {
                return;
            }
        }
    }

    private int next() {
        if (position > MAX_HEADER) {
            throw corrupt("a header of more than " + MAX_HEADER + " bytes");
        }
        return window.u8(position++);
    }

    private static boolean isBlank(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken PNM: " + what);
    }
}
