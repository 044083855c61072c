package io.mediafn.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.json.Json;
import io.mediafn.log.LogFields;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The one function on Lambda. It takes what S3 says of objects (itself, or through SQS, SNS or EventBridge), tasks of S3
 * Batch Operations, schedules, HTTP requests, and direct invocations; anything else is an error, and not lost silently.
 *
 * <p>It reads a stream rather than an event class: one entry serves all shapes, and an event class given another shape
 * would come out empty instead of failing. Thread-safe.
 */
public final class MediaHandler implements RequestStreamHandler {
    private static final long LONGEST_RESERVE_MILLIS = 25_000;

    private final Invocations invocations;

    /** For the platform. Settings that break a rule end the start-up, with their names in the error. */
    public MediaHandler() {
        this(FunctionLog.app(System.getenv()));
        SnapStart.prepare(System.getenv());
    }

    /** For whoever brings the app: the quickstart and tests. */
    public MediaHandler(MediaApp app) {
        this(app, () -> UUID.randomUUID().toString(), System::nanoTime);
    }

    MediaHandler(MediaApp app, Supplier<String> ids, LongSupplier nanoTime) {
        this.invocations = new Invocations(app, app.api(ids, nanoTime));
    }

    @Override
    @SuppressWarnings("try") // the fields are there for whoever logs
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        try (LogFields fields = FunctionLog.fieldsOf(context)) {
            Map<String, Object> answer = invocations.handle(Json.readObject(input.readAllBytes()), deadline(context));
            output.write(Json.write(answer).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Time is kept for finishing what was started and for writing it down: each takes up to S3's own time limit. */
    private static Deadline deadline(Context context) {
        long left = context.getRemainingTimeInMillis();
        return Deadline.in(Duration.ofMillis(left - Math.min(LONGEST_RESERVE_MILLIS, left / 2)));
    }
}
