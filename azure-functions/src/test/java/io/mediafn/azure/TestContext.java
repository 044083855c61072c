package io.mediafn.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.TraceContext;
import java.util.Map;
import java.util.logging.Logger;

/** What the worker tells of an invocation. */
record TestContext(String functionName) implements ExecutionContext {
    static final String ID = "invocation-1";
    static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private record Trace(String getTraceparent, String getTracestate, Map<String, String> getAttributes)
            implements TraceContext {}

    @Override
    public TraceContext getTraceContext() {
        return new Trace("00-" + TRACE + "-b7ad6b7169203331-01", "", Map.of());
    }

    @Override
    public Logger getLogger() {
        return Logger.getLogger(functionName);
    }

    @Override
    public String getInvocationId() {
        return ID;
    }

    @Override
    public String getFunctionName() {
        return functionName;
    }
}
