package io.mediafn.storage.s3;

import java.time.Duration;

/**
 * How long a call may take.
 *
 * @param attempt one request, up to the end of its answer, or to its head where the body is handed out
 * @param call with all its attempts and the pauses between them
 * @param silence how long the service may send nothing
 */
record Limits(Duration attempt, Duration call, Duration silence) {}
