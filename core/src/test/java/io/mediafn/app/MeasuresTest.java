package io.mediafn.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import io.mediafn.event.ObjectEvent;
import io.mediafn.location.Location;
import io.mediafn.log.Metrics;
import io.mediafn.operation.RunContext;
import io.mediafn.testing.TinyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each batch of events and each operation is told in numbers. */
final class MeasuresTest {
    @TempDir
    private Path buckets;

    private final List<Metrics> told = new ArrayList<>();

    private MediaApp app() throws IOException {
        Files.createDirectories(buckets.resolve("dataset"));
        Files.createDirectories(buckets.resolve("media/in"));
        Files.write(buckets.resolve("media/in/x.png"), TinyImages.png(7, 5));
        Files.writeString(buckets.resolve("media/in/broken.jpg"), "<html>");
        return MediaApp.forFunction(
                Settings.from(Map.of(
                        "MEDIAFN_EMBEDDED_S3", buckets.toString(),
                        "MEDIAFN_DATASET", "s3://dataset/traffic/",
                        "MEDIAFN_ALLOW", "s3://media/in")),
                told::add);
    }

    private static ObjectEvent created(String location) {
        return new ObjectEvent(Location.of(location), ObjectEvent.Type.CREATED, "1", Optional.empty());
    }

    @Test
    void events_are_counted_by_what_became_of_them() throws IOException {
        try (MediaApp app = app()) {
            assertThat(app.handle(
                            List.of(
                                    created("s3://media/in/x.png"),
                                    created("s3://media/in/broken.jpg"),
                                    created("s3://media/in/notes.txt"),
                                    created("s3://forbidden/x.png")),
                            Deadline.never()))
                    .hasSize(4);
        }
        assertThat(told).singleElement().satisfies(metrics -> {
            assertThat(metrics.operation()).isEqualTo("events");
            assertThat(metrics.counts())
                    .containsEntry("matched", 4L)
                    .containsEntry("done", 1L)
                    .containsEntry("redelivered", 1L);
            assertThat(metrics.counts().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .as("each event has one outcome, and one comes again")
                    .isEqualTo(4 + 4 + 1);
            assertThat(metrics.bytes()).isPositive();
            assertThat(metrics.requests()).isPositive();
            assertThat(metrics.seconds()).isPositive();
        });
    }

    @Test
    void operations_are_counted_as_their_reports_say() throws IOException {
        try (MediaApp app = app()) {
            Map<String, Object> counts = app.operations()
                    .run(
                            Map.of("operation", "metadata", "dir", "s3://media/in/"),
                            RunContext.ofReply(Deadline.never(), System::nanoTime))
                    .counts();
            assertThat(told).singleElement().satisfies(metrics -> {
                assertThat(metrics.operation()).isEqualTo("metadata");
                assertThat(metrics.counts()).hasSameSizeAs(counts).containsEntry("matched", 2L);
                assertThat(metrics.bytes()).isPositive();
            });
        }
    }
}
