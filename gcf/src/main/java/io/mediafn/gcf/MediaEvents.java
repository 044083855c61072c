package io.mediafn.gcf;

import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import io.mediafn.log.LogFields;

/**
 * Events of Cloud Storage, by Eventarc or Pub/Sub, and the schedule. It returns only when an event needs no further
 * delivery; everything else is thrown, which the platform answers by 500, and whoever brought the event brings it again.
 * Thread-safe.
 */
public final class MediaEvents implements CloudEventsFunction {
    private final Deployed deployed;
    private final Deliveries deliveries;

    /** For the platform. Settings that break a rule end the start-up, with their names in the error. */
    public MediaEvents() {
        this(Deployed.from(System.getenv()));
    }

    MediaEvents(Deployed deployed) {
        this.deployed = deployed;
        this.deliveries = new Deliveries(deployed.app());
    }

    @Override
    @SuppressWarnings("try") // the fields are there for whoever logs
    public void accept(CloudEvent event) {
        try (LogFields fields = deployed.fieldsOf(event)) {
            deliveries.handle(event, deployed.deadline());
        }
    }
}
