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
                // Without a list of pictures it is no icon, but may be a Targa.
                boolean icon = format == Format.ICO && length >= 6;
                boolean list = icon && u16le(start, 4) > 0 && window.contains(6, 16L * u16le(start, 4));
                Format named = icon && !list ? byName(path) : null;
                return Optional.ofNullable(named == null ? refine(format, start) : named);
            }
        }
        Format known = isDib(window, length) ? Format.DIB : byStructure(start);
        Format named = byName(path);
        boolean unsure = known == null || (known == Format.PCX && !isSoundPcx(start));
        return Optional.ofNullable(named != null && unsure ? named : known);
    }

    /** The formats without a magic, for whose content nothing else speaks. */
    private static @Nullable Format byName(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "tga", "icb", "vda", "vst" -> Format.TGA;
            case "dcm", "dicom" -> Format.DICOM;
            default -> null;
        };
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
        int end = Math.clamp(start.charAt(2) << 8 | start.charAt(3), 8, start.length());
        Format found = format;
        for (int i = 8; i + 4 <= end; i += 4) {
            switch (start.substring(i, i + 4)) {
                case "avif", "avis" -> {
                    return Format.AVIF;
                }
                case "heic", "heix" -> found = Format.HEIC;
                case "mif1" -> found = found == Format.HEIC ? found : Format.HEIF;
                default -> {}
            }
        }
        return found;
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
        if (isPnm(start)) {
            return Format.PNM;
        }
        if (isPcx(start)) {
            return Format.PCX;
        }
        if (isCursor(start)) {
            return Format.CUR;
        }
        return text(start);
    }

    private static boolean isPnm(String start) {
        if (start.length() < 3 || start.charAt(0) != 'P') {
            return false;
        }
        if (start.startsWith("0CMYK", 1) || start.startsWith("yRGBA", 1) || start.startsWith("yCMYK", 1)) {
            return true;
        }
        boolean extended = start.startsWith("yP", 1) && start.length() > 3;
        char kind = start.charAt(1);
        boolean known = extended || (kind >= '1' && kind <= '7') || kind == 'f' || kind == 'F';
        return known && " \t\n\u000b\f\r#".indexOf(start.charAt(extended ? 3 : 2)) >= 0;
    }

    /** A Targa may begin with the same four bytes; a cursor has a few pictures, the first of them close by. */
    private static boolean isCursor(String start) {
        return start.length() > 22
                && start.startsWith("\0\0\2\0")
                && start.charAt(4) > 0
                && start.startsWith("\0", 5)
                && start.startsWith("\0", 9)
                && start.startsWith("\0", 21);
    }

    private static boolean isPcx(String start) {
        return start.length() > 3
                && start.charAt(0) == '\n'
                && "\0\2\3\5".indexOf(start.charAt(1)) >= 0
                && "\1\2\4\b".indexOf(start.charAt(3)) >= 0;
    }

    private static boolean isSoundPcx(String start) {
        return start.length() >= 68 && u16le(start, 8) + 1 > u16le(start, 4) && u16le(start, 10) + 1 > u16le(start, 6);
    }

    private static int u16le(String start, int offset) {
        return start.charAt(offset) | start.charAt(offset + 1) << 8;
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
