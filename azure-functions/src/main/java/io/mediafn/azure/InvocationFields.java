package io.mediafn.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.TraceContext;
import io.mediafn.log.LogFields;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of the log while an invocation is handled, by the names that Application Insights has for them. */
final class InvocationFields {
    /** The name of an invocation in the host's own lines. */
    private static final String INVOCATION = "InvocationId";
    /** The column that ties what belongs to one trace together: requests, dependencies, and the host's own lines. */
    private static final String TRACE = "operation_Id";
    /** W3C's Trace Context, version 00. */
    private static final Pattern PARENT = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    private InvocationFields() {}

    static LogFields of(ExecutionContext context) {
        LogFields fields = new LogFields();
        fields.put(INVOCATION, context.getInvocationId());
        Optional.ofNullable(context.getTraceContext())
                .map(TraceContext::getTraceparent)
                .map(PARENT::matcher)
                .filter(Matcher::matches)
                .ifPresent(parent -> fields.put(TRACE, parent.group(1)));
        return fields;
    }
}
