package server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The two spellings of a time, kept for the last second asked for, as the next request asks for the same. */
final class Dates {
    private static final DateTimeFormatter HTTP = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss'.000Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private long httpSecond = -1;
    private String http = "";
    private long isoSecond = -1;
    private String iso = "";

    String http(long millis) {
        if (millis / 1000 != httpSecond) {
            httpSecond = millis / 1000;
            http = HTTP.format(Instant.ofEpochSecond(httpSecond));
        }
        return http;
    }

    String iso(long millis) {
        if (millis / 1000 != isoSecond) {
            isoSecond = millis / 1000;
            iso = ISO.format(Instant.ofEpochSecond(isoSecond));
        }
        return iso;
    }
}
