package io.mediafn.storage.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The dates of HTTP: {@code Sat, 21 Nov 2026 13:48:38 GMT} (RFC 9110, 5.6.7), whatever the locale. */
final class HttpDate {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int LENGTH = 29;

    private HttpDate() {}

    /**
     * Reads one.
     *
     * @throws DateTimeException if it is none
     */
    static Instant parse(String text) {
        int month = text.length() == LENGTH ? MONTHS.indexOf(text.substring(8, 11)) : -1;
        if (month < 0 || month % 3 != 0 || !text.endsWith(" GMT")) {
            throw new DateTimeException("no HTTP date: " + text);
        }
        return LocalDateTime.of(
                        number(text, 12, 16),
                        month / 3 + 1,
                        number(text, 5, 7),
                        number(text, 17, 19),
                        number(text, 20, 22),
                        number(text, 23, 25))
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("no HTTP date: " + text);
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
