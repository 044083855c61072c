package io.mediafn.testing;

import org.opentest4j.TestAbortedException;

/** No such server can be had here; says why and how to get one. JUnit reports the test as skipped for this reason. */
public final class ServerUnavailableException extends TestAbortedException {
    private static final long serialVersionUID = 1L;

    ServerUnavailableException(String reason) {
        super(reason);
    }
}
