package io.mediafn.storage.s3;

import io.mediafn.storage.Content;

/**
 * One request, as often as it has to be sent. Belongs to one thread.
 *
 * @param query encoded, in order
 * @param fields but for those that a signature adds
 * @param conditional whether it may be refused for what is there already: a long body then waits for leave
 * @param conflictIsFinal whether 409 means that more than this request must be done again
 */
record S3Request(
        String method,
        S3Address at,
        String query,
        HeaderFields fields,
        Content body,
        Limits limits,
        boolean conditional,
        boolean conflictIsFinal) {
    private static final Content NO_BODY = Content.of(new byte[0]);

    static S3Request of(String method, S3Address at) {
        return new S3Request(method, at, "", new HeaderFields(), NO_BODY, S3Timeouts.SHORT, false, false);
    }

    S3Request query(Query value) {
        return new S3Request(method, at, value.toString(), fields, body, limits, conditional, conflictIsFinal);
    }

    S3Request body(Content value) {
        return new S3Request(method, at, query, fields, value, limits, conditional, conflictIsFinal);
    }

    S3Request within(Limits value) {
        return new S3Request(method, at, query, fields, body, value, conditional, conflictIsFinal);
    }

    S3Request conditionally(boolean value) {
        return new S3Request(method, at, query, fields, body, limits, value, conflictIsFinal);
    }

    S3Request withFinalConflict() {
        return new S3Request(method, at, query, fields, body, limits, conditional, true);
    }

    /** Without the fields' values. */
    @Override
    public String toString() {
        return method + " " + at.location();
    }
}
