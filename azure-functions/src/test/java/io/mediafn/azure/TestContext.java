package io.mediafn.azure;

import com.microsoft.azure.functions.ExecutionContext;
import java.util.logging.Logger;

/** What the worker tells of an invocation. */
record TestContext(String functionName) implements ExecutionContext {
    @Override
    public Logger getLogger() {
        return Logger.getLogger(functionName);
    }

    @Override
    public String getInvocationId() {
        return "invocation-1";
    }

    @Override
    public String getFunctionName() {
        return functionName;
    }
}
