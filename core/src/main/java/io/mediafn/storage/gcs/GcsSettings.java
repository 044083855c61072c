package io.mediafn.storage.gcs;

import java.net.URI;
import java.util.Optional;

/**
 * How to reach Cloud Storage.
 *
 * @param endpoint another service than Google's
 * @param userProject the project that pays for requests to buckets whose requester pays
 */
public record GcsSettings(Optional<URI> endpoint, GcsCredentials credentials, Optional<String> userProject) {}
