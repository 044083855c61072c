package io.mediafn.storage.s3;

/** Nothing on this machine gives a key. */
final class NoCredentialsException extends Exception {
    private static final long serialVersionUID = 1L;

    NoCredentialsException(String message, Throwable cause) {
        super(message, cause);
    }
}
