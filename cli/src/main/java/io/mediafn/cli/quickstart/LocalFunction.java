package io.mediafn.cli.quickstart;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.mediafn.batch.BatchRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Invokes a Lambda handler in this process, as the platform would: many invocations at once. */
final class LocalFunction {
    private static final int CONCURRENCY = 8;

    private final RequestStreamHandler handler;

    LocalFunction(RequestStreamHandler handler) {
        this.handler = handler;
    }

    /**
     * Invokes the handler with each event.
     *
     * @param results gets the failure of each invocation, or nothing
     */
    void invokeAll(List<String> events, Consumer<Optional<String>> results) {
        new BatchRunner(CONCURRENCY).run(events.iterator(), this::invoke, results, () -> false);
    }

    private Optional<String> invoke(String event) {
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                    new ByteArrayOutputStream(),
                    new LocalContext());
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
