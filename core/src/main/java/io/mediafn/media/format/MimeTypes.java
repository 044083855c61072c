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
