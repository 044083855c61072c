package io.mediafn.dataset;

/** A dataset that can't be used. */
public final class DatasetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** There is none of that name. */
        NOT_FOUND(false),
        /** It is there, and is not touched: of a kind or a version that is not understood, or one that may vanish. */
        REFUSED(false),
        /** The request can't be done to it. */
        INVALID(false),
        /** The permissions do not suffice. */
        DENIED(false),
        /** The database does not answer, or not now. */
        UNAVAILABLE(true);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        /** Whether the same attempt, later, may succeed. */
        public boolean retryable() {
            return retryable;
        }
    }

    private final Kind kind;

    public DatasetException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public DatasetException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
