package io.mediafn.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.json.Json;
import io.mediafn.testing.TinyImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CloudWatch gets from the deployed zip under the real runtime interface client. */
final class LogIT {
    @TempDir
    private static Path folder;

    @Test
    void an_event_is_told_in_json_lines_and_in_metrics() throws Exception {
        DeployedFunction.unpack(folder);
        Path buckets = folder.resolve("buckets");
        Files.createDirectories(buckets.resolve("dataset"));
        Files.createDirectories(buckets.resolve("media/in"));
        Files.write(buckets.resolve("media/in/x.png"), TinyImages.png(7, 5));
        Map<String, String> environment = Map.of(
                "MEDIAFN_EMBEDDED_S3", buckets.toString(),
                "MEDIAFN_DATASET", "s3://dataset/traffic/",
                "FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "-1");
        try (DeployedFunction function =
                DeployedFunction.start(folder, DeployedFunction.HANDLER, environment, List.of(), List.of())) {
            assertThat(function.invoke(Events.s3("media", "in/x.png")).kind())
                    .as(function.output())
                    .isEqualTo("response");

            List<Map<String, Object>> lines =
                    function.output().lines().map(Json::readObject).toList();
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line)
                            .containsEntry("level", "INFO")
                            .containsEntry("message", "done s3://media/in/x.png")
                            .containsKeys("timestamp", "logger", "request_id"));
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line)
                            .containsKeys("_aws", "request_id")
                            .containsEntry("function", "test")
                            .containsEntry("operation", "events")
                            .containsEntry("done", 1)
                            .containsEntry("redelivered", 0));
        }
    }
}
