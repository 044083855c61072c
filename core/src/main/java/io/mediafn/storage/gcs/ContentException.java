package io.mediafn.storage.gcs;

import java.io.IOException;

/** What is to be sent can't be read, or is not what it was said to be: no fault of the service or of the network. */
final class ContentException extends IOException {
    private static final long serialVersionUID = 1L;

    ContentException(String reason) {
        super(reason);
    }

    ContentException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
