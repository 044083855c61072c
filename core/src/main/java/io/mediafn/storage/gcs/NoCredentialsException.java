package io.mediafn.storage.gcs;

import java.io.IOException;

/** There is nobody to ask as. Its message names no secret. */
final class NoCredentialsException extends IOException {
    private static final long serialVersionUID = 1L;

    NoCredentialsException(String reason) {
        super(reason);
    }

    NoCredentialsException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
