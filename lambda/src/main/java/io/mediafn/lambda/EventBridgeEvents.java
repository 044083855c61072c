package io.mediafn.lambda;

import io.mediafn.event.EventJson;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.util.Map;

/**
 * S3's events by way of EventBridge, as "Event message structure for Amazon EventBridge" of its user guide has them. Keys
 * are plain here, not encoded as in notifications.
 */
final class EventBridgeEvents {
    private static final String DETAIL_TYPE = "detail-type";

    private EventBridgeEvents() {}

    static boolean isOfBucket(Map<String, Object> event) {
        return "aws.s3".equals(event.get("source")) && event.containsKey(DETAIL_TYPE);
    }

    /** What a rule with a schedule sends, as long as it has no input of its own. */
    static boolean isScheduled(Map<String, Object> event) {
        return "Scheduled Event".equals(event.get(DETAIL_TYPE));
    }

    /** @throws UnknownEventException if no object was created or deleted */
    static ObjectEvent event(Map<String, Object> event) {
        EventJson json = new EventJson(event);
        EventJson detail = json.at("detail");
        EventJson object = detail.at("object");
        return new ObjectEvent(
                Location.of(Scheme.S3, detail.at("bucket").text("name"), object.text("key")),
                type(json.text(DETAIL_TYPE)),
                object.optionalText("sequencer").orElse(""),
                json.optionalText("time").flatMap(S3Notifications::time));
    }

    private static ObjectEvent.Type type(String detailType) {
        return switch (detailType) {
            case "Object Created" -> ObjectEvent.Type.CREATED;
            case "Object Deleted" -> ObjectEvent.Type.DELETED;
            default -> throw new UnknownEventException("an S3 event named " + detailType);
        };
    }
}
