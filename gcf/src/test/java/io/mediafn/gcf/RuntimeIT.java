package io.mediafn.gcf;

import static io.mediafn.gcf.GoogleEvents.PUBSUB;
import static io.mediafn.gcf.GoogleEvents.STORAGE;
import static io.mediafn.gcf.GoogleEvents.message;
import static io.mediafn.gcf.GoogleEvents.notification;
import static io.mediafn.gcf.GoogleEvents.object;
import static io.mediafn.testing.NeedsServer.Server.FAKE_GCS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.WriteOptions;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.TestServer;
import io.mediafn.testing.TestServers;
import io.mediafn.testing.TinyImages;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deployed zip under Google's invoker in a process of its own, with a Cloud Storage behind it. */
@NeedsServer(FAKE_GCS)
final class RuntimeIT {
    private static final String KEY = "in/a b+c%2Bé#?.png";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final TestServer google = TestServers.fakeGcs();
    private final String media = "media-" + UUID.randomUUID();
    private final String dataset = "dataset-" + UUID.randomUUID();

    @TempDir
    private static Path folder;

    @BeforeEach
    void lay() throws IOException, InterruptedException {
        if (!Files.exists(folder.resolve(DeployedFunction.JAR))) {
            DeployedFunction.unpack(folder);
        }
        try (Caller storage = new Caller(google.endpoint())) {
            for (String bucket : List.of(media, dataset)) {
                assertThat(storage.post(
                                        "/storage/v1/b",
                                        Map.of("Content-Type", "application/json"),
                                        "{\"name\":\"" + bucket + "\"}")
                                .statusCode())
                        .isEqualTo(200);
            }
        }
        put(KEY, TinyImages.png(3, 2));
        put("in/broken.jpg", "<html>".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void every_kind_of_event_is_answered_and_told_in_lines() throws Exception {
        try (DeployedFunction function = start(MediaEvents.class, Map.of(), List.of());
                Caller caller = new Caller(function.address())) {
            assertThat(caller.binary(STORAGE + "finalized", object(media, KEY, "1700000000000002")))
                    .as(function.output())
                    .isEqualTo(200);
            assertThat(records()).containsExactly(Map.entry(KEY, "3x2 0001700000000000002"));

            // The same again, in every other way that it can come: nothing changes.
            List<Map<String, Object>> once = samples();
            assertThat(caller.binary(STORAGE + "finalized", object(media, KEY, "1700000000000002")))
                    .isEqualTo(200);
            assertThat(caller.structured(STORAGE + "finalized", object(media, KEY, 1700000000000002L)))
                    .isEqualTo(200);
            assertThat(caller.binary(PUBSUB, notification("OBJECT_FINALIZE", media, KEY, "1700000000000002")))
                    .isEqualTo(200);
            // Late: what was there before, and its end.
            assertThat(caller.binary(STORAGE + "deleted", object(media, KEY, "1600000000000001")))
                    .isEqualTo(200);
            assertThat(caller.structured(STORAGE + "archived", object(media, KEY, "1600000000000001")))
                    .isEqualTo(200);
            assertThat(caller.binary(STORAGE + "metadataUpdated", object(media, KEY, "1700000000000002")))
                    .isEqualTo(200);
            assertThat(caller.structured(
                            PUBSUB, notification("OBJECT_METADATA_UPDATE", media, KEY, "1700000000000002")))
                    .isEqualTo(200);
            assertThat(samples()).isEqualTo(once);

            // A file that can't be measured is a result; a folder is none.
            assertThat(caller.structured(PUBSUB, notification("OBJECT_FINALIZE", media, "in/broken.jpg", "7")))
                    .isEqualTo(200);
            assertThat(caller.binary(STORAGE + "finalized", object(media, "in/folder/", "7")))
                    .isEqualTo(200);
            assertThat(records())
                    .containsOnly(
                            Map.entry(KEY, "3x2 0001700000000000002"),
                            Map.entry("in/broken.jpg", "failed 0000000000000000007"));

            delete(KEY);
            Map<String, String> later = GoogleEvents.binaryHeaders(STORAGE + "deleted");
            later.put("ce-time", Instant.now().plusSeconds(2).toString());
            assertThat(caller.post("/", later, Json.write(object(media, KEY, "1700000000000002")))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(records()).containsOnlyKeys("in/broken.jpg");
            assertThat(caller.binary(PUBSUB, message(Map.of(), "{\"operation\":\"schedule\"}")))
                    .as(function.output())
                    .isEqualTo(200);

            // To be delivered again: not allowed, not there, not understood, no event at all.
            assertThat(caller.binary(STORAGE + "finalized", object("forbidden", "in/x.png", "7")))
                    .isEqualTo(500);
            assertThat(caller.binary(STORAGE + "exploded", object(media, KEY, "7")))
                    .isEqualTo(500);
            assertThat(caller.binary(PUBSUB, message(Map.of(), "hello"))).isEqualTo(500);
            assertThat(caller.structured("google.cloud.audit.log.v1.written", Map.of()))
                    .isEqualTo(500);
            assertThat(caller.binary(STORAGE + "finalized", Map.of())).isEqualTo(500);
            assertThat(caller.post("/", Map.of("Content-Type", "application/json"), "{}")
                            .statusCode())
                    .isEqualTo(500);
            assertThat(records()).containsOnlyKeys("in/broken.jpg");

            assertLines(function.output());
        }
    }

    private static void assertLines(String output) {
        List<Map<String, Object>> lines = output.lines().map(Json::readObject).toList();
        assertThat(lines).allSatisfy(line -> assertThat(line).containsKeys("severity", "message", "time"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .containsEntry("severity", "INFO")
                        .containsEntry("correlation_id", "1234567")
                        .extractingByKey("message")
                        .asString()
                        .startsWith("done gs://"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .containsEntry("severity", "ERROR")
                        .extractingByKey("stack_trace")
                        .asString()
                        .contains("UnknownEventException"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .containsEntry("function", "traffic")
                        .extractingByKey("metrics")
                        .asString()
                        .contains("operation=events", "done=1"));
    }

    @Test
    void the_api_is_served_and_its_lines_belong_to_a_trace() throws Exception {
        try (DeployedFunction function = start(MediaHttp.class, Map.of("GOOGLE_CLOUD_PROJECT", "p-1"), List.of());
                Caller caller = new Caller(function.address())) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", "application/json");
            headers.put("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
            HttpResponse<String> answer = caller.post("/metadata", headers, "{\"dir\":\"gs://" + media + "/in/\"}");

            assertThat(answer.statusCode()).as(function.output()).isEqualTo(200);
            assertThat(Json.readObject(answer.body())).containsEntry("state", "PARTIAL");
            assertThat(answer.headers().firstValue("X-Correlation-Id")).contains(TRACE);
            assertThat(caller.post("/metadata", headers, "{\"dir\":\"file:///etc/\"}")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(function.output().lines().map(Json::readObject))
                    .anySatisfy(line -> assertThat(line)
                            .containsEntry("message", "POST /metadata 200")
                            .containsEntry("correlation_id", TRACE)
                            .containsEntry("logging.googleapis.com/trace", "projects/p-1/traces/" + TRACE))
                    .anySatisfy(line -> assertThat(line)
                            .containsEntry("message", "metrics of metadata")
                            .containsEntry("correlation_id", TRACE));
        }
    }

    @Test
    void settings_that_break_a_rule_end_the_start_with_their_names() {
        assertThatThrownBy(() ->
                        start(MediaEvents.class, Map.of("FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "34359738368"), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("FIFTYONE_MEDIA_CACHE_SIZE_BYTES: must be absent or -1");
    }

    @Test
    void loads_no_class_of_another_cloud() throws Exception {
        Path classes = folder.resolve("classes-" + UUID.randomUUID() + ".log");
        try (DeployedFunction function =
                        start(MediaEvents.class, Map.of(), List.of("-Xlog:class+load:file=" + classes));
                Caller caller = new Caller(function.address())) {
            assertThat(caller.binary(STORAGE + "finalized", object(media, KEY, "1700000000000002")))
                    .as(function.output())
                    .isEqualTo(200);
        }
        Map<String, Long> loaded = new HashMap<>();
        try (Stream<String> lines = Files.lines(classes)) {
            lines.forEach(line -> Stream.of(
                            "com.google.cloud.storage.",
                            "com.azure.",
                            "com.mongodb.",
                            "software.amazon.awssdk.",
                            "io.mediafn.")
                    .filter(line::contains)
                    .forEach(prefix -> loaded.merge(prefix, 1L, Long::sum)));
        }
        assertThat(loaded).containsOnlyKeys("com.google.cloud.storage.", "io.mediafn.");
        System.out.println("classes loaded for one event of Cloud Storage: " + loaded);
    }

    private DeployedFunction start(Class<?> target, Map<String, String> more, List<String> options)
            throws IOException, InterruptedException {
        Map<String, String> environment = environment();
        environment.put("MEDIAFN_ALLOW", "gs://" + media + "/in/");
        environment.put("FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "-1");
        environment.put(
                "MEDIAFN_PIPELINE",
                "{\"rules\":[{\"when\":{\"event\":\"created\"},\"do\":[{\"metadata\":{}}]},"
                        + "{\"when\":{\"event\":\"deleted\"},\"do\":[{\"unregister\":{}}]}],"
                        + "\"schedule\":[{\"operation\":\"stat\",\"paths\":[\"gs://" + media + "/in/x\"]}]}");
        environment.putAll(more);
        return DeployedFunction.start(folder, target, environment, options);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "STORAGE_EMULATOR_HOST",
                google.endpoint().getHost() + ":" + google.endpoint().getPort());
        environment.put("MEDIAFN_DATASET", "gs://" + dataset + "/traffic/");
        return environment;
    }

    private MediaApp app() {
        return MediaApp.forFunction(Settings.from(environment()));
    }

    private void put(String key, byte[] bytes) {
        try (MediaApp app = app()) {
            Location at = Location.of("gs://" + media + "/" + key);
            app.stores().forLocation(at).write(at, Content.of(bytes), WriteOptions.replace());
        }
    }

    private void delete(String key) {
        try (MediaApp app = app()) {
            Location at = Location.of("gs://" + media + "/" + key);
            app.stores().forLocation(at).delete(at);
        }
    }

    /** All that the dataset says, as of now. */
    private List<Map<String, Object>> samples() {
        return read().map(SampleRecord::facts).toList();
    }

    /** By key: the measure and the generation, or that it failed. */
    private Map<String, String> records() {
        Map<String, String> records = new LinkedHashMap<>();
        read().forEach(sample -> records.put(
                sample.filepath().key(),
                (sample.failed() ? "failed" : size(sample.facts())) + " " + sample.sequence()));
        return records;
    }

    private Stream<SampleRecord> read() {
        try (MediaApp app = app()) {
            return app.dataset(Location.of("gs://" + dataset + "/traffic/")).samples().stream();
        }
    }

    private static String size(Map<String, Object> facts) {
        Map<?, ?> metadata = (Map<?, ?>) facts.getOrDefault("metadata", Map.of());
        return metadata.get("width") + "x" + metadata.get("height");
    }
}
