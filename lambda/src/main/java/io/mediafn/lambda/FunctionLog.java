package io.mediafn.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import io.mediafn.log.LogFields;
import io.mediafn.log.LogForm;
import io.mediafn.log.LogLines;
import java.util.Map;
import java.util.Optional;

/** The log of a function as CloudWatch reads it: JSON lines, and metrics in the embedded metric format. */
final class FunctionLog {
    /** Where the runtime interface client leaves the trace of each invocation. */
    private static final String TRACE_PROPERTY = "com.amazonaws.xray.traceHeader";

    private FunctionLog() {}

    /** The app of a deployed function, whose log and numbers go to CloudWatch. */
    static MediaApp app(Map<String, String> environment) {
        LogLines lines = LogLines.install(LogForm.AWS, environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "mediafn"));
        return MediaApp.forFunction(Settings.from(environment), lines::metrics);
    }

    /** The fields of the log while an invocation is handled. */
    static LogFields fieldsOf(Context context) {
        LogFields fields = new LogFields();
        Optional.ofNullable(context.getAwsRequestId()).ifPresent(id -> fields.put("request_id", id));
        Optional.ofNullable(System.getProperty(TRACE_PROPERTY)).ifPresent(trace -> fields.put("xray_trace_id", trace));
        return fields;
    }
}
