package io.mediafn.storage.s3;

import java.util.Optional;

/** Who asks S3. Secret parts never appear in {@code toString}. */
public sealed interface S3Credentials {
    /**
     * Whatever the SDK's default chain finds: variables, a profile, a web identity, the role of the machine or function.
     *
     * @param profile a profile of the AWS files, absent for the default one
     */
    record Chain(Optional<String> profile) implements S3Credentials {}

    /** Nobody: requests are not signed. */
    record Anonymous() implements S3Credentials {}

    /** A fixed access key. */
    record Keys(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) implements S3Credentials {
        @Override
        public String toString() {
            return "Keys[" + accessKeyId + ", ****]";
        }
    }

    /**
     * A role that is assumed with what the default chain finds.
     *
     * @param arn of the role
     * @param endpoint of the token service, absent for Amazon's own
     */
    record Role(String arn, Optional<java.net.URI> endpoint) implements S3Credentials {}
}
