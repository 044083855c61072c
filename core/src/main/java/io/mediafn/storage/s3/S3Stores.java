package io.mediafn.storage.s3;

import io.mediafn.storage.ObjectStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Opens stores over S3. */
public final class S3Stores {
    private S3Stores() {}

    /** Opens a client; nothing is sent before its first use. */
    public static ObjectStore open(S3Settings settings) {
        // The client is named: a search for one on the class path costs a cold start and can find two.
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                // A range has no checksum of its own; asking for one would only send a useless header.
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override.addExecutionInterceptor(new RequestCounter()));
        settings.endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
        settings.region().map(Region::of).ifPresent(builder::region);
        settings.credentials()
                .map(S3Stores::toSdk)
                .map(StaticCredentialsProvider::create)
                .ifPresent(builder::credentialsProvider);
        return new S3ObjectStore(builder.build());
    }

    private static AwsCredentials toSdk(S3Settings.Credentials credentials) {
        return credentials.sessionToken().isPresent()
                ? AwsSessionCredentials.create(
                        credentials.accessKeyId(),
                        credentials.secretAccessKey(),
                        credentials.sessionToken().get())
                : AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey());
    }
}
