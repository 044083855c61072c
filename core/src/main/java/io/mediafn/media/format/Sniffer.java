package io.mediafn.media.format;

import io.mediafn.media.read.Window;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a format by its first bytes, whatever the name of the file says. */
public final class Sniffer {
    /** How far into a text its first words, and into a container its brands, are looked for. */
    private static final int PROLOGUE = 512;

    /** The lengths of a DIB's header that Pillow knows. */
    private static final Set<Long> DIB_HEADERS = Set.of(12L, 40L, 52L, 56L, 64L, 108L, 124L);

    private static final int DICOM_PREAMBLE = 128;
    private static final int TS_PACKET = 188;

    private Sniffer() {}

    /** The format, empty if the content is none that is known. Reads nothing that the first read did not bring. */
    public static Optional<Format> sniff(String path, Window window) {
        int length = 0;
        while (length < PROLOGUE && window.fetched(length, 1)) {
            length++;
        }
        if (length == 0) {
            return Optional.empty();
        }
        String start = window.text(0, length);
        for (Format format : Format.values()) {
            if (format.matches(window)) {
                return Optional.ofNullable(refine(format, start));
            }
        }
        return Optional.ofNullable(isDib(window, length) ? Format.DIB : byStructure(start));
    }

    /** Containers say in their first words what they contain. */
    private static @Nullable Format refine(Format format, String start) {
        return switch (format) {
            case MATROSKA -> start.substring(0, Math.min(64, start.length())).contains("webm") ? Format.WEBM : format;
            case HEIF, MP4 -> ofBrands(format, start);
            // "BM" begins words, too.
            case BMP -> start.length() < 18 || start.startsWith("\0\0\0", 15) ? format : byStructure(start);
            default -> format;
        };
    }

    /** A file of a general brand lists the special ones that it is compatible with. */
    private static Format ofBrands(Format format, String start) {
        if (!start.startsWith("ftyp", 4)) {
            return format;
        }
        String brands = start.substring(8, Math.clamp(start.charAt(2) << 8 | start.charAt(3), 8, start.length()));
        if (brands.contains("avif") || brands.contains("avis")) {
            return Format.AVIF;
        }
        if (brands.contains("heic") || brands.contains("heix")) {
            return Format.HEIC;
        }
        return brands.contains("mif1") ? Format.HEIF : format;
    }

    /** A DIB has no magic: only its header's length, one plane, and a number of bits that exists. */
    private static boolean isDib(Window window, int length) {
        if (length < 16 || !DIB_HEADERS.contains(window.u32le(0))) {
            return false;
        }
        boolean core = window.u32le(0) == 12;
        int bits = window.u16le(core ? 10 : 14);
        boolean depth = bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
        return window.u16le(core ? 8 : 12) == 1 && depth;
    }

    private static @Nullable Format byStructure(String start) {
        if (start.startsWith("DICM", DICOM_PREAMBLE)) {
            return Format.DICOM;
        }
        if (start.length() > 2 * TS_PACKET
                && start.charAt(0) == 'G'
                && start.charAt(TS_PACKET) == 'G'
                && start.charAt(2 * TS_PACKET) == 'G') {
            return Format.MPEG_TS;
        }
        boolean pnm = start.length() > 2
                && start.charAt(0) == 'P'
                && start.charAt(1) >= '1'
                && start.charAt(1) <= '7'
                && " \t\r\n#".indexOf(start.charAt(2)) >= 0;
        if (pnm) {
            return Format.PNM;
        }
        return text(start);
    }

    private static @Nullable Format text(String start) {
        String text = start.startsWith("\u00ef\u00bb\u00bf") ? start.substring(3) : start;
        text = text.stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<head")) {
            return Format.HTML;
        }
        if (text.startsWith("<svg") || (text.startsWith("<?xml") && text.contains("<svg"))) {
            return Format.SVG;
        }
        if (text.startsWith("<?xml") || text.startsWith("<error>")) {
            return Format.XML;
        }
        return text.startsWith("{\"") || text.startsWith("[{") ? Format.JSON : null;
    }
}
