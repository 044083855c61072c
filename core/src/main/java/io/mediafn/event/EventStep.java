package io.mediafn.event;

import io.mediafn.batch.Deadline;
import java.util.List;

/** A step of a rule, ready to be done. Doing it again, late, or for events in another order, changes nothing. */
interface EventStep {
    /**
     * Does it for each of some events, of which several may be of one object.
     *
     * @return an outcome for each, in their order
     */
    List<EventOutcome> run(List<ObjectEvent> events, Deadline deadline);
}
