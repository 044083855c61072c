package io.mediafn.batch;

/**
 * Whether a run may still start something: until its deadline, and until its first failure unless failures are skipped.
 * Thread-safe; workers ask it at the last moment, so that an item that waited behind others is not begun too late.
 */
public final class RunGate {
    private final Deadline deadline;
    private final boolean skipFailures;
    private volatile boolean failed;

    public RunGate(Deadline deadline, boolean skipFailures) {
        this.deadline = deadline;
        this.skipFailures = skipFailures;
    }

    /** To be told of a failure before anybody else starts. */
    public void failed() {
        failed = true;
    }

    public boolean isOpen() {
        return !stoppedByFailure() && !deadline.isOver();
    }

    public boolean stoppedByFailure() {
        return failed && !skipFailures;
    }

    /** Why it is closed, in the words of reports. */
    public String reason() {
        return stoppedByFailure() ? "failure" : "deadline";
    }
}
