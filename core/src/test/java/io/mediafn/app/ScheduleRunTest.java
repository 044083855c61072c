package io.mediafn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import io.mediafn.event.EventsFailedException;
import io.mediafn.operation.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a clock sets off: nobody looks at its answer, so nothing of it may be lost. */
final class ScheduleRunTest {
    private static final String COPY = "{\"operation\":\"copy\",\"indir\":\"s3://in/\",\"outdir\":\"s3://out/\"}";
    private static final String GONE =
            "{\"operation\":\"copy\",\"inpaths\":[\"s3://in/gone\"],\"outpaths\":[\"s3://out/x\"]}";
    private static final String NO_DATASET = "{\"operation\":\"metadata\",\"dataset\":\"traffic\"}";

    @TempDir
    private Path buckets;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectory(buckets.resolve("in"));
        Files.createDirectory(buckets.resolve("out"));
    }

    private List<Report> run(Deadline deadline, String... requests) {
        Settings settings = Settings.from(Map.of(
                "MEDIAFN_EMBEDDED_S3",
                buckets.toString(),
                "MEDIAFN_PIPELINE",
                "{\"rules\":[],\"schedule\":[" + String.join(",", requests) + "]}"));
        try (MediaApp app = MediaApp.forFunction(settings)) {
            return app.runSchedule(deadline);
        }
    }

    private long copied() throws IOException {
        try (Stream<Path> files = Files.list(buckets.resolve("out"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void a_request_that_fails_is_told_and_keeps_none_behind_it_from_being_run() throws IOException {
        Files.writeString(buckets.resolve("in/1.txt"), "1");
        assertThatThrownBy(() -> run(Deadline.never(), GONE, NO_DATASET, COPY))
                .isInstanceOf(EventsFailedException.class)
                .hasMessageContaining("scheduled copy")
                .hasMessageContaining("scheduled metadata: FIFTYONE_DATABASE_URI");
        assertThat(copied()).isOne();
    }

    @Test
    void what_does_not_fit_one_reply_is_gone_on_with() throws IOException {
        for (int i = 0; i < 1100; i++) {
            Files.writeString(buckets.resolve("in/" + i + ".txt"), "x");
        }
        List<Report> reports = run(Deadline.never(), COPY);
        assertThat(copied()).isEqualTo(1100);
        assertThat(reports)
                .singleElement()
                .satisfies(report -> assertThat(report.next()).isEmpty());
    }

    @Test
    void without_time_it_ends_and_says_so() throws IOException {
        Files.writeString(buckets.resolve("in/1.txt"), "1");
        List<Report> reports = run(Deadline.in(Duration.ofSeconds(-1)), COPY);
        assertThat(copied()).isZero();
        assertThat(reports)
                .singleElement()
                .satisfies(report -> assertThat(report.next()).isPresent());
    }
}
