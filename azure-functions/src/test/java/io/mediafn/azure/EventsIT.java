package io.mediafn.azure;

import static io.mediafn.testing.NeedsServer.Server.AZURITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.TestServer;
import io.mediafn.testing.TestServers;
import io.mediafn.testing.TinyImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The staged functions with a real Azurite behind them, and a dataset that lies there too. */
@NeedsServer(AZURITE)
final class EventsIT {
    private static final String KEY = "in/a b+c%25é#?.png";
    private static final String ENCODED = "in/a%20b+c%2525%C3%A9%23%3F.png";

    private final TestServer server = TestServers.azurite();
    private final String endpoint = server.endpoint() + "/" + server.accessKey();
    private final String root = "https://" + server.accessKey() + ".blob.core.windows.net/";
    private final String media = "media-" + UUID.randomUUID();
    private final String dataset = "dataset-" + UUID.randomUUID();
    private final BlobServiceClient service = new BlobServiceClientBuilder()
            .endpoint(endpoint)
            .credential(new StorageSharedKeyCredential(server.accessKey(), server.secretKey()))
            .httpClient(new JdkHttpClientBuilder().build())
            .buildClient();

    @BeforeEach
    void lay() {
        BlobContainerClient container = service.createBlobContainer(media);
        container.getBlobClient(KEY).upload(BinaryData.fromBytes(TinyImages.png(3, 2)));
        container.getBlobClient("in/broken.jpg").upload(BinaryData.fromString("<html>"));
    }

    @Test
    void events_from_the_queue_and_directly_are_recorded_once() throws Exception {
        service.createBlobContainer(dataset);
        try (StagedApp app = StagedApp.open(environment())) {
            app.invoke("events", base64(created(ENCODED, "1")));
            assertThat(records())
                    .singleElement()
                    .satisfies(record -> assertThat(record)
                            .contains("\"width\":3,\"height\":2")
                            .contains(root + media + "/" + KEY)
                            .contains("\"sequence\":\"1\""));

            app.invoke("events", created(ENCODED, "1"));
            app.invoke("eventGrid", created(ENCODED, "1"));
            assertThat(records()).hasSize(1);

            app.invoke("events", "[" + created("in/broken.jpg", "2") + "]");
            assertThat(records()).hasSize(2).anyMatch(record -> record.contains("\"kind\":\"CORRUPT\""));
        }
    }

    @Test
    void a_blob_that_is_gone_is_no_reason_to_come_again() throws Exception {
        service.createBlobContainer(dataset);
        try (StagedApp app = StagedApp.open(environment())) {
            app.invoke("events", created("in/gone.png", "1"));

            assertThat(records()).noneMatch(record -> record.contains("\"width\""));
        }
    }

    @Test
    void what_could_not_be_recorded_comes_again_and_then_is() throws Exception {
        try (StagedApp app = StagedApp.open(environment())) {
            assertThatThrownBy(() -> app.invoke("events", created(ENCODED, "1")))
                    .hasMessageContaining("to be delivered again")
                    .hasMessageContaining("NOT_FOUND");

            service.createBlobContainer(dataset);
            app.invoke("events", created(ENCODED, "1"));
            assertThat(records()).hasSize(1);
        }
    }

    @Test
    void a_poisoned_message_fails_each_time_and_keeps_nothing_else_from_being_handled() throws Exception {
        service.createBlobContainer(dataset);
        try (StagedApp app = StagedApp.open(environment())) {
            for (int attempt = 0; attempt < 5; attempt++) {
                assertThatThrownBy(() -> app.invoke("events", "poison")).hasMessageContaining("not understood");
            }
            String both = "[{\"hello\":\"world\"}," + created(ENCODED, "1") + "]";
            assertThatThrownBy(() -> app.invoke("events", both)).hasMessageContaining("eventType");
            assertThat(records()).hasSize(1);
        }
    }

    @Test
    void a_location_that_is_not_allowed_is_not_taken_for_handled() throws Exception {
        service.createBlobContainer(dataset);
        try (StagedApp app = StagedApp.open(environment())) {
            assertThatThrownBy(() -> app.invoke("events", created("elsewhere/x.png", "1")))
                    .hasMessageContaining("elsewhere/x.png");
            assertThat(records()).isEmpty();
        }
    }

    @Test
    void the_schedule_of_the_pipeline_is_run_and_a_failure_of_it_is_one() throws Exception {
        Map<String, String> environment = environment();
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
        Map<String, String> environment = environment();
        environment.put("MEDIAFN_TIMEOUT_SECONDS", "soon");
        try (StagedApp app = StagedApp.open(environment)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> app.invoke("events", created(ENCODED, "1")))
                        .hasMessageContaining("MEDIAFN_TIMEOUT_SECONDS");
            }
        }
    }

    private String schedule(String prefix) {
        return "{\"rules\":[],\"schedule\":[{\"operation\":\"metadata\",\"dir\":\"" + root + media + "/" + prefix
                + "\",\"dry_run\":true}]}";
    }

    /** As CloudEvents; the host in the URL is the one that Azure would have. */
    private String created(String encodedKey, String sequencer) {
        return "{\"specversion\":\"1.0\",\"type\":\"Microsoft.Storage.BlobCreated\",\"source\":\"/subscriptions/s/"
                + "resourceGroups/g/providers/Microsoft.Storage/storageAccounts/" + server.accessKey()
                + "\",\"id\":\"831e1650\",\"time\":\"2026-11-21T09:00:00.1234567Z\",\"subject\":"
                + "\"/blobServices/default/containers/" + media + "/blobs/x\",\"data\":{\"api\":\"PutBlob\","
                + "\"contentLength\":7,\"url\":\"" + root + media + "/" + encodedKey + "\",\"sequencer\":\"" + sequencer
                + "\"}}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("AZURE_STORAGE_ACCOUNT", server.accessKey());
        environment.put("AZURE_STORAGE_KEY", server.secretKey());
        environment.put("AZURE_STORAGE_ACCOUNT_URL", endpoint);
        environment.put("MEDIAFN_DATASET", root + dataset + "/traffic/");
        environment.put("MEDIAFN_ALLOW", root + media + "/in/");
        environment.put("MEDIAFN_EVENTS_QUEUE", "events");
        environment.put("MEDIAFN_SCHEDULE_CRON", "0 0 3 * * *");
        environment.put("FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "-1");
        return environment;
    }

    /** The lines of all segments. */
    private List<String> records() throws IOException {
        BlobContainerClient container = service.getBlobContainerClient(dataset);
        return container.listBlobs().stream()
                .filter(blob -> blob.getName().startsWith("traffic/segments/"))
                .flatMap(blob -> container
                        .getBlobClient(blob.getName())
                        .downloadContent()
                        .toString()
                        .lines())
                .toList();
    }
}
