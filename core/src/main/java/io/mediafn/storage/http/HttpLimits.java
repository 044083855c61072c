package io.mediafn.storage.http;

import java.time.Duration;

/**
 * How long a web server may take; the one place with these numbers.
 *
 * <p>An attempt lasts until its headers are there, redirects and the reading of short ranges included; a call is all
 * attempts of one verb. A server that stalls, or drips a byte at a time, so fails its item and not the function. A body
 * that is handed out as a stream is bounded by the time between two reads and by its rate.
 *
 * @param connect to one address; a name with several gets it for each, within the attempt
 * @param betweenReads the longest silence
 * @param attempt as above
 * @param call as above; no attempt begins after it
 * @param unsized for reading a body whose size nobody knows
 * @param slowest the fewest bytes a second of a streamed body, judged by the time spent waiting for it
 * @param grace before the rate counts
 */
record HttpLimits(
        Duration connect,
        Duration betweenReads,
        Duration attempt,
        Duration call,
        Duration unsized,
        long slowest,
        Duration grace) {
    static final HttpLimits DEFAULT = new HttpLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(8),
            Duration.ofSeconds(15),
            Duration.ofSeconds(40),
            Duration.ofSeconds(60),
            4 << 10,
            Duration.ofSeconds(15));
}
