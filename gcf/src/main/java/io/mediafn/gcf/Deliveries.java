package io.mediafn.gcf;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.event.EventJson;
import io.mediafn.event.EventsFailedException;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.json.Json;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what a CloudEvent brings from its type, and has it done. Thread-safe. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final MediaApp app;

    Deliveries(MediaApp app) {
        this.app = app;
    }

    /**
     * Handles an event once.
     *
     * @throws UnknownEventException if it is none that is understood
     * @throws EventsFailedException if it should be delivered again
     */
    void handle(CloudEvent event, Deadline deadline) {
        EventJson data = new EventJson(data(event));
        if (StorageEvents.isOne(event.getType())) {
            objects(StorageEvents.of(event, data), deadline);
        } else if (PubSubMessages.isOne(event.getType())) {
            EventJson message = data.at("message");
            if (PubSubMessages.isSchedule(message)) {
                app.runSchedule(deadline);
            } else {
                objects(PubSubMessages.events(message), deadline);
            }
        } else {
            throw new UnknownEventException("a CloudEvent of the type " + event.getType()
                    + "; expected one of Cloud Storage, or a Pub/Sub message");
        }
    }

    private static Object data(CloudEvent event) {
        CloudEventData data = event.getData();
        if (data == null) {
            throw new UnknownEventException("a CloudEvent without data, of the type " + event.getType());
        }
        return Json.readObject(data.toBytes());
    }

    private void objects(List<ObjectEvent> events, Deadline deadline) {
        if (events.isEmpty()) {
            LOG.info("an event that changed no bytes: nothing to do");
            return;
        }
        EventsFailedException.throwIfAny(app.handle(events, deadline));
    }
}
