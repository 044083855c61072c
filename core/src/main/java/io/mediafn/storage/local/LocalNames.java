package io.mediafn.storage.local;

import java.io.File;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which segments of a key are names that a file system takes as they are, and takes for no other one. */
enum LocalNames {
    /** Every byte but the slash and NUL is part of a name. */
    POSIX {
        @Override
        Optional<String> ownProblem(String segment) {
            return Optional.empty();
        }
    },
    /** The rules of Microsoft's "Naming Files, Paths, and Namespaces": what breaks them is refused or silently changed. */
    WINDOWS {
        @Override
        Optional<String> ownProblem(String segment) {
            if (segment.chars().anyMatch(c -> c < ' ' || "<>:\"|?*\\".indexOf(c) >= 0)) {
                return Optional.of("with a control character or one of < > : \" | ? * \\");
            }
            if (segment.endsWith(".") || segment.endsWith(" ")) {
                return Optional.of("that ends in a dot or a space");
            }
            return DEVICE.matcher(segment.toUpperCase(Locale.ROOT)).matches()
                    ? Optional.of("that is a device's name")
                    : Optional.empty();
        }
    };

    private static final Pattern DEVICE =
            Pattern.compile("(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9¹²³]) *(\\..*)?");
    private static final String TEMPORARY_PREFIX = ".mediafn-";
    private static final String TEMPORARY_SUFFIX = ".tmp";

    static LocalNames ofThisMachine() {
        return File.separatorChar == '\\' ? WINDOWS : POSIX;
    }

    /** What is wrong with a segment, to stand behind "a key has no segment"; empty if it is a name. */
    Optional<String> problem(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            return Optional.of("that is empty, '.' or '..'");
        }
        if (segment.indexOf('\0') >= 0) {
            return Optional.of("with a NUL character");
        }
        if (isTemporary(segment)) {
            return Optional.of("like " + TEMPORARY_PREFIX + "*" + TEMPORARY_SUFFIX
                    + ", which is what unfinished writes are called");
        }
        return ownProblem(segment);
    }

    abstract Optional<String> ownProblem(String segment);

    static String temporary(long number) {
        return TEMPORARY_PREFIX + Long.toHexString(number) + TEMPORARY_SUFFIX;
    }

    /** Whether a file is an unfinished write, which is no object yet. */
    static boolean isTemporary(String name) {
        return name.startsWith(TEMPORARY_PREFIX) && name.endsWith(TEMPORARY_SUFFIX);
    }
}
