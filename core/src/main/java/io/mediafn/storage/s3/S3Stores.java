package io.mediafn.storage.s3;

import io.mediafn.storage.ObjectStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Opens stores over S3. */
public final class S3Stores {
    private S3Stores() {}

    /** Opens a client; nothing is sent before its first use. */
    public static ObjectStore open(S3Settings settings) {
        // The client is named: a search for one on the class path costs a cold start and can find two.
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(S3Timeouts.httpClient())
                // A range has no checksum of its own; asking for one would only send a useless header.
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                // A bucket in another region is found by S3's own redirect, once for each bucket.
                .crossRegionAccessEnabled(settings.endpoint().isEmpty())
                .overrideConfiguration(override -> {
                    S3Timeouts.apply(override);
                    override.addExecutionInterceptor(new RequestCounter());
                });
        settings.endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
        builder.region(settings.region().map(Region::of).orElseGet(S3Stores::configuredRegion));
        if (settings.credentials() instanceof S3Credentials.Keys keys) {
            builder.credentialsProvider(StaticCredentialsProvider.create(toSdk(keys)));
        }
        return new S3ObjectStore(builder.build());
    }

    /**
     * The region of the AWS profile, or any: a redirect leads to the right one. The SDK's own chain would go on to ask a
     * machine's metadata service, and wait for it where there is none.
     */
    private static Region configuredRegion() {
        try {
            return new AwsProfileRegionProvider().getRegion();
        } catch (SdkClientException e) {
            return Region.US_EAST_1;
        }
    }

    private static AwsCredentials toSdk(S3Credentials.Keys credentials) {
        return credentials.sessionToken().isPresent()
                ? AwsSessionCredentials.create(
                        credentials.accessKeyId(),
                        credentials.secretAccessKey(),
                        credentials.sessionToken().get())
                : AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey());
    }
}
