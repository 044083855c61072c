package io.mediafn.lambda;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.event.EventOutcome;
import io.mediafn.event.UnknownEventException;
import io.mediafn.operation.RunContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells what an invocation brings from the shape of its JSON, and has it done. Thread-safe. */
final class Invocations {

    private static final String OPERATION = "operation";
    private static final String EXPECTED =
            "; expected an S3 notification, an SQS batch of S3 notifications, or {\"operation\": ...}";

    private final MediaApp app;
    private final SqsBatches batches;

    Invocations(MediaApp app) {
        this.app = app;
        this.batches = new SqsBatches(app);
    }

    Map<String, Object> handle(Map<String, Object> event, Deadline deadline) {
        if (S3Notifications.isTestEvent(event)) {
            return Map.of();
        }
        if (event.containsKey(OPERATION)) {
            return direct(event, deadline);
        }
        if (S3Notifications.isNotification(event)) {
            return recorded(app.handle(S3Notifications.events(event), deadline));
        }
        if (SqsBatches.isBatch(event)) {
            return batches.handle(event, deadline);
        }
        throw new UnknownEventException("an event with the fields " + event.keySet() + EXPECTED);
    }

    private Map<String, Object> direct(Map<String, Object> event, Deadline deadline) {
        Map<String, Object> body = new LinkedHashMap<>(event);
        String name = String.valueOf(body.remove(OPERATION));
        return app.operations()
                .run(name, body, RunContext.ofReply(deadline, System::nanoTime))
                .toJson();
    }

    /** Without a queue, the only way to have an event delivered again is to fail. */
    private static Map<String, Object> recorded(List<EventOutcome> outcomes) {
        List<EventOutcome> again =
                outcomes.stream().filter(EventOutcome::redeliver).toList();
        if (!again.isEmpty()) {
            throw new EventsFailedException(again.stream()
                    .map(outcome -> outcome.event().location() + ": "
                            + outcome.error()
                                    .map(error -> error.kind() + " " + error.message())
                                    .orElse(""))
                    .collect(Collectors.joining("; ")));
        }
        return Map.of("items", outcomes.stream().map(EventOutcome::item).toList());
    }
}
