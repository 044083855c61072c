package io.mediafn.azure;

/** Events that the host should deliver again, and at last put among the poisoned ones. */
final class EventsFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventsFailedException(String failures) {
        super("to be delivered again: " + failures);
    }
}
