package io.mediafn.storage.s3;

import java.net.URI;
import java.util.Optional;

/**
 * How to reach S3. What is absent is found by the SDK's default chains.
 *
 * @param endpoint another service than Amazon's; its buckets are then addressed in the path, since few such services
 *     have a name for each bucket
 * @param credentials fixed ones; the SDK's chain where absent
 */
public record S3Settings(Optional<URI> endpoint, Optional<String> region, Optional<Credentials> credentials) {
    /** An access key; its secret parts never appear in {@link #toString}. */
    public record Credentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
        @Override
        public String toString() {
            return "Credentials[" + accessKeyId + ", ****]";
        }
    }
}
