package io.mediafn.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import io.mediafn.event.ObjectEvent;
import io.mediafn.location.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log says of events, whatever their rules do: nothing else tells why one lies among the dead letters. */
final class EventLogTest {
    private final Logger log = Logger.getLogger("io.mediafn.event.EventLog");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @TempDir
    private Path buckets;

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            lines.add(logged.getLevel() + " " + new SimpleFormatter().formatMessage(logged));
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        log.addHandler(handler);
    }

    @AfterEach
    void leave() {
        log.removeHandler(handler);
    }

    private void handle(String location, Deadline deadline) throws Exception {
        Files.createDirectories(buckets.resolve("in"));
        Files.createDirectories(buckets.resolve("out"));
        Settings settings = Settings.from(Map.of(
                "MEDIAFN_EMBEDDED_S3",
                buckets.toString(),
                "MEDIAFN_PIPELINE",
                "{\"rules\":[{\"when\":{\"prefix\":\"s3://in/\"},\"do\":[{\"copy\":{\"outdir\":\"s3://out/\"}}]}]}"));
        try (MediaApp app = MediaApp.forFunction(settings)) {
            app.handle(
                    List.of(new ObjectEvent(Location.of(location), ObjectEvent.Type.CREATED, "1", Optional.empty())),
                    deadline);
        }
    }

    @Test
    void a_copy_that_could_not_be_made_is_told_with_its_reason() throws Exception {
        handle("s3://in/a.jpg", Deadline.in(Duration.ofSeconds(-1)));
        assertThat(lines)
                .containsExactly(
                        "WARNING copy will be delivered again: s3://in/a.jpg UNAVAILABLE: there was no time" + " left");
    }

    @Test
    void what_no_rule_is_for_is_told_with_its_reason() throws Exception {
        handle("s3://elsewhere/a.jpg", Deadline.never());
        handle("s3://in/gone.jpg", Deadline.never());
        assertThat(lines)
                .containsExactly("INFO skipped s3://elsewhere/a.jpg (no_rule)", "INFO skipped s3://in/gone.jpg (gone)");
    }
}
