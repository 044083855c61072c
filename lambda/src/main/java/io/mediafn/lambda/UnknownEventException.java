package io.mediafn.lambda;

import java.util.Map;

/** An invocation, or a message, whose shape is none of those that are understood. */
final class UnknownEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownEventException(Map<String, Object> event) {
        this("an event with the fields " + event.keySet());
    }

    UnknownEventException(String what) {
        super("not understood: " + what
                + "; expected an S3 notification, an SQS batch of S3 notifications, or {\"operation\": ...}");
    }
}
