package io.mediafn.lambda;

import io.mediafn.event.EventJson;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The events in what AWS sends about a bucket, by whichever way it came: itself, through EventBridge, or through SNS. */
final class ObjectEvents {
    private ObjectEvents() {}

    /** Whether it is about a bucket at all. */
    static boolean isAboutBucket(Map<String, Object> event) {
        return S3Notifications.isTestEvent(event)
                || S3Notifications.isNotification(event)
                || EventBridgeEvents.isOfBucket(event)
                || SnsEnvelopes.isEnvelope(event)
                || SnsEnvelopes.isInvocation(event);
    }

    /**
     * The events; none for the test event that S3 sends when a notification is configured.
     *
     * @throws UnknownEventException if it is not about a bucket, or of a shape that is not understood
     */
    static List<ObjectEvent> of(Map<String, Object> event) {
        if (S3Notifications.isTestEvent(event)) {
            return List.of();
        }
        if (S3Notifications.isNotification(event)) {
            return S3Notifications.events(event);
        }
        if (EventBridgeEvents.isOfBucket(event)) {
            return List.of(EventBridgeEvents.event(event));
        }
        if (SnsEnvelopes.isEnvelope(event)) {
            return of(Json.readObject(new EventJson(event).text(SnsEnvelopes.MESSAGE)));
        }
        if (SnsEnvelopes.isInvocation(event)) {
            return SnsEnvelopes.messages(event)
                    .flatMap(message -> of(message).stream())
                    .toList();
        }
        throw new UnknownEventException("an event with the fields " + event.keySet());
    }

    /** Every record of a list, in its order. */
    static Stream<EventJson> records(Map<String, Object> event) {
        return new EventJson(event).list("Records").stream();
    }
}
