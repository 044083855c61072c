package io.mediafn.app;

import static io.mediafn.testing.NeedsServer.Server.AZURITE;
import static io.mediafn.testing.NeedsServer.Server.FAKE_GCS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.sun.net.httpserver.HttpServer;
import io.mediafn.config.Settings;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.TestServer;
import io.mediafn.testing.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings lead to Cloud Storage, to Azure (whose emulator checks keys) in every spelling, and to web servers. */
@NeedsServer({FAKE_GCS, AZURITE})
final class OtherCloudsIT {
    private static final String CONTAINER_KEY = "in/a b%2F#?.jpg";

    private final TestServer google = TestServers.fakeGcs();
    private final TestServer azurite = TestServers.azurite();
    private final String bucket = "conf-" + UUID.randomUUID();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    private <T> T with(Function<MediaApp, T> use) {
        try (MediaApp app = MediaApp.forFunction(Settings.from(environment))) {
            return use.apply(app);
        }
    }

    private void write(String location, String text) {
        Location at = Location.of(location);
        with(app -> app.stores()
                .forLocation(app.policy().check(at))
                .write(at, Content.of(text.getBytes(StandardCharsets.UTF_8)), WriteOptions.replace()));
    }

    private String read(String location) {
        return with(app -> read(app, location));
    }

    private static String read(MediaApp app, String location) {
        Location at = app.policy().check(Location.of(location));
        try (ObjectRead read = app.stores().forLocation(at).read(at, ReadOptions.all())) {
            return new String(read.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void assertKind(Kind kind, String location) {
        assertThatThrownBy(() -> read(location))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void an_emulator_of_google() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> made = client.send(
                    HttpRequest.newBuilder(google.endpoint().resolve("/storage/v1/b"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + bucket + "\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(made.statusCode()).isEqualTo(200);
        }
        environment.put(
                "STORAGE_EMULATOR_HOST",
                google.endpoint().getHost() + ":" + google.endpoint().getPort());
        write("gs://" + bucket + "/" + CONTAINER_KEY, "by emulator");
        assertThat(read("google://" + bucket + "/" + CONTAINER_KEY)).isEqualTo("by emulator");
    }

    /** The account's own address; an emulator has it in the path. */
    private String account() {
        return azurite.endpoint() + "/" + azurite.accessKey();
    }

    private void useAccount(String key) {
        environment.put("AZURE_STORAGE_ACCOUNT", azurite.accessKey());
        environment.put("AZURE_STORAGE_KEY", key);
        environment.put("AZURE_STORAGE_ACCOUNT_URL", account());
        environment.put("AZURE_ALIAS", "lake");
    }

    @Test
    void an_account_by_key_url_alias_file_and_connection_string() throws IOException {
        new BlobServiceClientBuilder()
                .endpoint(account())
                .credential(new StorageSharedKeyCredential(azurite.accessKey(), azurite.secretKey()))
                .httpClient(new JdkHttpClientBuilder().build())
                .buildClient()
                .createBlobContainer(bucket);
        useAccount(azurite.secretKey());
        write("az://" + bucket + "/" + CONTAINER_KEY, "by key");
        String url = account() + "/" + bucket + "/" + CONTAINER_KEY;
        for (String location :
                new String[] {"azure://" + bucket + "/" + CONTAINER_KEY, "lake://" + bucket + "/" + CONTAINER_KEY, url
                }) {
            assertThat(read(location)).as(location).isEqualTo("by key");
        }
        Location prefix = Location.of(account() + "/" + bucket + "/in/");
        List<ObjectStat> listed = with(app -> app.stores()
                .forLocation(prefix)
                .list(prefix, ListOptions.everything())
                .objects());
        assertThat(listed).extracting(ObjectStat::location).containsExactly(Location.of(url));

        useAccount("YW5vdGhlcg==");
        assertKind(Kind.DENIED, "az://" + bucket + "/" + CONTAINER_KEY);
        assertKind(Kind.DENIED, url);

        environment.clear();
        String connection = "DefaultEndpointsProtocol=http;AccountName=" + azurite.accessKey() + ";BlobEndpoint="
                + account() + ";AccountKey=";
        environment.put(
                "AZURE_CREDENTIALS_FILE",
                file("azure.ini", "[default]\nconn_str = " + connection + azurite.secretKey() + "\n")
                        .toString());
        assertThat(read("az://" + bucket + "/" + CONTAINER_KEY)).isEqualTo("by key");
        assertThat(read(url)).isEqualTo("by key");
        environment.put("AZURE_STORAGE_CONNECTION_STRING", connection + "YW5vdGhlcg==");
        assertKind(Kind.DENIED, "az://" + bucket + "/" + CONTAINER_KEY);

        environment.put(
                "MEDIAFN_REMOTE_LINKS",
                file(
                                "links.yml",
                                "x: {provider: azure, endpoint: '%s', access_key: %s, secret_key: '%s', buckets: [%s]}"
                                        .formatted(account(), azurite.accessKey(), azurite.secretKey(), bucket))
                        .toString());
        assertThat(read("az://" + bucket + "/" + CONTAINER_KEY))
                .as("the bucket's entry comes before the connection string")
                .isEqualTo("by key");
    }

    @Test
    void a_key_that_can_not_be_one_is_told_without_it() {
        useAccount("not base64!");
        assertThatThrownBy(() -> read("az://" + bucket + "/k"))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                .hasMessageContaining("base64")
                .hasMessageNotContaining("not base64!");
    }

    @Test
    void web_servers_of_this_machine_are_for_persons_only() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "private".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String location = "http://127.0.0.1:" + server.getAddress().getPort() + "/x.jpg";
            assertThatThrownBy(() -> read(location)).isInstanceOf(StorageException.class);
            try (MediaApp app = MediaApp.forCommandLine(Settings.from(environment))) {
                assertThat(read(app, location)).isEqualTo("private");
            }
        } finally {
            server.stop(0);
        }
    }
}
