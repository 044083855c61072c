package io.mediafn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.config.Settings;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.MediaField;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where manifests may lie that a request names. */
final class ManifestPlacesTest {
    @Test
    void a_function_opens_manifests_in_buckets_that_it_may_name() {
        Settings settings = Settings.from(Map.of("MEDIAFN_ALLOW", "s3://b/in/,mem://b/in/"));
        try (MediaApp app = MediaApp.forFunction(settings)) {
            assertThatThrownBy(() -> app.openDataset("file:///tmp/m/", false))
                    .isInstanceOf(LocationRefusedException.class);
            assertThatThrownBy(() -> app.openDataset("s3://b/m/", false))
                    .isInstanceOf(LocationRefusedException.class)
                    .hasMessageContaining("MEDIAFN_ALLOW");
            assertThatThrownBy(() -> app.openDataset("mem://b/in/m/", false))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("no place where a function could keep a manifest");
            Map<String, Object> elsewhere = Map.of("dataset", "s3://b/m/");
            assertThatThrownBy(() -> app.operations().run("compact", elsewhere, RunContext.unbounded()))
                    .isInstanceOf(LocationRefusedException.class);
            assertThat(app.openDataset("s3://b/in/m/", false).mediaFields()).containsExactly(MediaField.FILEPATH);
        }
    }

    @Test
    void a_request_to_fold_names_a_manifest_and_its_report_has_one_item(@TempDir Path folder) throws Exception {
        Path segments = Files.createDirectories(folder.resolve("segments"));
        for (int i = 0; i < 2; i++) {
            Files.writeString(
                    segments.resolve("%024x.ndjson".formatted(i)),
                    "{\"id\":\"%024x\",\"filepath\":\"s3://b/1.jpg\",\"observed_at\":\"2026-01-01T00:00:0%d.000Z\"}\n"
                            .formatted(7, i));
        }
        try (MediaApp app = MediaApp.forCommandLine(Settings.from(Map.of()))) {
            assertThatThrownBy(() -> app.operations()
                            .run("compact", Map.of("dataset", "traffic", "all", true), RunContext.unbounded()))
                    .isInstanceOf(InvalidFieldsException.class)
                    .hasMessageContaining("dataset")
                    .hasMessageContaining("all");
            Map<String, Object> request = Map.of("dataset", "file://" + folder + "/");
            Report report = app.operations().run("compact", request, RunContext.unbounded());
            assertThat(report.state()).isEqualTo("DONE");
            assertThat(report.items())
                    .singleElement()
                    .satisfies(item -> assertThat(item)
                            .containsEntry("segments_before", 2L)
                            .containsEntry("records_before", 2L)
                            .containsEntry("segments_after", 1L)
                            .containsEntry("records_after", 1L));
            // A listing, two reads, a new segment, and one request for the old ones.
            assertThat(report.totals().requests()).isBetween(5L, 6L);
            Report again = app.operations().run("compact", request, RunContext.unbounded());
            assertThat(again.items().getFirst()).containsEntry("reason", "nothing_to_fold");
        }
    }
}
