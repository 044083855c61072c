package io.mediafn.storage.s3;

import java.io.IOException;

/** The bytes to send can't be read, or are not as many as declared; the service has no part in it. */
final class ContentException extends IOException {
    private static final long serialVersionUID = 1L;

    ContentException(String message) {
        super(message);
    }

    ContentException(IOException cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
}
