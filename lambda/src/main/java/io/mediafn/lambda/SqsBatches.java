package io.mediafn.lambda;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.event.EventJson;
import io.mediafn.event.EventOutcome;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import io.mediafn.location.IllegalLocationException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQS messages that carry events of buckets. The answer names the messages that failed, and only they come again: after
 * the queue's limit they end in its dead letters.
 */
final class SqsBatches {
    private static final Logger LOG = LoggerFactory.getLogger(SqsBatches.class);

    private final MediaApp app;

    SqsBatches(MediaApp app) {
        this.app = app;
    }

    static boolean isBatch(Map<String, Object> event) {
        return "aws:sqs".equals(S3Notifications.sourceOfFirst(event));
    }

    /** An event and the message that brought it. */
    private record Carried(String messageId, ObjectEvent event) {}

    Map<String, Object> handle(Map<String, Object> batch, Deadline deadline) {
        List<Carried> carried = new ArrayList<>();
        Set<String> failed = new LinkedHashSet<>();
        for (EventJson message : new EventJson(batch).list("Records")) {
            // Without its id a message can't be named in the answer, so this fails the whole batch.
            String id = message.text("messageId");
            try {
                events(message.text("body")).forEach(event -> carried.add(new Carried(id, event)));
            } catch (UnknownEventException | JsonException | IllegalLocationException e) {
                LOG.error(
                        "message {} will be delivered again, and at last to the dead letters: {}", id, e.getMessage());
                failed.add(id);
            }
        }
        List<EventOutcome> outcomes =
                app.handle(carried.stream().map(Carried::event).toList(), deadline);
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i).redeliver()) {
                failed.add(carried.get(i).messageId());
            }
        }
        return Map.of(
                "batchItemFailures",
                failed.stream().map(id -> Map.of("itemIdentifier", id)).toList());
    }

    private static List<ObjectEvent> events(String body) {
        return ObjectEvents.of(Json.readObject(body));
    }
}
