package io.mediafn.lambda;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.batch.ItemError;
import io.mediafn.event.EventJson;
import io.mediafn.event.EventOutcome;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tasks of S3 Batch Operations, in both of its invocation schemas: each object of the job's manifest is treated as if it
 * had just been created. A failure that may pass is TemporaryFailure, which S3 tries again.
 */
final class BatchOperations {
    private static final String VERSION = "invocationSchemaVersion";
    private static final String TASKS = "tasks";
    private static final String ARN = "arn:aws:s3:::";
    private static final int LONGEST_RESULT = 1_000;

    private final MediaApp app;

    BatchOperations(MediaApp app) {
        this.app = app;
    }

    static boolean isInvocation(Map<String, Object> event) {
        return event.containsKey(VERSION) && event.containsKey(TASKS);
    }

    /** A task, and its object; absent where the task names none that could be. */
    private record Task(String id, Optional<ObjectEvent> event, String problem) {}

    Map<String, Object> handle(Map<String, Object> invocation, Deadline deadline) {
        EventJson json = new EventJson(invocation);
        List<Task> tasks = json.list(TASKS).stream().map(BatchOperations::task).toList();
        List<EventOutcome> outcomes =
                app.handle(tasks.stream().flatMap(task -> task.event().stream()).toList(), deadline);
        List<Map<String, Object>> results = new ArrayList<>();
        int next = 0;
        for (Task task : tasks) {
            results.add(
                    task.event().isPresent()
                            ? result(task, outcomes.get(next++))
                            : result(task.id(), "PermanentFailure", task.problem()));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(VERSION, json.text(VERSION));
        answer.put("treatMissingKeysAs", "PermanentFailure");
        answer.put("invocationId", json.text("invocationId"));
        answer.put("results", results);
        return answer;
    }

    private static Task task(EventJson task) {
        String id = task.text("taskId");
        try {
            String bucket = task.optionalText("s3Bucket").orElseGet(() -> bucketOf(task.text("s3BucketArn")));
            Location at = Location.of(Scheme.S3, bucket, S3Notifications.decoded(task.text("s3Key")));
            return new Task(id, Optional.of(new ObjectEvent(at, ObjectEvent.Type.CREATED, "", Optional.empty())), "");
        } catch (UnknownEventException | IllegalLocationException e) {
            return new Task(id, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static String bucketOf(String arn) {
        if (!arn.startsWith(ARN)) {
            throw new UnknownEventException("a bucket named " + arn);
        }
        return arn.substring(ARN.length());
    }

    private static Map<String, Object> result(Task task, EventOutcome outcome) {
        Optional<ItemError> error = outcome.error();
        if (error.isEmpty()) {
            return result(task.id(), "Succeeded", outcome.outcome().text());
        }
        boolean again = outcome.redeliver() && error.get().retryable();
        return result(
                task.id(),
                again ? "TemporaryFailure" : "PermanentFailure",
                error.get().kind() + " " + error.get().message());
    }

    private static Map<String, Object> result(String id, String code, String text) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("taskId", id);
        result.put("resultCode", code);
        result.put("resultString", text.length() <= LONGEST_RESULT ? text : text.substring(0, LONGEST_RESULT));
        return result;
    }
}
