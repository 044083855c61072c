package io.mediafn.media.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Python's {@code mimetypes.guess_type} for a path, on a machine that has Debian's table: what FiftyOne stores.
 *
 * <p>The table, {@code mime.types}, is Python 3.12's strict map after it read Debian's {@code /etc/mime.types}: a type
 * and its extensions a line, images, videos and audio first. {@code dev/mime-types} writes it. Extensions that Python
 * cannot find in its own map (with a capital or a dot inside) are left out.
 */
public final class MimeTypes {
    /** What FiftyOne stores where Python has no guess. */
    public static final String UNKNOWN = "application/octet-stream";

    private MimeTypes() {}

    /** Holds the table from the first question on, as one string: at a cold start a map would cost more than it saves. */
    private static final class Table {
        static final String TEXT = load();

        private static String load() {
            try (InputStream in = MimeTypes.class.getResourceAsStream("mime.types")) {
                if (in == null) {
                    throw new IllegalStateException("mime.types is missing from the jar");
                }
                return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * The mime type of a key or path, by its extension alone. Nothing in it is special but {@code /} and {@code .}:
     * {@code a.jpg?x=1} has the extension {@code .jpg?x=1}, which is unknown.
     */
    public static String guess(String path) {
        String base = path;
        String extension = extension(base);
        while (true) {
            String replacement = suffix(extension.toLowerCase(Locale.ROOT));
            if (replacement.isEmpty()) {
                break;
            }
            base = base.substring(0, base.length() - extension.length()) + replacement;
            extension = extension(base);
        }
        // Python minds the case of an encoding, and of nothing else.
        if (isEncoding(extension)) {
            extension = extension(base.substring(0, base.length() - extension.length()));
        }
        return lookUp(extension.toLowerCase(Locale.ROOT));
    }

    /** Whether a file with the name of one type can have the content of the other: several names stand for one format. */
    public static boolean mayBe(String byName, String byContent) {
        return byName.equals(UNKNOWN)
                || byName.equals(byContent)
                || family(byName).equals(family(byContent));
    }

    private static String family(String mimeType) {
        return switch (mimeType) {
            case "video/mp4",
                    "video/quicktime",
                    "video/3gpp",
                    "video/3gpp2",
                    "audio/3gpp",
                    "audio/3gpp2",
                    "audio/mp4" -> "iso-media";
            case "video/webm", "video/x-matroska", "audio/webm" -> "matroska";
            case "image/heic", "image/heif", "image/avif" -> "heif";
            case "image/x-ms-bmp", "image/bmp" -> "bmp";
            case "image/jp2", "image/jpx", "image/jpm" -> "jpeg-2000";
            case "image/x-icon", "image/vnd.microsoft.icon" -> "icon";
            case "video/x-ms-wmv", "video/x-ms-asf", "audio/x-ms-wma" -> "asf";
            case "video/ogg", "audio/ogg", "application/ogg" -> "ogg";
            case "image/x-portable-anymap",
                    "image/x-portable-bitmap",
                    "image/x-portable-graymap",
                    "image/x-portable-pixmap" -> "pnm";
            default -> mimeType;
        };
    }

    /** With its dot; empty if there is none. The dots that a name begins with begin no extension. */
    private static String extension(String path) {
        int name = path.lastIndexOf('/') + 1;
        while (name < path.length() && path.charAt(name) == '.') {
            name++;
        }
        int dot = path.lastIndexOf('.');
        return dot < name ? "" : path.substring(dot);
    }

    private static String suffix(String extension) {
        return switch (extension) {
            case ".svgz" -> ".svg.gz";
            case ".tgz", ".taz", ".tz" -> ".tar.gz";
            case ".tbz2" -> ".tar.bz2";
            case ".txz" -> ".tar.xz";
            default -> "";
        };
    }

    private static boolean isEncoding(String extension) {
        return switch (extension) {
            case ".gz", ".Z", ".bz2", ".xz", ".br" -> true;
            default -> false;
        };
    }

    private static String lookUp(String extension) {
        if (extension.length() < 2 || extension.indexOf(' ') >= 0 || extension.indexOf('\n') >= 0) {
            return UNKNOWN;
        }
        String wanted = " " + extension.substring(1);
        String table = Table.TEXT;
        int end;
        for (int at = table.indexOf(wanted); at >= 0; at = table.indexOf(wanted, end)) {
            end = at + wanted.length();
            if (table.charAt(end) == ' ' || table.charAt(end) == '\n') {
                int line = table.lastIndexOf('\n', at) + 1;
                return table.substring(line, table.indexOf(' ', line));
            }
        }
        return UNKNOWN;
    }
}
