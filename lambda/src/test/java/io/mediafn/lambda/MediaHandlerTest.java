package io.mediafn.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.event.EventsFailedException;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.testing.TinyImages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The handler in this process, over buckets that are folders. */
final class MediaHandlerTest {
    private static final Location DATASET = Location.of("s3://dataset/traffic/");

    @TempDir
    private Path buckets;

    @BeforeEach
    void lay() throws IOException {
        Files.createDirectories(buckets.resolve("dataset"));
        Files.createDirectories(buckets.resolve("media/in"));
        Files.write(buckets.resolve("media/in/a b+c é%25#?.png"), TinyImages.png(3, 2));
        Files.write(buckets.resolve("media/in/x.png"), TinyImages.png(7, 5));
        Files.writeString(buckets.resolve("media/in/broken.jpg"), "<html>");
    }

    @Test
    void an_s3_notification_becomes_a_sample() {
        String answer = invoke(Events.s3("media", "in/a b+c é%25#?.png"));

        assertThat(Json.readObject(answer)).extractingByKey("items").asString().contains("outcome=done");
        assertThat(samples()).singleElement().satisfies(sample -> {
            assertThat(sample.filepath()).hasToString("s3://media/in/a b+c é%25#?.png");
            assertThat(sample.sequence()).isEqualTo("0055AED6DCD90281E5");
        });
    }

    @Test
    void a_space_may_come_as_a_plus_or_as_percent_20() {
        String asPlus = Events.s3("media", "in/a b+c é%25#?.png");
        assertThat(asPlus).contains("a+b%2Bc");

        invoke(asPlus.replace("a+b%2Bc", "a%20b%2Bc"));
        assertThat(samples())
                .singleElement()
                .satisfies(sample -> assertThat(sample.failed()).isFalse());
    }

    @Test
    void of_a_batch_only_what_failed_comes_again() {
        String answer = invoke(Events.sqs(
                Events.s3("media", "in/x.png"),
                "not JSON at all",
                Events.S3_TEST_EVENT,
                Events.s3("media", "in/broken.jpg"),
                "{\"hello\":\"world\"}",
                Events.s3("media", "in/x.png", "ObjectTagging:Put", "1"),
                Events.s3("forbidden", "in/x.png"),
                Events.s3("media", "in/x.png").replace("in/x.png", "in/%ZZ.png")));

        SQSBatchResponse response = LambdaEventSerializers.serializerFor(
                        SQSBatchResponse.class, MediaHandlerTest.class.getClassLoader())
                .fromJson(answer);
        assertThat(response.getBatchItemFailures())
                .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .containsExactlyInAnyOrder("message-1", "message-4", "message-5", "message-6", "message-7");
        assertThat(samples())
                .extracting(sample -> sample.filepath().key(), SampleRecord::failed)
                .containsExactlyInAnyOrder(
                        org.assertj.core.api.Assertions.tuple("in/x.png", false),
                        org.assertj.core.api.Assertions.tuple("in/broken.jpg", true));
    }

    @Test
    void a_batch_without_failures_says_so() {
        assertThat(invoke(Events.sqs(Events.S3_TEST_EVENT))).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(samples()).isEmpty();
    }

    /** The shapes of AWS's own event library, so that these tests' events are not only what we believe them to be. */
    @Test
    void our_batches_are_those_of_the_event_library() {
        SQSEvent event = LambdaEventSerializers.serializerFor(SQSEvent.class, MediaHandlerTest.class.getClassLoader())
                .fromJson(Events.sqs(Events.s3("media", "in/x.png")));
        assertThat(event.getRecords()).singleElement().satisfies(message -> {
            assertThat(message.getEventSource()).isEqualTo("aws:sqs");
            assertThat(message.getMessageId()).isEqualTo("message-0");
        });
        com.amazonaws.services.lambda.runtime.events.S3Event s3 = LambdaEventSerializers.serializerFor(
                        com.amazonaws.services.lambda.runtime.events.S3Event.class,
                        MediaHandlerTest.class.getClassLoader())
                .fromJson(Events.s3("media", "in/a b+c é%25#?.png"));
        assertThat(s3.getRecords())
                .singleElement()
                .satisfies(record -> assertThat(record.getS3().getObject().getUrlDecodedKey())
                        .isEqualTo("in/a b+c é%25#?.png"));
    }

