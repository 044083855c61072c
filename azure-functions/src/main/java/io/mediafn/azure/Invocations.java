package io.mediafn.azure;

import com.microsoft.azure.functions.ExecutionContext;
import io.mediafn.api.Api;
import io.mediafn.app.MediaApp;
import io.mediafn.event.EventOutcome;
import io.mediafn.event.EventsFailedException;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.log.LogFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the app do what an invocation brings, and fails where it should come again. Thread-safe. */
@SuppressWarnings("try") // the fields of the log are there for whoever logs
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
     * @throws RuntimeException if any of them should come again
     */
    void handle(String message, ExecutionContext context) {
        handle(context, failures -> {
            List<ObjectEvent> events = new ArrayList<>();
            for (Map<String, Object> event : EventGridMessages.read(message)) {
                try {
                    events.addAll(BlobEvents.of(event));
                } catch (UnknownEventException | IllegalLocationException e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            }
            return events;
        });
    }

    /**
     * Handles a blob that the host tells of, as {@link BlobTriggers} has it.
     *
     * @throws RuntimeException if it should come again
     */
    void handle(String uri, String path, ExecutionContext context) {
        handle(context, failures -> List.of(BlobTriggers.event(uri, path)));
    }

    private void handle(ExecutionContext context, Function<List<String>, List<ObjectEvent>> reading) {
        try (LogFields fields = fieldsOf(context)) {
            try {
                List<String> failures = new ArrayList<>();
                for (EventOutcome outcome : app.handle(reading.apply(failures), time.ofEvent())) {
                    outcome.failure().ifPresent(failures::add);
                }
                if (!failures.isEmpty()) {
                    throw new EventsFailedException(failures);
                }
            } catch (RuntimeException e) {
                LOG.error("it will be delivered again, and at last go to the poison queue: {}", e.getMessage());
                throw e;
            }
        }
    }

    /** The invocation's id ties the lines together; a request by HTTP has an id of its caller's for that. */
    private static LogFields fieldsOf(ExecutionContext context) {
        LogFields fields = InvocationFields.of(context);
        fields.put(Api.CORRELATION_ID, context.getInvocationId());
        return fields;
    }

    /**
     * Runs the pipeline's schedule, all of it.
     *
     * @throws EventsFailedException if any request of it failed, so that the platform counts it as a failure
     */
    void runSchedule(ExecutionContext context) {
        try (LogFields fields = fieldsOf(context)) {
            app.runSchedule(time.ofEvent());
        }
    }
}
