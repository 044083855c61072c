package io.mediafn.storage;

import io.mediafn.location.Location;

/** The one way in which a store fails, whatever its SDK threw; the original is the cause. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, in the same words for every store. */
    public enum Kind {
        NOT_FOUND(false),
        /** A create-only write met an object. */
        ALREADY_EXISTS(false),
        /** The object is not the one that the caller meant: it changed meanwhile. */
        PRECONDITION_FAILED(false),
        DENIED(false),
        /** Too many requests; trying again later helps. */
        THROTTLED(true),
        /** A fault of the service or of the way to it; trying again helps. */
        UNAVAILABLE(true),
        /** The request can't be right: a key that this store does not take, a malformed argument. */
        INVALID(false),
        UNSUPPORTED(false),
        /** The bytes are not what they should be. */
        CORRUPT(false),
        /** Not recognised; not retryable, since a fault that nobody understands should be seen, not repeated. */
        UNKNOWN(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        public boolean retryable() {
            return retryable;
        }
    }

    private final Kind kind;
    private final transient Location location;
    private final int requests;

    public StorageException(Kind kind, Location location, String reason) {
        super(location.display() + ": " + reason);
        this.kind = kind;
        this.location = location;
        this.requests = 1;
    }

    public StorageException(Kind kind, Location location, String reason, Throwable cause) {
        this(kind, location, reason, cause, 1);
    }

    /**
     * With its cost.
     *
     * @param requests how many were sent until it was clear that it would not work
     */
    public StorageException(Kind kind, Location location, String reason, Throwable cause, int requests) {
        super(location.display() + ": " + reason, cause);
        this.kind = kind;
        this.location = location;
        this.requests = requests;
    }

    public Kind kind() {
        return kind;
    }

    public boolean retryable() {
        return kind.retryable();
    }

    public Location location() {
        return location;
    }

    /** How many requests it took to fail; 1 where that is not known. */
    public int requests() {
        return requests;
    }
}