    @Test
    void the_test_event_is_no_event() {
        assertThat(invoke(Events.S3_TEST_EVENT)).isEqualTo("{}");
        assertThat(samples()).isEmpty();
    }

    @Test
    void a_direct_invocation_is_answered_by_a_report() {
        Map<String, Object> report = Json.readObject(invoke(
                "{\"operation\":\"metadata\",\"filepaths\":[\"s3://media/in/x.png\",\"s3://media/in/gone.png\"]}"));

        assertThat(report)
                .containsEntry("operation", "metadata")
                .containsEntry("state", "PARTIAL")
                .containsEntry("items_location", null)
                .containsEntry("next", null);
        assertThat((List<?>) Objects.requireNonNull(report.get("items"))).hasSize(2);
        assertThat(samples()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"Records\":[]}",
                "{\"Records\":[{}]}",
                "{\"Records\":\"x\"}",
                "{\"Records\":[{\"eventSource\":\"aws:sns\"}]}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\"}]}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{}}}]}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":\"{}\"}]}",
                "{\"detail-type\":\"Scheduled Event\"}",
                "{\"operation\":\"format-disk\"}",
                "{\"operation\":\"metadata\"}",
                "{\"operation\":\"metadata\",\"filepaths\":[\"nowhere\"]}",
                "{\"operation\":\"metadata\",\"filepaths\":[\"file:///etc/passwd\"]}",
                "{\"operation\":\"metadata\",\"filepaths\":[\"s3://forbidden/x\"]}",
                "{\"operation\":\"metadata\",\"dir\":\"s3://media/\"}",
                "[]",
                "null",
                ""
            })
    void anything_else_fails_loudly(String event) {
        assertThatThrownBy(() -> invoke(event))
                .isInstanceOf(RuntimeException.class)
                .message()
                .isNotBlank();
        assertThat(samples()).isEmpty();
    }

    @Test
    void what_an_event_may_name_is_limited_and_comes_again() {
        assertThatThrownBy(() -> invoke(Events.s3("forbidden", "in/x.png")))
                .isInstanceOf(EventsFailedException.class)
                .hasMessageContaining("s3://forbidden/in/x.png")
                .hasMessageContaining("MEDIAFN_ALLOW");
    }

    @Test
    void a_function_keeps_its_dataset_in_a_bucket() {
        for (String dataset : List.of("file:///var/dataset/", "mem://dataset/")) {
            assertThatThrownBy(() -> MediaApp.forFunction(Settings.from(Map.of("MEDIAFN_DATASET", dataset))))
                    .hasMessageContaining("MEDIAFN_DATASET: must lie in a bucket")
                    .hasMessageContaining(dataset);
        }
    }

    @Test
    void a_key_that_is_no_utf_8_is_not_taken_for_another() {
        String answer = invoke(Events.sqs(Events.s3("media", "in/x.png").replace("in/x.png", "in/%FF.png")));
        assertThat(answer).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"message-0\"}]}");
    }

    @Test
    void without_a_dataset_an_event_is_not_taken_for_done() {
        try (MediaApp app = MediaApp.forFunction(Settings.from(Map.of("MEDIAFN_EMBEDDED_S3", buckets.toString())))) {
            assertThatThrownBy(() -> invoke(app, Events.s3("media", "in/x.png")))
                    .hasMessageContaining("MEDIAFN_DATASET");
        }
    }

    private String invoke(String event) {
        try (MediaApp app = app()) {
            return invoke(app, event);
        }
    }

    private static String invoke(MediaApp app, String event) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new MediaHandler(app)
                    .handleRequest(
                            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, new TestContext());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private MediaApp app() {
        return MediaApp.forFunction(Settings.from(Map.of(
                "MEDIAFN_EMBEDDED_S3", buckets.toString(),
                "MEDIAFN_DATASET", DATASET.toString(),
                "MEDIAFN_ALLOW", "s3://media/in")));
    }

    private List<SampleRecord> samples() {
        try (MediaApp app = app()) {
            return app.dataset(DATASET).samples();
        }
    }
}
