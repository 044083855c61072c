package io.mediafn.media.read;

/** A file whose header gives no metadata. Trying again does not help: the same bytes give the same answer. */
public final class MediaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why there is no metadata. */
    public enum Reason {
        /** The bytes contradict the format that they claim to be, end too early, or never come to the point. */
        CORRUPT,
        /** A format, or a variant of one, that is not read. */
        UNSUPPORTED
    }

    private final Reason reason;

    public MediaException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
