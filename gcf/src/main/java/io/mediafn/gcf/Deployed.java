package io.mediafn.gcf;

import io.cloudevents.CloudEvent;
import io.mediafn.api.Api;
import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import io.mediafn.log.LogFields;
import io.mediafn.log.LogForm;
import io.mediafn.log.LogLines;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a function is made of when it is deployed. Thread-safe.
 *
 * @param timeout after which the platform ends a request; it doesn't tell how much of that is left
 * @param project that traces belong to, where it is known
 */
record Deployed(MediaApp app, Duration timeout, Optional<String> project) {
    /** What the platform gives a function that asks for no other. */
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration LONGEST_RESERVE = Duration.ofSeconds(25);

    /** From the environment; the log of this process becomes JSON lines. */
    static Deployed from(Map<String, String> environment) {
        LogLines lines = LogLines.install(LogForm.GOOGLE, environment.getOrDefault("K_SERVICE", "mediafn"));
        Settings settings = Settings.from(environment);
        return new Deployed(
                MediaApp.forFunction(settings, lines::metrics),
                settings.deployment().timeout().orElse(DEFAULT_TIMEOUT),
                Optional.ofNullable(environment.get("GOOGLE_CLOUD_PROJECT")));
    }

    /** Time is kept for finishing what was started and for writing it down. Counted from now, when the request begins. */
    Deadline deadline() {
        Duration half = timeout.dividedBy(2);
        return Deadline.in(timeout.minus(LONGEST_RESERVE.compareTo(half) < 0 ? LONGEST_RESERVE : half));
    }

    /** The fields of the log while a request is served. */
    LogFields fieldsOf(Function<String, Optional<String>> header) {
        LogFields fields = new LogFields();
        Traces.of(header).flatMap(this::resource).ifPresent(trace -> fields.put(Traces.FIELD, trace));
        return fields;
    }

    /** The fields of the log while an event is handled. */
    LogFields fieldsOf(CloudEvent event) {
        LogFields fields = new LogFields();
        fields.put(Api.CORRELATION_ID, event.getId());
        Traces.ofParent(Optional.ofNullable(event.getExtension("traceparent")).map(String::valueOf))
                .flatMap(this::resource)
                .ifPresent(trace -> fields.put(Traces.FIELD, trace));
        return fields;
    }

    private Optional<String> resource(String trace) {
        return project.map(name -> "projects/" + name + "/traces/" + trace);
    }
}
