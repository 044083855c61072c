package io.mediafn.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.EventGridTrigger;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;

/**
 * What Event Grid says of blobs, by way of a queue, the host or directly, and the clock. An exception is how the host is
 * told to deliver again. Thread-safe.
 */
public final class EventFunctions {
    private final Invocations invocations;

    public EventFunctions(Invocations invocations) {
        this.invocations = invocations;
    }

    /** A message of the queue; after {@code maxDequeueCount} failures the host moves it to the poison queue. */
    @FunctionName("events")
    public void events(
            @QueueTrigger(name = "message", queueName = "%MEDIAFN_EVENTS_QUEUE%", connection = "MEDIA") String message,
            ExecutionContext context) {
        invocations.handle(message, context);
    }

    /** For a subscription that leads here without a queue: Event Grid itself retries, and has its own dead letters. */
    @FunctionName("eventGrid")
    public void eventGrid(@EventGridTrigger(name = "event") String event, ExecutionContext context) {
        invocations.handle(event, context);
    }

    /**
     * A blob that Event Grid told the host of. No parameter takes its content, and {@code src/main/functions} says how the
     * host is kept from downloading that; no annotation can, so there is none.
     */
    public void blob(
            @BindingName("Uri") String uri, @BindingName("BlobTrigger") String path, ExecutionContext context) {
        invocations.handle(uri, path, context);
    }

    /** The requests of the pipeline's schedule. */
    @FunctionName("schedule")
    public void schedule(
            @TimerTrigger(name = "timer", schedule = "%MEDIAFN_SCHEDULE_CRON%") String timer,
            ExecutionContext context) {
        invocations.runSchedule(context);
    }
}
