package io.mediafn.operation;

import io.mediafn.batch.Deadline;

/**
 * The circumstances of a run.
 *
 * @param deadline after it nothing new is started
 * @param mostItems how many items a reply may carry
 * @param mostCharacters how long the items of a reply may be together, as JSON; what is beyond either limit is left to a
 *     next call
 */
public record RunContext(Deadline deadline, int mostItems, long mostCharacters) {
    /** As long as it takes, with as many items as there are. */
    public static RunContext unbounded() {
        return new RunContext(Deadline.never(), Integer.MAX_VALUE, Long.MAX_VALUE);
    }
}
