package io.mediafn.event;

import java.util.List;

/** What the platform should deliver, or set off, again. Thrown where it has no other way to be told. */
public final class EventsFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Of what is known to have failed.
     *
     * @param failures what failed and why, of each
     */
    public EventsFailedException(List<String> failures) {
        super("to be delivered again: " + String.join("; ", failures));
    }

    /**
     * Fails where a platform has to be told by it.
     *
     * @throws EventsFailedException if any of the events should be delivered again
     */
    public static void throwIfAny(List<EventOutcome> outcomes) {
        List<String> failures =
                outcomes.stream().flatMap(outcome -> outcome.failure().stream()).toList();
        if (!failures.isEmpty()) {
            throw new EventsFailedException(failures);
        }
    }
}
