package io.mediafn.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a batch of events, or an operation, came to, in numbers. Immutable.
 *
 * @param operation the operation's name, or {@link #EVENTS}
 * @param counts of items by their outcome: {@code matched}, {@code done}, {@code failed}, ...
 * @param bytes read from stores, or written to them by a copy
 * @param requests sent to stores
 * @param seconds that it took
 */
public record Metrics(String operation, Map<String, Long> counts, long bytes, long requests, double seconds) {
    /** The name under which batches of events are counted. */
    public static final String EVENTS = "events";

    public Metrics {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }
}
