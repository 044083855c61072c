package io.mediafn.azure;

import io.mediafn.api.Api;
import io.mediafn.app.MediaApp;
import io.mediafn.event.EventOutcome;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.operation.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Has the app do what an invocation brings, and fails where it should come again. Thread-safe. */
public final class Invocations {
    private static final Logger LOG = LoggerFactory.getLogger(Invocations.class);

    private final MediaApp app;
    private final FunctionTime time;

    public Invocations(MediaApp app, FunctionTime time) {
        this.app = app;
        this.time = time;
    }

    /**
     * Handles the events of a message. One that isn't understood doesn't keep those beside it from being handled.
     *
     * @param correlationId ties the lines of this invocation's log together
     * @throws RuntimeException if any of them should come again
     */
    void handle(String message, String correlationId) {
        MDC.put(Api.CORRELATION_ID, correlationId);
        try {
            List<String> failures = new ArrayList<>();
            List<ObjectEvent> events = new ArrayList<>();
            for (Map<String, Object> event : EventGridMessages.read(message)) {
                try {
                    events.addAll(BlobEvents.of(event));
                } catch (UnknownEventException | IllegalLocationException e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            }
            for (EventOutcome outcome : app.handle(events, time.ofEvent())) {
                if (outcome.redeliver()) {
                    failures.add(failure(outcome));
                }
            }
            if (!failures.isEmpty()) {
                throw new EventsFailedException(String.join("; ", failures));
            }
        } catch (RuntimeException e) {
            LOG.error("the message will be delivered again, and at last to the poison queue: {}", e.getMessage());
            throw e;
        } finally {
            MDC.remove(Api.CORRELATION_ID);
        }
    }

    private static String failure(EventOutcome outcome) {
        return outcome.event().location().display() + ": "
                + outcome.error()
                        .map(error -> error.kind() + " " + error.message())
                        .orElse("");
    }

    /**
     * Runs the pipeline's schedule, all of it.
     *
     * @throws EventsFailedException if any request of it failed, so that the platform counts it as a failure
     */
    void runSchedule(String correlationId) {
        MDC.put(Api.CORRELATION_ID, correlationId);
        try {
            List<Report> reports = app.runSchedule(time.ofEvent());
            reports.forEach(report -> LOG.info("schedule: {} {}", report.operation(), report.state()));
            List<String> failed = reports.stream()
                    .filter(report -> report.state().equals("FAILED"))
                    .map(report -> "the scheduled " + report.operation())
                    .toList();
            if (!failed.isEmpty()) {
                throw new EventsFailedException(String.join("; ", failed));
            }
        } finally {
            MDC.remove(Api.CORRELATION_ID);
        }
    }
}
