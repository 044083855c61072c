package io.mediafn.operation.uploads;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads ages as people write them: {@code 90s}, {@code 15m}, {@code 12h}, {@code 1d}, {@code 2w}. */
public final class Age {
    private static final Pattern TEXT = Pattern.compile("(0)|([0-9]{1,6})([smhdw])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    private Age() {}

    /**
     * Reads an age.
     *
     * @throws IllegalArgumentException with the rule that the text breaks
     */
    public static Duration parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("an age: a number and one of s, m, h, d, w, such as 12h");
        }
        return parts.group(1) != null
                ? Duration.ZERO
                : UNITS.getOrDefault(parts.group(3), Duration.ZERO).multipliedBy(Long.parseLong(parts.group(2)));
    }
}
