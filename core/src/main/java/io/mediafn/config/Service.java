package io.mediafn.config;

/**
 * A service that keeps objects: where it is, and who asks it. A value: two buckets whose services are equal are reached
 * with one credential, hence by one store. Secrets never appear in {@code toString}. Immutable.
 */
public sealed interface Service permits S3Service, GcsService, AzureService, HttpService {
    /** The same service, asked by nobody in particular. */
    Service anonymous();
}
