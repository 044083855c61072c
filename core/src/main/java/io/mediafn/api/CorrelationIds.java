package io.mediafn.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ties the log lines of one request together, from what the caller or the platform sent along. */
final class CorrelationIds {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:=/+-]{1,128}");
    /** The trace id of W3C's Trace Context, version 00; all zeros are none. */
    private static final Pattern TRACEPARENT = Pattern.compile("00-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    /** Unicode's, too: some show as the end of a line, others turn a line around. */
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private static final int LONGEST_LOGGED = 200;

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

    /** Text of a caller, for a log: of bounded length, and without what could look like another line. */
    static String printable(String text) {
        String cut = text.length() <= LONGEST_LOGGED ? text : text.substring(0, LONGEST_LOGGED) + "...";
        return NOT_PRINTABLE.matcher(cut).replaceAll("\uFFFD");
    }
}
