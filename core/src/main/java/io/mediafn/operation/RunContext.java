package io.mediafn.operation;

import io.mediafn.batch.Deadline;
import java.util.function.LongSupplier;

/**
 * The circumstances of a run.
 *
 * @param deadline after it nothing new is started
 * @param mostItems how many items a reply may carry
 * @param mostCharacters how long the items of a reply may be together, as JSON; what is beyond either limit is left to a
 *     next call
 * @param nanoTime a clock as {@link System#nanoTime}, for how long it took
 */
public record RunContext(Deadline deadline, int mostItems, long mostCharacters, LongSupplier nanoTime) {
    private static final int MOST_ITEMS_OF_A_REPLY = 1_000;
    /** So that a reply stays below Lambda's 6 MB even where every character takes more than a byte. */
    private static final long MOST_CHARACTERS_OF_A_REPLY = 2_000_000;

    public RunContext(Deadline deadline, int mostItems, long mostCharacters) {
        this(deadline, mostItems, mostCharacters, System::nanoTime);
    }

    /** For a reply that any platform carries. */
    public static RunContext ofReply(Deadline deadline, LongSupplier nanoTime) {
        return new RunContext(deadline, MOST_ITEMS_OF_A_REPLY, MOST_CHARACTERS_OF_A_REPLY, nanoTime);
    }

    /** As long as it takes, with as many items as there are. */
    public static RunContext unbounded() {
        return new RunContext(Deadline.never(), Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /** With another clock. */
    public RunContext withNanoTime(LongSupplier other) {
        return new RunContext(deadline, mostItems, mostCharacters, other);
    }
}
