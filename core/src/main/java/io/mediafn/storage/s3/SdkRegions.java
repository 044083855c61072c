package io.mediafn.storage.s3;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;

/** What the SDK knows of regions, asked only where it matters. */
final class SdkRegions {
    private SdkRegions() {}

    /**
     * The region of the AWS profile, or any: a redirect leads to the right one. The SDK's own chain would go on to ask a
     * machine's metadata service, and wait for it where there is none.
     */
    static String ofProfile() {
        try {
            return new AwsProfileRegionProvider().getRegion().id();
        } catch (SdkClientException e) {
            return S3Routes.ANY_REGION;
        }
    }

    /** The domain of a region's services, such as {@code amazonaws.com.cn}. */
    static String domain(String region) {
        return PartitionMetadata.of(Region.of(region)).dnsSuffix();
    }
}
