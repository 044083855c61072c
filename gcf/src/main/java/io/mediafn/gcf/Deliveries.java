package io.mediafn.gcf;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.event.EventJson;
import io.mediafn.event.EventOutcome;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.json.Json;
import io.mediafn.operation.Report;
import java.util.List;
import java.util.stream.Collectors;
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
                schedule(deadline);
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
        List<EventOutcome> again = app.handle(events, deadline).stream()
                .filter(EventOutcome::redeliver)
                .toList();
        if (!again.isEmpty()) {
            throw new EventsFailedException(again.stream()
                    .map(outcome -> outcome.event().location() + ": "
                            + outcome.error()
                                    .map(error -> error.kind() + " " + error.message())
                                    .orElse(""))
                    .collect(Collectors.joining("; ")));
        }
    }

    /** A part that failed is logged and waits for the next time; where nothing came of a request, this time is repeated. */
    private void schedule(Deadline deadline) {
        List<Report> reports = app.runSchedule(deadline);
        for (Report report : reports) {
            LOG.atLevel(report.state().equals("DONE") ? org.slf4j.event.Level.INFO : org.slf4j.event.Level.WARN)
                    .log("scheduled {}: {} {}", report.operation(), report.state(), report.counts());
        }
        String failed = reports.stream()
                .filter(report -> report.state().equals("FAILED"))
                .map(Report::operation)
                .collect(Collectors.joining(", "));
        if (!failed.isEmpty()) {
            throw new EventsFailedException("scheduled " + failed);
        }
    }
}
