package io.mediafn.gcf;

/** Events that the platform should deliver again. */
final class EventsFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventsFailedException(String failures) {
        super("to be delivered again: " + failures);
    }
}
