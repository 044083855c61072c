package io.mediafn.storage.http;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all calls of a store share.
 *
 * @param credentials by origin
 * @param requests how many were sent so far
 */
record HttpAccess(
        HttpSettings settings,
        HttpLimits limits,
        HttpTransport transport,
        Watchdog watchdog,
        Map<String, HttpCredentials> credentials,
        AtomicLong requests) {}
