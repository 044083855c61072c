package io.mediafn.cli;

/** Something that the person at the terminal can mend; the message says what. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
