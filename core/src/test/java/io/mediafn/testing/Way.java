package io.mediafn.testing;

/** One way to a server. */
interface Way {
    /**
     * Finds or starts the server.
     *
     * @throws NotThisWayException if it can't be had like this, so that the next way is tried
     */
    Found find() throws NotThisWayException;

    /** A server, and how it was had. */
    record Found(TestServer server, String how) {}

    /** Why a server can't be had in one way. */
    final class NotThisWayException extends Exception {
        private static final long serialVersionUID = 1L;

        NotThisWayException(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
