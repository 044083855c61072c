package io.mediafn.azure;

import static io.mediafn.testing.NeedsServer.Server.AZURITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.testing.NeedsServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The staged function of the blob trigger, with a real Azurite behind it, and metadata in the place of content. */
@NeedsServer(AZURITE)
final class BlobTriggerIT {
    private final MediaInAzurite media = new MediaInAzurite();

    @Test
    void a_blob_is_recorded_once_however_often_it_is_told_of() throws Exception {
        media.createDataset();
        try (StagedApp app = StagedApp.open(media.environment())) {
            blob(app, MediaInAzurite.KEY);
            blob(app, MediaInAzurite.KEY);

            assertThat(media.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record)
                            .contains("\"width\":3,\"height\":2")
                            .contains(media.root + media.container + "/" + MediaInAzurite.KEY));
        }
    }

    @Test
    void odd_names_are_what_they_are() throws Exception {
        media.createDataset();
        String[] keys = {
            "in/a b.png",
            "in/100%.png",
            "in/%41.png",
            "in/a+b.png",
            "in/Zürich.png",
            "in//x.png",
            "in/?#.png",
            "in/😀.png"
        };
        try (StagedApp app = StagedApp.open(media.environment())) {
            for (String key : keys) {
                media.put(key);
                blob(app, key);
            }
            for (String key : keys) {
                assertThat(media.records())
                        .as(key)
                        .anyMatch(record -> record.contains(media.root + media.container + "/" + key + "\"")
                                && record.contains("\"width\":3"));
            }
            assertThat(media.records()).hasSize(keys.length);
        }
    }

    @Test
    void what_is_no_image_is_recorded_as_that_and_what_is_gone_does_not_come_again() throws Exception {
        media.createDataset();
        try (StagedApp app = StagedApp.open(media.environment())) {
            blob(app, "in/broken.jpg");
            assertThat(media.records()).singleElement().asString().contains("\"kind\":\"CORRUPT\"");

            blob(app, "in/gone.png");
            assertThat(media.records()).noneMatch(record -> record.contains("\"width\""));
        }
    }

    @Test
    void what_could_not_be_handled_fails_so_that_the_host_tells_of_it_again() throws Exception {
        try (StagedApp app = StagedApp.open(media.environment())) {
            assertThatThrownBy(() -> blob(app, MediaInAzurite.KEY))
                    .hasMessageContaining("to be delivered again")
                    .hasMessageContaining("NOT_FOUND");
            media.createDataset();
            blob(app, MediaInAzurite.KEY);
            assertThat(media.records()).hasSize(1);

            assertThatThrownBy(() -> blob(app, "elsewhere/x.png")).hasMessageContaining("elsewhere/x.png");
            Map<String, String> nowhere = Map.of("Uri", "\"https://media.example/c/x.png\"", "BlobTrigger", "c/x.png");
            for (int attempt = 0; attempt < 5; attempt++) {
                assertThatThrownBy(() -> app.invokeWithMetadata("blob", nowhere))
                        .hasMessageContaining("no account");
            }
            assertThat(media.records()).hasSize(1);
        }
    }

    /** The URL as JSON, as the host sends what is no text; only its host is read. */
    private void blob(StagedApp app, String key) throws Exception {
        app.invokeWithMetadata(
                "blob",
                Map.of(
                        "Uri",
                        "\"" + media.root + media.container + "/x\"",
                        "BlobTrigger",
                        media.container + "/" + key));
    }
}
