package io.mediafn.media.ffprobe;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * ffprobe's output in its format {@code flat}: lines like {@code streams.stream.0.codec_name="h264"}. What it does not
 * know, it leaves out, or writes as {@code N/A}.
 */
final class FlatOutput {
    private static final String UNKNOWN = "N/A";

    private final Map<String, String> values = new HashMap<>();

    FlatOutput(String text) {
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                String value = unquote(line.substring(equals + 1));
                if (!value.equals(UNKNOWN)) {
                    values.put(line.substring(0, equals), value);
                }
            }
        });
    }

    private static String unquote(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < value.length() - 1; i++) {
            char c = value.charAt(i);
            if (c == '\\' && i < value.length() - 2) {
                c = value.charAt(++i);
                c = c == 'n' ? '\n' : c == 'r' ? '\r' : c;
            }
            text.append(c);
        }
        return text.toString();
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A whole number; empty if it is none. */
    OptionalLong number(String name) {
        String value = values.get(name);
        try {
            return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** A number with a fraction; empty if it is none. */
    OptionalDouble real(String name) {
        String value = values.get(name);
        try {
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
