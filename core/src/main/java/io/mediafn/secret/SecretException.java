package io.mediafn.secret;

/** A secret that can't be had. Its message has the secret's name, and never its value. */
public final class SecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    public SecretException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    public SecretException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** Whether the same attempt, later, may succeed. */
    public boolean retryable() {
        return retryable;
    }
}
