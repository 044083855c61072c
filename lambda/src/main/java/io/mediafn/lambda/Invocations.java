package io.mediafn.lambda;

import io.mediafn.api.Api;
import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.event.EventOutcome;
import io.mediafn.event.EventsFailedException;
import io.mediafn.event.UnknownEventException;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import java.util.List;
import java.util.Map;

/** Tells what an invocation brings from the shape of its JSON, and has it done. Thread-safe. */
final class Invocations {

    private static final String OPERATION = "operation";
    private static final String EXPECTED =
            "; expected an event of S3 (itself, or through SQS, SNS or EventBridge), tasks of S3 Batch Operations,"
                    + " a schedule, an HTTP request of payload format 2.0, or {\"operation\": ...}";

    private final MediaApp app;
    private final SqsBatches queue;
    private final BatchOperations batches;
    private final HttpInvocations http;

    Invocations(MediaApp app, Api api) {
        this.app = app;
        this.queue = new SqsBatches(app);
        this.batches = new BatchOperations(app);
        this.http = new HttpInvocations(api);
    }

    Map<String, Object> handle(Map<String, Object> event, Deadline deadline) {
        if (HttpInvocations.isRequest(event)) {
            return http.handle(event, deadline);
        }
        if (SqsBatches.isBatch(event)) {
            return queue.handle(event, deadline);
        }
        if (S3Notifications.isTestEvent(event)) {
            return Map.of();
        }
        if (ObjectEvents.isAboutBucket(event)) {
            return recorded(app.handle(ObjectEvents.of(event), deadline));
        }
        if (BatchOperations.isInvocation(event)) {
            return batches.handle(event, deadline);
        }
        if (EventBridgeEvents.isScheduled(event)) {
            return Map.of(
                    "reports",
                    app.runSchedule(deadline).stream().map(Report::toJson).toList());
        }
        if (event.containsKey(OPERATION)) {
            return direct(event, deadline);
        }
        throw new UnknownEventException("an event with the fields " + event.keySet() + EXPECTED);
    }

    private Map<String, Object> direct(Map<String, Object> event, Deadline deadline) {
        return app.operations()
                .run(event, RunContext.ofReply(deadline, System::nanoTime))
                .toJson();
    }

    /** Without a queue, the only way to have an event delivered again is to fail. */
    private static Map<String, Object> recorded(List<EventOutcome> outcomes) {
        EventsFailedException.throwIfAny(outcomes);
        return Map.of("items", outcomes.stream().map(EventOutcome::item).toList());
    }
}
