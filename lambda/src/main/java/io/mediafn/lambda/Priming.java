package io.mediafn.lambda;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import io.mediafn.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does once what the first invocations will do, so that a snapshot has the classes, and the compiled code, that they
 * need: an event by way of SQS that is measured and recorded, and a request by HTTP.
 *
 * <p>It is done by an app of its own, against {@link PrimingStore}: of the function's own app nothing is used, and nobody's
 * data are. Of the environment it takes who the function is, since finding its credentials is half of the work; the
 * signatures they make don't leave the process.
 */
final class Priming {
    /** Code is compiled when it has been run for some 200 times; a loop in it counts as well. */
    static final int ROUNDS = 20;

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String BUCKET = "priming";
    private static final String MEDIA = "s3://" + BUCKET + "/in/";

    private Priming() {}

    /**
     * Primes this process, in 10 seconds at most and what is under way then.
     *
     * @param environment the function's
     * @throws IllegalStateException if the outcome is not that of an event that was handled
     */
    static void run(Map<String, String> environment) throws IOException {
        Logger ours = Logger.getLogger("io.mediafn");
        ours.setLevel(Level.WARNING); // there is nothing to be told of events that never were
        Deadline deadline = Deadline.in(LONGEST);
        try (PrimingStore store = new PrimingStore();
                MediaApp app = MediaApp.forFunction(Settings.from(settings(environment, store.endpoint())))) {
            Invocations invocations = new Invocations(app, app.api(() -> BUCKET, System::nanoTime));
            for (int round = 0; round < ROUNDS && !deadline.isOver(); round++) {
                check(handled(invocations, queued(), deadline), "{\"batchItemFailures\":[]}");
                check(handled(invocations, request(), deadline), "\\\"state\\\":\\\"DONE\\\"");
            }
        } finally {
            ours.setLevel(null);
        }
    }

    private static String handled(Invocations invocations, String event, Deadline deadline) {
        return Json.write(invocations.handle(Json.readObject(event.getBytes(StandardCharsets.UTF_8)), deadline));
    }

    private static void check(String answer, String expected) {
        if (!answer.contains(expected)) {
            throw new IllegalStateException("an event that should succeed was answered by " + answer);
        }
    }

    /** Who the function is, but for a role that it would assume by asking somebody else. */
    private static Map<String, String> settings(Map<String, String> environment, String endpoint) {
        Map<String, String> settings = new HashMap<>(environment);
        settings.keySet()
                .removeIf(name ->
                        !name.startsWith("AWS_") || name.startsWith("AWS_ENDPOINT_URL") || name.equals("AWS_ROLE_ARN"));
        settings.put("AWS_ENDPOINT_URL", endpoint);
        settings.put("MEDIAFN_DATASET", "s3://" + BUCKET + "/dataset/");
        return settings;
    }

    private static String queued() {
        Map<String, Object> s3 = Map.of(
                "bucket", Map.of("name", BUCKET),
                "object", Map.of("key", "in/" + PrimingStore.IMAGE, "sequencer", "0055AED6DCD90281E5"));
        Map<String, Object> created = Map.of(
                "eventSource", "aws:s3",
                "eventName", "ObjectCreated:Put",
                "eventTime", "2026-01-01T00:00:00.000Z",
                "s3", s3);
        return Json.write(Map.of(
                "Records",
                List.of(Map.of(
                        "messageId",
                        BUCKET,
                        "eventSource",
                        "aws:sqs",
                        "body",
                        Json.write(Map.of("Records", List.of(created)))))));
    }

    private static String request() {
        List<String> all =
                List.of(MEDIA + PrimingStore.IMAGE, MEDIA + PrimingStore.OTHER_IMAGE, MEDIA + PrimingStore.VIDEO);
        return Json.write(Map.of(
                "rawPath", "/metadata",
                "headers", Map.of("content-type", "application/json"),
                "body", Json.write(Map.of("filepaths", all)),
                "isBase64Encoded", false,
                "requestContext", Map.of("http", Map.of("method", "POST"))));
    }
}
