package io.mediafn.azure;

import static io.mediafn.testing.NeedsServer.Server.AZURITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.testing.NeedsServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The staged functions with a real Azurite behind them, and a dataset that lies there too. */
@NeedsServer(AZURITE)
final class EventsIT {
    private final MediaInAzurite media = new MediaInAzurite();

    @Test
    void events_from_the_queue_and_directly_are_recorded_once() throws Exception {
        media.createDataset();
        try (StagedApp app = StagedApp.open(media.environment())) {
            app.invoke("events", base64(media.created(MediaInAzurite.ENCODED, "1")));
            assertThat(media.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record)
                            .contains("\"width\":3,\"height\":2")
                            .contains(media.root + media.container + "/" + MediaInAzurite.KEY)
                            .contains("\"sequence\":\"1\""));

            app.invoke("events", media.created(MediaInAzurite.ENCODED, "1"));
            app.invoke("eventGrid", media.created(MediaInAzurite.ENCODED, "1"));
            assertThat(media.records()).hasSize(1);

            app.invoke("events", "[" + media.created("in/broken.jpg", "2") + "]");
            assertThat(media.records()).hasSize(2).anyMatch(record -> record.contains("\"kind\":\"CORRUPT\""));
        }
    }

    @Test
    void a_blob_that_is_gone_is_no_reason_to_come_again() throws Exception {
        media.createDataset();
        try (StagedApp app = StagedApp.open(media.environment())) {
            app.invoke("events", media.created("in/gone.png", "1"));

            assertThat(media.records()).noneMatch(record -> record.contains("\"width\""));
        }
    }

    @Test
    void what_could_not_be_recorded_comes_again_and_then_is() throws Exception {
        try (StagedApp app = StagedApp.open(media.environment())) {
            assertThatThrownBy(() -> app.invoke("events", media.created(MediaInAzurite.ENCODED, "1")))
                    .hasMessageContaining("to be delivered again")
                    .hasMessageContaining("NOT_FOUND");

            media.createDataset();
            app.invoke("events", media.created(MediaInAzurite.ENCODED, "1"));
            assertThat(media.records()).hasSize(1);
        }
    }

    @Test
    void a_poisoned_message_fails_each_time_and_keeps_nothing_else_from_being_handled() throws Exception {
        media.createDataset();
        try (StagedApp app = StagedApp.open(media.environment())) {
            for (int attempt = 0; attempt < 5; attempt++) {
                assertThatThrownBy(() -> app.invoke("events", "poison")).hasMessageContaining("not understood");
            }
            String both = "[{\"hello\":\"world\"}," + media.created(MediaInAzurite.ENCODED, "1") + "]";
            assertThatThrownBy(() -> app.invoke("events", both)).hasMessageContaining("eventType");
            assertThat(media.records()).hasSize(1);
        }
    }

    @Test
    void a_location_that_is_not_allowed_is_not_taken_for_handled() throws Exception {
        media.createDataset();
        try (StagedApp app = StagedApp.open(media.environment())) {
            assertThatThrownBy(() -> app.invoke("events", media.created("elsewhere/x.png", "1")))
                    .hasMessageContaining("elsewhere/x.png");
            assertThat(media.records()).isEmpty();
        }
    }

    @Test
    void the_schedule_of_the_pipeline_is_run_and_a_failure_of_it_is_one() throws Exception {
        Map<String, String> environment = media.environment();
        environment.put("MEDIAFN_PIPELINE", schedule("in/"));
        try (StagedApp app = StagedApp.open(environment)) {
            assertThat(app.invoke("schedule", "{\"isPastDue\":false}")).isEqualTo("");
        }
        environment.put("MEDIAFN_PIPELINE", schedule("elsewhere/"));
        try (StagedApp app = StagedApp.open(environment)) {
            assertThatThrownBy(() -> app.invoke("schedule", "{}")).hasMessageContaining("elsewhere/");
        }
    }

    @Test
    void settings_that_break_a_rule_fail_every_invocation_with_their_names() throws Exception {
        Map<String, String> environment = media.environment();
        environment.put("MEDIAFN_TIMEOUT_SECONDS", "soon");
        try (StagedApp app = StagedApp.open(environment)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> app.invoke("events", media.created(MediaInAzurite.ENCODED, "1")))
                        .hasMessageContaining("MEDIAFN_TIMEOUT_SECONDS");
            }
        }
    }

    private String schedule(String prefix) {
        return "{\"rules\":[],\"schedule\":[{\"operation\":\"metadata\",\"dir\":\"" + media.root + media.container + "/"
                + prefix + "\",\"dry_run\":true}]}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
