package io.mediafn.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.testing.TinyImages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every shape in which AWS tells of objects, as its user guides have them, through the handler. */
final class AwsEventsTest {
    private static final Location DATASET = Location.of("s3://data/traffic/");
    private static final String ODD_KEY = "in/a b+c é%25#?.png";
    private static final String RULES = """
            {"rules":[{"when":{"prefix":"s3://media/in/"},"do":[{"metadata":{}},{"copy":{"outdir":"s3://copies/"}}]},\
            {"when":{"prefix":"s3://media/in/","event":"deleted"},"do":[{"unregister":{}}]}],\
            "schedule":[{"operation":"list","dirpath":"s3://media/in/"}]}""";

    @TempDir
    private Path buckets;

    @BeforeEach
    void lay() throws IOException {
        for (String bucket : List.of("media/in", "data", "copies")) {
            Files.createDirectories(buckets.resolve(bucket));
        }
        Files.write(buckets.resolve("media/in/x.png"), TinyImages.png(3, 2));
        Files.write(buckets.resolve("media").resolve(ODD_KEY), TinyImages.png(5, 4));
        Files.write(buckets.resolve("media/in/broken.jpg"), new byte[] {1, 2, 3});
    }

    private MediaApp app() {
        Map<String, String> variables = new HashMap<>(Map.of(
                "MEDIAFN_EMBEDDED_S3",
                buckets.toString(),
                "MEDIAFN_DATASET",
                DATASET.toString(),
                "MEDIAFN_ALLOW",
                "s3://media/in/,s3://copies/",
                "MEDIAFN_PIPELINE",
                RULES));
        return MediaApp.forFunction(Settings.from(variables));
    }

