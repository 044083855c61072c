package io.mediafn.operation.copy;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.azure.AzureCredentials;
import io.mediafn.storage.azure.AzureSettings;
import io.mediafn.storage.azure.AzureStores;
import io.mediafn.storage.gcs.GcsCredentials;
import io.mediafn.storage.gcs.GcsSettings;
import io.mediafn.storage.gcs.GcsStores;
import io.mediafn.storage.s3.S3Credentials;
import io.mediafn.storage.s3.S3Settings;
import io.mediafn.storage.s3.S3Stores;
import io.mediafn.testing.AzuriteContainers;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServer;
import io.mediafn.testing.TestServers;
import io.mediafn.testing.WireProxy;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** A real server behind a proxy, with a bucket of its own. */
enum Clouds {
    /** Checks signatures, and with them every byte. */
    SIGNED_S3,
    LOCAL_S3,
    GCS,
    AZURE;

    /** One of them, in use. */
    record Cloud(Clouds kind, WireProxy proxy, ObjectStore store, String bucket) implements AutoCloseable {
        Location at(String key) {
            String scheme = switch (kind) {
                case SIGNED_S3, LOCAL_S3 -> "s3";
                case GCS -> "gs";
                case AZURE -> "az";
            };
            return Location.of(scheme + "://" + bucket + "/" + key);
        }

        @Override
        public void close() {
            store.close();
            proxy.close();
        }
    }

    Cloud open() throws Exception {
        String bucket = "copy-" + UUID.randomUUID();
        return switch (this) {
            case SIGNED_S3 -> s3(TestServers.versityGateway(), bucket);
            case LOCAL_S3 -> s3(TestServers.localStack(), bucket);
            case GCS -> {
                TestServer server = TestServers.fakeGcs();
                post(server.endpoint().resolve("/storage/v1/b?project=p"), "{\"name\":\"" + bucket + "\"}");
                WireProxy proxy = WireProxy.before(server.endpoint());
                yield new Cloud(
                        this,
                        proxy,
                        GcsStores.open(new GcsSettings(
                                Optional.of(proxy.endpoint()), new GcsCredentials.Anonymous(), Optional.empty())),
                        bucket);
            }
            case AZURE -> {
                TestServer server = TestServers.azurite();
                AzuriteContainers.create(server, bucket);
                WireProxy proxy = WireProxy.before(server.endpoint());
                URI account = URI.create(proxy.endpoint() + "/" + server.accessKey());
                yield new Cloud(
                        this,
                        proxy,
                        AzureStores.open(new AzureSettings(
                                Optional.of(server.accessKey()),
                                Optional.of(account),
                                new AzureCredentials.Key(server.secretKey()))),
                        bucket);
            }
        };
    }

    private Cloud s3(S3Server server, String bucket) {
        try (var vendor = server.client()) {
            vendor.createBucket(request -> request.bucket(bucket));
        }
        WireProxy proxy = WireProxy.before(server.endpoint());
        S3Settings settings = new S3Settings(
                Optional.of(proxy.endpoint()),
                Optional.of(server.region()),
                new S3Credentials.Keys(server.accessKey(), server.secretKey(), Optional.empty()));
        return new Cloud(this, proxy, S3Stores.open(settings), bucket);
    }

    private static void post(URI uri, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        if (connection.getResponseCode() >= 300) {
            throw new IOException("the bucket was not made: " + connection.getResponseCode());
        }
    }
}
