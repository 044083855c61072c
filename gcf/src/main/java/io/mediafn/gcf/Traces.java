package io.mediafn.gcf;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The trace that a request belongs to, so that Cloud Logging shows its lines with it. */
final class Traces {
    /** As "Structured logging" of Cloud Logging's documentation names it. */
    static final String FIELD = "logging.googleapis.com/trace";

    /** W3C's Trace Context, version 00. */
    private static final Pattern PARENT = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    /** Google's own header, which is older: TRACE/SPAN;o=OPTIONS. */
    private static final Pattern GOOGLES = Pattern.compile("([0-9a-fA-F]{32})(?:/[0-9]{1,20})?(?:;o=[0-9]{1,3})?");

    private Traces() {}

    static Optional<String> of(Function<String, Optional<String>> header) {
        return ofParent(header.apply("traceparent")).or(() -> id(GOOGLES, header.apply("X-Cloud-Trace-Context")));
    }

    static Optional<String> ofParent(Optional<String> parent) {
        return id(PARENT, parent);
    }

    private static Optional<String> id(Pattern pattern, Optional<String> text) {
        return text.map(String::strip)
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1));
    }
}
