package io.mediafn.azure;

import static io.mediafn.testing.NeedsServer.Server.AZURITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.api.ApiRequest;
import io.mediafn.json.Json;
import io.mediafn.testing.NeedsServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What the staged app writes to standard output, where the host reads it line by line. */
@NeedsServer(AZURITE)
final class LogIT {
    /** An invocation in which something is logged, and which may fail. */
    @FunctionalInterface
    private interface Invocation {
        void in(StagedApp app) throws Exception;
    }

    private final MediaInAzurite media = new MediaInAzurite();

    @Test
    void each_line_of_an_event_is_json_with_its_invocation_and_trace_and_one_has_the_numbers() throws Exception {
        media.createDataset();
        List<Map<String, Object>> lines =
                lines(app -> app.invoke("events", media.created(MediaInAzurite.ENCODED, "1")));

        assertThat(lines)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(line -> assertThat(line)
                        .containsEntry("level", "Information")
                        .containsEntry("correlation_id", TestContext.ID)
                        .containsEntry("InvocationId", TestContext.ID)
                        .containsEntry("operation_Id", TestContext.TRACE)
                        .containsKeys("timestamp", "message"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .containsKey("logger")
                        .extractingByKey("message")
                        .asString()
                        .contains(media.container + "/" + MediaInAzurite.KEY));
        List<Map<?, ?>> numbers = lines.stream()
                .filter(line -> line.containsKey("metrics"))
                .<Map<?, ?>>map(line -> {
                    assertThat(line).containsEntry("function", "traffic").containsEntry("message", "metrics of events");
                    return (Map<?, ?>) Objects.requireNonNull(line.get("metrics"));
                })
                .toList();
        assertThat(numbers).singleElement().satisfies(metrics -> {
            assertThat(metrics.get("operation")).isEqualTo("events");
            assertThat(metrics.get("matched")).isEqualTo(1);
            assertThat(metrics.get("done")).isEqualTo(1);
            assertThat(metrics.get("failed")).isEqualTo(0);
            assertThat(metrics.get("bytes")).asString().isNotEqualTo("0");
            assertThat(metrics.get("seconds")).isInstanceOf(Number.class);
        });
    }

    @Test
    void a_failure_is_one_line_of_its_level() throws Exception {
        List<Map<String, Object>> lines = lines(
                app -> assertThatThrownBy(() -> app.invoke("events", "poison")).hasMessageContaining("neither JSON"));

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line).containsEntry("level", "Error").containsEntry("correlation_id", TestContext.ID);
            assertThat(line).extractingByKey("message").asString().contains("delivered again", "neither JSON");
        });
    }

    @Test
    void a_request_keeps_the_id_that_its_caller_gave_it() throws Exception {
        ApiRequest request = new ApiRequest(
                "POST",
                "/metadata",
                Map.of("x-correlation-id", "caller-7", "content-type", "application/json"),
                ("{\"dir\":\"" + media.root + media.container + "/in/\",\"dry_run\":true}")
                        .getBytes(StandardCharsets.UTF_8));
        List<Map<String, Object>> lines = lines(app -> app.invoke("http", TestRequest.of(request)));

        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .containsEntry("correlation_id", "caller-7")
                        .containsEntry("InvocationId", TestContext.ID)
                        .containsEntry("operation_Id", TestContext.TRACE));
        assertThat(lines).anyMatch(line -> line.containsKey("metrics"));
    }

    @Test
    void an_app_that_is_closed_leaves_the_log_as_it_was() throws Exception {
        Logger root = LogManager.getLogManager().getLogger("");
        Handler[] before = root.getHandlers();
        try (StagedApp app = StagedApp.open(media.environment())) {
            assertThatThrownBy(() -> app.invoke("events", "poison")).hasMessageContaining("neither JSON");
            assertThat(root.getHandlers()).hasSize(1).doesNotContain(before);
        }
        assertThat(root.getHandlers()).containsExactly(before);
    }

    private List<Map<String, Object>> lines(Invocation invocation) throws Exception {
        Map<String, String> environment = media.environment();
        environment.put("WEBSITE_SITE_NAME", "traffic");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.US_ASCII));
        try (StagedApp app = StagedApp.open(environment)) {
            invocation.in(app);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(Json::readObject)
                .toList();
    }
}
