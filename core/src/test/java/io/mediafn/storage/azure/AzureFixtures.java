package io.mediafn.storage.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.mediafn.testing.TestServer;
import java.net.URI;
import java.util.Optional;

final class AzureFixtures {
    private AzureFixtures() {}

    /** The account's own address; an emulator has it in the path. */
    static URI endpoint(TestServer server) {
        return URI.create(server.endpoint() + "/" + server.accessKey());
    }

    static AzureSettings settings(TestServer server) {
        return settings(server, new AzureCredentials.Key(server.secretKey()));
    }

    static AzureSettings settings(TestServer server, AzureCredentials credentials) {
        return new AzureSettings(Optional.of(server.accessKey()), Optional.of(endpoint(server)), credentials);
    }

    /** Microsoft's own client. */
    static BlobServiceClient vendor(TestServer server) {
        return new BlobServiceClientBuilder()
                .endpoint(endpoint(server).toString())
                .credential(new StorageSharedKeyCredential(server.accessKey(), server.secretKey()))
                .httpClient(new JdkHttpClientBuilder().build())
                .buildClient();
    }
}
