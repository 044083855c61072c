package io.mediafn.azure;

import io.mediafn.batch.Deadline;
import java.time.Duration;
import java.util.Optional;

/**
 * How long an invocation may take. The host doesn't tell a function, so the settings do. Immutable.
 *
 * @param timeout after which the host ends the function
 */
public record FunctionTime(Duration timeout) {
    /** The {@code functionTimeout} of host.json, which every plan allows. */
    static final Duration OF_HOST_JSON = Duration.ofMinutes(10);
    /** After which Azure's load balancer ends a request that has no answer yet, whatever the plan. */
    static final Duration LONGEST_REQUEST = Duration.ofSeconds(230);
    /** For finishing what was started and for writing it down: each takes up to a store's own time limit. */
    private static final Duration LONGEST_RESERVE = Duration.ofSeconds(25);

    /** That of the settings, else that of host.json. */
    static FunctionTime of(Optional<Duration> timeout) {
        return new FunctionTime(timeout.orElse(OF_HOST_JSON));
    }

    /** When nothing new should be started for an event. */
    Deadline ofEvent() {
        return Deadline.in(withoutReserve(timeout));
    }

    /** When nothing new should be started for an HTTP request. */
    Deadline ofReply() {
        return Deadline.in(ofRequest());
    }

    Duration ofRequest() {
        return withoutReserve(timeout.compareTo(LONGEST_REQUEST) < 0 ? timeout : LONGEST_REQUEST);
    }

    static Duration withoutReserve(Duration time) {
        Duration half = time.dividedBy(2);
        return time.minus(half.compareTo(LONGEST_RESERVE) < 0 ? half : LONGEST_RESERVE);
    }
}
