package io.mediafn.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ties the log lines of one request together, from what the caller or the platform sent along. */
final class CorrelationIds {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:=/+-]{1,128}");
    /** The trace id of W3C's Trace Context, version 00. */
    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}");

    private CorrelationIds() {}

    /** The caller's own id, or that of the trace; anything else could write lines of its own into a log. */
    static Optional<String> of(ApiRequest request) {
        return request.header("X-Correlation-Id")
                .filter(id -> ID.matcher(id).matches())
                .or(() -> request.header("traceparent")
                        .map(TRACEPARENT::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1)));
    }

    static String printable(String text) {
        return CONTROL_CHARACTERS.matcher(text).replaceAll("\uFFFD");
    }
}
