package io.mediafn.lambda;

import static io.mediafn.testing.NeedsServer.Server.LOCALSTACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.json.Json;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServers;
import io.mediafn.testing.TinyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The deployed zip under the real runtime interface client, with a real S3 behind it. */
@NeedsServer(LOCALSTACK)
final class RuntimeIT {
    private static final String KEY = "in/a b+c é%25#?.png";

    private final S3Server server = TestServers.localStack();
    private final S3Client s3 = server.client();
    private final String media = "media-" + UUID.randomUUID();
    private final String dataset = "dataset-" + UUID.randomUUID();

    @TempDir
    private static Path folder;

    @BeforeEach
    void lay() throws IOException {
        if (!Files.exists(folder.resolve("task"))) {
            DeployedFunction.unpack(folder);
        }
        s3.createBucket(request -> request.bucket(media));
        s3.createBucket(request -> request.bucket(dataset));
        s3.putObject(request -> request.bucket(media).key(KEY), RequestBody.fromBytes(TinyImages.png(3, 2)));
        s3.putObject(request -> request.bucket(media).key("in/broken.jpg"), RequestBody.fromString("<html>"));
    }

    @AfterEach
    void close() {
        s3.close();
    }

    @Test
    void every_kind_of_invocation_is_answered() throws Exception {
        try (DeployedFunction function = start(List.of(), List.of())) {
            RuntimeApi.Result batch = function.invoke(Events.sqs(
                    Events.s3(media, KEY), "poison", Events.S3_TEST_EVENT, Events.s3(media, "in/broken.jpg")));
            assertThat(batch)
                    .as(function.output())
                    .isEqualTo(new RuntimeApi.Result(
                            "response", "{\"batchItemFailures\":[{\"itemIdentifier\":\"message-1\"}]}"));
            assertThat(records()).hasSize(2);
            assertThat(records().get(0)).contains("\"width\":3,\"height\":2").contains("\"requests\":1");
            assertThat(records().get(1)).contains("\"outcome\":\"failed\"").contains("\"kind\":\"CORRUPT\"");

            // The same again, out of the queue's hands: nothing is added.
            assertThat(function.invoke(Events.s3(media, KEY)).kind()).isEqualTo("response");
            assertThat(function.invoke(Events.s3(media, KEY)).kind()).isEqualTo("response");
            assertThat(segments()).hasSize(2);

            assertThat(function.invoke(Events.S3_TEST_EVENT)).isEqualTo(new RuntimeApi.Result("response", "{}"));

            RuntimeApi.Result direct =
                    function.invoke("{\"operation\":\"metadata\",\"dir\":\"s3://" + media + "/in/\"}");
            assertThat(direct.kind()).isEqualTo("response");
            assertThat(Json.readObject(direct.body()))
                    .containsEntry("state", "PARTIAL")
                    .extractingByKey("counts")
                    .isEqualTo(Map.of(
                            "matched", 2, "planned", 0, "done", 1, "skipped", 0, "failed", 1, "not_attempted", 0));

            RuntimeApi.Result unknown = function.invoke("{\"detail-type\":\"Nothing Known\"}");
            assertThat(unknown.kind()).isEqualTo("error");
            assertThat(unknown.body()).contains("UnknownEventException").contains("detail-type");
            assertThat(function.invoke(Events.S3_TEST_EVENT).kind()).isEqualTo("response");
        }
    }

    @Test
    void a_media_cache_ends_the_start_with_its_reason() throws Exception {
        Map<String, String> environment = environment();
        environment.put("FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "34359738368");
        try (DeployedFunction function =
                DeployedFunction.start(folder, DeployedFunction.HANDLER, environment, List.of(), List.of())) {
            RuntimeApi.Result refused = function.api().result();

            assertThat(refused.kind()).as(function.output()).isEqualTo("init/error");
            assertThat(refused.body())
                    .contains("FIFTYONE_MEDIA_CACHE_SIZE_BYTES: must be absent or -1")
                    .contains("34359738368");
        }
    }

    @Test
    void works_where_nothing_can_be_written() throws Exception {
        ReadOnlySystem.assumeAvailable();
        try (DeployedFunction function = start(ReadOnlySystem.command(), List.of())) {
            RuntimeApi.Result answer = function.invoke(Events.sqs(Events.s3(media, KEY)));

            assertThat(answer)
                    .as(function.output())
                    .isEqualTo(new RuntimeApi.Result("response", "{\"batchItemFailures\":[]}"));
            assertThat(records()).hasSize(1);
        }
    }

    @Test
    void loads_no_class_of_another_cloud() throws Exception {
        Path classes = folder.resolve("classes-" + UUID.randomUUID() + ".log");
        try (DeployedFunction function = start(List.of(), List.of("-Xlog:class+load:file=" + classes))) {
            assertThat(function.invoke(Events.sqs(Events.s3(media, KEY))).kind())
                    .isEqualTo("response");
        }
        Map<String, Long> loaded = new HashMap<>();
        try (Stream<String> lines = Files.lines(classes)) {
            lines.forEach(line ->
                    List.of("com.google.cloud.", "com.azure.", "com.mongodb.", "software.amazon.awssdk.", "io.mediafn.")
                            .stream()
                            .filter(line::contains)
                            .forEach(prefix -> loaded.merge(prefix, 1L, Long::sum)));
        }
        assertThat(loaded).containsOnlyKeys("software.amazon.awssdk.", "io.mediafn.");
        System.out.println("classes loaded for one S3 event: " + loaded);
    }

    private DeployedFunction start(List<String> before, List<String> options) throws IOException {
        return DeployedFunction.start(folder, DeployedFunction.HANDLER, environment(), before, options);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_ENDPOINT_URL", server.endpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", server.accessKey());
        environment.put("AWS_SECRET_ACCESS_KEY", server.secretKey());
        environment.put("MEDIAFN_DATASET", "s3://" + dataset + "/traffic/");
        environment.put("MEDIAFN_ALLOW", "s3://" + media + "/in/");
        environment.put("FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "-1");
        return environment;
    }

    private List<S3Object> segments() {
        return s3.listObjectsV2(request -> request.bucket(dataset).prefix("traffic/segments/"))
                .contents();
    }

    /** The lines of all segments, in their order as text. */
    private List<String> records() {
        return segments().stream()
                .flatMap(segment -> s3.getObjectAsBytes(
                                request -> request.bucket(dataset).key(segment.key()))
                        .asUtf8String()
                        .lines())
                .sorted((left, right) -> Boolean.compare(left.contains("failed"), right.contains("failed")))
                .toList();
    }
}
