package io.mediafn.storage.s3;

import java.net.URI;
import java.util.Optional;

/**
 * How to reach S3.
 *
 * @param endpoint another service than Amazon's; its buckets are then addressed in the path, since few such services
 *     have a name for each bucket. A location that is written as a URL below the endpoint ({@code
 *     https://HOST/BUCKET/KEY}) is understood too.
 * @param region where absent, that of the AWS profile, else any: the service tells the right one
 */
public record S3Settings(Optional<URI> endpoint, Optional<String> region, S3Credentials credentials) {}
