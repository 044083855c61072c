package io.mediafn.cli;

import java.util.Locale;

/** Numbers as people read them. */
public final class Texts {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int KIBI = 1024;
    /** From here on a value would be shown as 1024.0 of its unit. */
    private static final double NEXT_UNIT = KIBI - 0.05;

    private Texts() {}

    /** A size in bytes with three digits or so: {@code 64.0 KiB}. */
    public static String size(long bytes) {
        if (bytes < KIBI) {
            return bytes + " B";
        }
        double value = bytes / (double) KIBI;
        int unit = 0;
        while (value >= NEXT_UNIT && unit < UNITS.length - 1) {
            value /= KIBI;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** A count with its noun: {@code 1 object}, {@code 2 objects}. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
