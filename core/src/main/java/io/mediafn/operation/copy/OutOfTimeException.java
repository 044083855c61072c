package io.mediafn.operation.copy;

/** The deadline came while an object was on its way. */
final class OutOfTimeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfTimeException() {
        super("deadline");
    }
}
