package io.mediafn.event;

/** An invocation, or a message, whose shape is none of those that are understood; it is never taken for an empty one. */
public final class UnknownEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param what was met instead of an event */
    public UnknownEventException(String what) {
        super("not understood: " + what);
    }
}
