package io.mediafn.storage.s3;

import java.io.IOException;

/** The server closed a kept connection before it saw the request: the same request on a new one is no second attempt. */
final class StaleConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleConnectionException(Exception cause) {
        super("the kept connection was closed", cause);
    }
}