    private Map<String, Object> invoke(String event) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MediaApp app = app()) {
            new MediaHandler(app)
                    .handleRequest(
                            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, new TestContext());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Json.readObject(out.toByteArray());
    }

    private Map<String, Boolean> samples() {
        Map<String, Boolean> failed = new TreeMap<>();
        try (MediaApp app = app()) {
            for (SampleRecord sample : app.dataset(DATASET).samples()) {
                failed.put(sample.filepath().key(), sample.failed());
            }
        }
        return failed;
    }

    private static String sns(String message) {
        return Json.write(Map.of(
                "Type", "Notification",
                "MessageId", "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
                "TopicArn", "arn:aws:sns:us-east-2:123456789012:media",
                "Subject", "Amazon S3 Notification",
                "Message", message,
                "Timestamp", "2026-11-21T09:00:00.000Z",
                "SignatureVersion", "1"));
    }

    private static String eventBridge(String detailType, String key) {
        return """
                {"version":"0","id":"17793124-05d4-b198-2fde-7ededc63b103","detail-type":"%s","source":"aws.s3",\
                "account":"111122223333","time":"2026-11-21T09:00:00Z","region":"ca-central-1",\
                "resources":["arn:aws:s3:::media"],"detail":{"version":"0","bucket":{"name":"media"},\
                "object":{"key":%s,"size":5,"etag":"b1946ac92492d2347c6235b4d2611184","version-id":"IYV3p45",\
                "sequencer":"617f08299329d189"},"request-id":"N4N7GDK58NMKJ12R","requester":"123456789012",\
                "source-ip-address":"1.2.3.4","reason":"PutObject"}}""".formatted(detailType, quoted(key));
    }

    private static String quoted(String text) {
        String object = Json.write(Map.of("k", text));
        return object.substring(object.indexOf(':') + 1, object.length() - 1);
    }

    private static String batchTasks(String version, String bucketField, String bucket, String... keys) {
        StringBuilder tasks = new StringBuilder();
        for (String key : keys) {
            tasks.append(tasks.isEmpty() ? "" : ",")
                    .append("{\"taskId\":\"task-%d\",\"s3Key\":\"%s\",\"s3VersionId\":null,\"%s\":\"%s\"}"
                            .formatted(tasks.length(), key, bucketField, bucket));
        }
        return """
                {"invocationSchemaVersion":"%s","invocationId":"YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo",\
                "job":{"id":"f3cc4f60-61f6-4a2b-8a21-d07600c373ce"},"tasks":[%s]}""".formatted(version, tasks);
    }

    @Test
    void sns_may_stand_between_the_bucket_and_the_queue() {
        Map<String, Object> answer = invoke(Events.sqs(sns(Events.s3("media", ODD_KEY)), sns(Events.S3_TEST_EVENT)));

        assertThat(answer).containsEntry("batchItemFailures", List.of());
        assertThat(samples()).containsOnly(Map.entry(ODD_KEY, false));
    }

    @Test
    void sns_may_call_by_itself() {
        String event = Json.write(Map.of(
                "Records",
                List.of(Map.of(
                        "EventSource", "aws:sns",
                        "EventVersion", "1.0",
                        "EventSubscriptionArn", "arn:aws:sns:us-east-2:123456789012:media:21be56ed",
                        "Sns", Json.readObject(sns(Events.s3("media", "in/x.png")))))));
        invoke(event);
        invoke(event);
        assertThat(samples()).containsOnly(Map.entry("in/x.png", false));
    }

    @Test
    void event_bridge_writes_keys_plain() {
        invoke(Events.sqs(eventBridge("Object Created", ODD_KEY)));
        invoke(eventBridge("Object Created", "in/x.png"));
        assertThat(samples()).containsOnlyKeys(ODD_KEY, "in/x.png");
        assertThat(buckets.resolve("copies").resolve("x.png")).exists();
    }

    @Test
    void a_deletion_unregisters_what_is_gone() throws IOException {
        invoke(Events.s3("media", "in/x.png"));
        invoke(eventBridge("Object Deleted", "in/x.png"));
        assertThat(samples()).as("it is still there").containsOnlyKeys("in/x.png");

        Files.delete(buckets.resolve("media/in/x.png"));
        invoke(Events.s3("media", "in/x.png", "ObjectRemoved:Delete", "0055AED6DCD90281E6")
                .replace("1970-01-01T00:00:00.000Z", Json.time(Instant.now())));
        assertThat(samples()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "2.0"})
    void batch_operations_answer_for_each_task(String version) {
        boolean first = version.equals("1.0");
        Map<String, Object> answer = invoke(batchTasks(
                version,
                first ? "s3BucketArn" : "s3Bucket",
                first ? "arn:aws:s3:::media" : "media",
                "in/x.png",
                "in/broken.jpg",
                "in/gone.png",
                "in/%ZZ.png",
                "elsewhere/x.png",
                "in/a+b%2Bc+%C3%A9%2525%23%3F.png"));

        assertThat(answer)
                .containsEntry("invocationSchemaVersion", version)
                .containsEntry("treatMissingKeysAs", "PermanentFailure")
                .containsEntry("invocationId", "YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo");
        assertThat((List<?>) answer.getOrDefault("results", List.of()))
                .extracting(result -> String.valueOf(((Map<?, ?>) result).get("resultCode")))
                .containsExactly(
                        "Succeeded",
                        "PermanentFailure",
                        "PermanentFailure",
                        "PermanentFailure",
                        "Succeeded",
                        "Succeeded");
        assertThat(samples()).containsEntry(ODD_KEY, false).containsEntry("in/broken.jpg", true);
    }

    @Test
    void a_schedule_runs_what_the_pipeline_says() {
        Map<String, Object> answer = invoke("""
                {"version":"0","id":"53dc4d37","detail-type":"Scheduled Event","source":"aws.events",\
                "account":"123456789012","time":"2026-11-21T09:00:00Z","region":"us-east-1","resources":[],"detail":{}}""");
        assertThat(String.valueOf(answer.get("reports"))).contains("operation=list", "x.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Object Tags Added", "Object Restore Completed", "Object ACL Updated"})
    void what_changes_no_bytes_is_not_taken_for_an_event_of_an_object(String detailType) {
        String event = eventBridge(detailType, "in/x.png");
        assertThatThrownBy(() -> invoke(event)).hasMessageContaining(detailType);
        assertThat(String.valueOf(invoke(Events.sqs(event)))).contains("message-0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"eventVersion\":\"3.0\"",
                "\"eventVersion\":\"20.1\"",
                "\"eventName\":\"Replication:OperationFailedReplication\"",
                "\"eventName\":\"ObjectRestore:Completed\"",
                "\"eventName\":\"LifecycleTransition\"",
                "\"eventName\":\"ReducedRedundancyLostObject\"",
                "\"eventName\":\"objectcreated:put\"",
                "\"eventName\":null",
                "\"key\":\"\"",
                "\"key\":\"in/%C3%28.png\"",
                "\"key\":\"in/%2.png\"",
                "\"key\":7",
                "\"name\":\"\"",
                "\"eventSource\":\"aws:sns\""
            })
    void what_is_not_understood_returns_to_the_queue_alone(String field) {
        String name = field.substring(0, field.indexOf(':'));
        String good = Events.s3("media", "in/x.png");
        String bad = good.replaceFirst(name + ":\"[^\"]*\"", Matcher.quoteReplacement(field));
        assertThat(bad).contains(field);
        assertThat(invoke(Events.sqs(bad, good, bad, Events.S3_TEST_EVENT)))
                .extractingByKey("batchItemFailures")
                .asString()
                .contains("message-0", "message-2")
                .doesNotContain("message-1", "message-3");
        assertThat(samples()).containsOnly(Map.entry("in/x.png", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"eventVersion\":\"2.9\"",
                "\"eventTime\":\"yesterday\"",
                "\"eventTime\":\"+1000000000-12-31T23:59:59.999999999Z\"",
                "\"eventTime\":\"-1000000000-01-01T00:00:00Z\"",
                "\"eventTime\":null",
                "\"sequencer\":null",
                "\"sequencer\":\"no hex at all\"",
                "\"versionId\":null",
                "\"versionId\":\"null\"",
                "\"awsRegion\":\"mars-north-1\""
            })
    void what_matters_little_is_no_reason_to_lose_an_event(String field) {
        String name = field.substring(0, field.indexOf(':'));
        String event =
                Events.s3("media", "in/x.png").replaceFirst(name + ":\"[^\"]*\"", Matcher.quoteReplacement(field));
        assertThat(event).contains(field);
        assertThat(invoke(Events.sqs(event, event.replace("\"size\":1024", "\"size\":-1"))))
                .containsEntry("batchItemFailures", List.of());
        assertThat(samples()).containsOnly(Map.entry("in/x.png", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"in/a\nb.png", "in/%00.png", "in/a\r\nINFO done.png", "in/\uD834\uDD1E.png"})
    void any_key_is_an_object_that_may_be_gone(String key) {
        assertThat(invoke(Events.sqs(Events.s3("media", key), Events.s3("media", "in/x.png"))))
                .containsEntry("batchItemFailures", List.of());
        assertThat(samples()).containsOnly(Map.entry("in/x.png", false));
    }

    @Test
    void a_key_may_be_as_long_as_s3_lets_it_be() {
        String longest = "in/" + "x/".repeat(510) + "x";
        assertThat(invoke(Events.sqs(
                        Events.s3("media", longest),
                        Events.s3("media", longest + "x"),
                        Events.s3("media", "in/x.png"))))
                .containsEntry("batchItemFailures", List.of(Map.of("itemIdentifier", "message-1")));
        assertThat(samples()).containsOnlyKeys("in/x.png");
    }

    @Test
    void events_in_another_order_and_twice_leave_the_same() {
        List<String> events = List.of(
                Events.s3("media", "in/x.png", "ObjectCreated:Put", "03"),
                Events.s3("media", "in/x.png", "ObjectRemoved:Delete", "02"),
                Events.s3("media", "in/x.png", "ObjectCreated:Put", "01"));
        events.forEach(this::invoke);
        events.reversed().forEach(this::invoke);
        assertThat(samples()).containsOnly(Map.entry("in/x.png", false));
    }
}
