package io.mediafn.operation;

import io.mediafn.batch.Deadline;

/**
 * The circumstances of a run.
 *
 * @param deadline after it nothing new is started
 * @param mostItems how many items a reply may carry; the rest is left to a next call
 */
public record RunContext(Deadline deadline, int mostItems) {
    /** As long as it takes, with as many items as there are. */
    public static RunContext unbounded() {
        return new RunContext(Deadline.never(), Integer.MAX_VALUE);
    }
}
