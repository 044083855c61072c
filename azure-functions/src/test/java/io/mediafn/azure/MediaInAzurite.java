package io.mediafn.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.mediafn.testing.TestServer;
import io.mediafn.testing.TestServers;
import io.mediafn.testing.TinyImages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A container of media in a real Azurite, the settings of an app for it, and what the app leaves in its dataset. */
final class MediaInAzurite {
    static final String KEY = "in/a b+c%25é#?.png";
    static final String ENCODED = "in/a%20b+c%2525%C3%A9%23%3F.png";

    private final TestServer server = TestServers.azurite();
    private final String endpoint = server.endpoint() + "/" + server.accessKey();
    private final BlobServiceClient service = new BlobServiceClientBuilder()
            .endpoint(endpoint)
            .credential(new StorageSharedKeyCredential(server.accessKey(), server.secretKey()))
            .httpClient(new JdkHttpClientBuilder().build())
            .buildClient();
    private final String dataset = "dataset-" + UUID.randomUUID();

    /** The host in it is the one that Azure would have. */
    final String root = "https://" + server.accessKey() + ".blob.core.windows.net/";

    final String container = "media-" + UUID.randomUUID();

    MediaInAzurite() {
        service.createBlobContainer(container);
        put(KEY);
        service.getBlobContainerClient(container)
                .getBlobClient("in/broken.jpg")
                .upload(BinaryData.fromString("<html>"));
    }

    /** Lays an image of 3 x 2. */
    void put(String key) {
        service.getBlobContainerClient(container).getBlobClient(key).upload(BinaryData.fromBytes(TinyImages.png(3, 2)));
    }

    /** Without it, nothing can be recorded. */
    void createDataset() {
        service.createBlobContainer(dataset);
    }

    String account() {
        return server.accessKey();
    }

    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("AZURE_STORAGE_ACCOUNT", server.accessKey());
        environment.put("AZURE_STORAGE_KEY", server.secretKey());
        environment.put("AZURE_STORAGE_ACCOUNT_URL", endpoint);
        environment.put("MEDIAFN_DATASET", root + dataset + "/traffic/");
        environment.put("MEDIAFN_ALLOW", root + container + "/in/");
        environment.put("MEDIAFN_EVENTS_QUEUE", "events");
        environment.put("MEDIAFN_SCHEDULE_CRON", "0 0 3 * * *");
        environment.put("FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "-1");
        return environment;
    }

    /** The lines of all segments. */
    List<String> records() {
        BlobContainerClient client = service.getBlobContainerClient(dataset);
        return client.listBlobs().stream()
                .filter(blob -> blob.getName().startsWith("traffic/segments/"))
                .flatMap(blob -> client.getBlobClient(blob.getName())
                        .downloadContent()
                        .toString()
                        .lines())
                .toList();
    }

    /** An event of Event Grid, as CloudEvents has it. */
    String created(String encodedKey, String sequencer) {
        return "{\"specversion\":\"1.0\",\"type\":\"Microsoft.Storage.BlobCreated\",\"source\":\"/subscriptions/s/"
                + "resourceGroups/g/providers/Microsoft.Storage/storageAccounts/" + server.accessKey()
                + "\",\"id\":\"831e1650\",\"time\":\"2026-11-21T09:00:00.1234567Z\",\"subject\":"
                + "\"/blobServices/default/containers/" + container + "/blobs/x\",\"data\":{\"api\":\"PutBlob\","
                + "\"contentLength\":7,\"url\":\"" + root + container + "/" + encodedKey + "\",\"sequencer\":\""
                + sequencer + "\"}}";
    }
}
