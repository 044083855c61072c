package io.mediafn.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One section of an ini file as Python's configparser reads it: names in any case, {@code =} or {@code :}, comments on
 * lines of their own, values of {@code [DEFAULT]} in every section, and {@code %%} for a percent sign. Its interpolation
 * and values of several lines are refused, since a secret that is half read is hard to see. Messages name lines and
 * known names only: a name that is not known may be a secret that slipped.
 */
final class IniFile {
    private static final String FOR_ALL = "DEFAULT";

    private record Entry(int line, String value) {}

    private final Path file;
    private final Map<String, Map<String, Entry>> sections = new LinkedHashMap<>();
    private int line;
    private String section = "";
    private int indent = Integer.MAX_VALUE;

    private IniFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the values of a section. Names that are not known are told as warnings.
     *
     * @param name of the section; {@code [profile NAME]} is taken too, as AWS's tools write it
     * @throws IllegalArgumentException with the rule that the file breaks
     */
    static Map<String, String> section(Path file, String name, Set<String> known, Problems problems) {
        IniFile ini = new IniFile(file);
        SmallFile.read(file).lines().forEach(ini::take);
        Map<String, Entry> entries = new LinkedHashMap<>(ini.sections.getOrDefault(FOR_ALL, Map.of()));
        entries.putAll(ini.chosen(name));
        Map<String, String> values = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            if (known.contains(key)) {
                values.put(key, ini.undoubled(key, entry));
            } else {
                problems.warn(
                        file.toString(),
                        "line " + entry.line() + " has a name that is none of "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        });
        return values;
    }

    private Map<String, Entry> chosen(String name) {
        Map<String, Entry> chosen = sections.getOrDefault(name, sections.get("profile " + name));
        if (chosen == null) {
            throw new IllegalArgumentException(file + " has no section [" + name + "]");
        }
        return chosen;
    }

    private void take(String text) {
        line++;
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith(";")) {
            return;
        }
        int depth = text.length() - text.stripLeading().length();
        if (depth > indent) {
            throw broken("goes on with the value of a line before it, which is not supported");
        }
        if (stripped.startsWith("[")) {
            startSection(stripped);
        } else {
            indent = depth;
            takeEntry(stripped);
        }
    }

    private void startSection(String text) {
        int end = text.lastIndexOf(']');
        if (end < 2) {
            throw broken("is no [SECTION]");
        }
        section = text.substring(1, end);
        indent = Integer.MAX_VALUE;
        if (sections.putIfAbsent(section, new LinkedHashMap<>()) != null) {
            throw broken("starts a section that is there already");
        }
    }

    private void takeEntry(String text) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':');
        boolean byColon = colon >= 0 && (equals < 0 || colon < equals);
        int end = byColon ? colon : equals;
        Map<String, Entry> entries = sections.get(section);
        if (end <= 0) {
            throw broken("is neither [SECTION] nor NAME = VALUE");
        }
        if (entries == null) {
            throw broken("stands before the first [SECTION]");
        }
        String name = text.substring(0, end).strip().toLowerCase(Locale.ROOT);
        if (entries.putIfAbsent(name, new Entry(line, text.substring(end + 1).strip())) != null) {
            throw broken("gives a value to a name that has one in this section");
        }
    }

    private String undoubled(String name, Entry entry) {
        String value = entry.value();
        StringBuilder undoubled = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            undoubled.append(c);
            if (c == '%' && (++i == value.length() || value.charAt(i) != '%')) {
                throw new IllegalArgumentException(file + ": line " + entry.line() + " has a '%' in " + name
                        + " that must be written '%%', as Python's configparser wants it; references like %(name)s"
                        + " are not supported");
            }
        }
        return undoubled.toString();
    }

    private IllegalArgumentException broken(String rule) {
        return new IllegalArgumentException(file + ": line " + line + " " + rule);
    }
}
