package io.mediafn.storage.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** The dates of HTTP headers, in whole seconds (RFC 9110, 5.6.7); the two obsolete forms are not read. */
final class HttpDates {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpDates() {}

    /** Reads a date; empty if it is none. */
    static Optional<Instant> parse(String text) {
        try {
            // Takes a day with one digit too, as some servers write it.
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static String format(Instant time) {
        return IMF_FIXDATE.format(time);
    }
}
