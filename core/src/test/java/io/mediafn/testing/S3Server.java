package io.mediafn.testing;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A server that speaks S3, and who may use it. */
public record S3Server(URI endpoint, String region, String accessKey, String secretKey) {
    static S3Server of(TestServer server) {
        return new S3Server(server.endpoint(), server.region(), server.accessKey(), server.secretKey());
    }

    /** A new client of this server; the caller closes it. */
    public S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .forcePathStyle(true)
                .build();
    }

    /** Without the secret, which may be a real one. */
    @Override
    public String toString() {
        return "S3Server[" + endpoint + ", " + region + ", " + accessKey + "]";
    }
}
