package io.mediafn.gcf;

import io.mediafn.event.EventJson;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Messages of Pub/Sub: a bucket's notifications, whose attributes say all that matters (their data, the object's resource,
 * can be left out by whoever configures them), and those that Cloud Scheduler publishes, whose data is ours to choose:
 * {@code {"operation":"schedule"}}.
 */
final class PubSubMessages {
    private static final String TYPE = "google.cloud.pubsub.topic.v1.messagePublished";
    private static final String OPERATION = "operation";
    private static final String SCHEDULE = "schedule";
    private static final String EVENT_TYPE = "eventType";

    private PubSubMessages() {}

    static boolean isOne(String type) {
        return type.equals(TYPE);
    }

    /**
     * Whether a message wants what is scheduled to be done; what that is, the deployment says, and not the message.
     *
     * @throws UnknownEventException if it is neither that nor a notification
     */
    static boolean isSchedule(EventJson message) {
        if (hasAttribute(message, EVENT_TYPE)) {
            return false;
        }
        Map<String, Object> data = data(message);
        if (!SCHEDULE.equals(data.get(OPERATION))) {
            throw new UnknownEventException("a Pub/Sub message without the attribute " + EVENT_TYPE
                    + " of a bucket's notifications, whose data has the fields " + data.keySet()
                    + "; expected {\"operation\":\"schedule\"}");
        }
        return true;
    }

    private static boolean hasAttribute(EventJson message, String name) {
        return message.node() instanceof Map<?, ?> fields
                && fields.get("attributes") instanceof Map<?, ?> attributes
                && attributes.containsKey(name);
    }

    private static Map<String, Object> data(EventJson message) {
        String base64 = message.text("data");
        try {
            return Json.readObject(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException | JsonException e) {
            throw new UnknownEventException(
                    "a Pub/Sub message whose data is no JSON object in base64: " + e.getMessage());
        }
    }

    /** The event of a notification, or none where it is of no consequence. */
    static List<ObjectEvent> events(EventJson message) {
        EventJson attributes = message.at("attributes");
        String type = attributes.text(EVENT_TYPE);
        Change change = Change.ofNotification(type)
                .orElseThrow(() -> new UnknownEventException("a notification of the type " + type));
        return change.event(
                Location.of(Scheme.GCS, attributes.text("bucketId"), attributes.text("objectId")),
                Generations.of(attributes, "objectGeneration"),
                Times.of(attributes, "eventTime"));
    }
}
