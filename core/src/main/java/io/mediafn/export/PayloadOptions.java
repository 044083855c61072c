package io.mediafn.export;

import java.util.Optional;

/**
 * What a labelling tool wants to know beside the media.
 *
 * @param fromIntegrationHash Encord: of the integration that the media are registered with, which they must still be
 * @param toIntegrationHash Encord: of the one that they are to be registered with
 * @param validateAccess Encord: whether it first looks whether it can read the new places
 * @param skipMissing Encord: whether items that it does not have are passed over; otherwise one of them fails the request
 * @param s3Region Labelbox: of the bucket, as its URLs have it
 */
public record PayloadOptions(
        Optional<String> fromIntegrationHash,
        Optional<String> toIntegrationHash,
        boolean validateAccess,
        boolean skipMissing,
        Optional<String> s3Region) {
    public static final PayloadOptions DEFAULT =
            new PayloadOptions(Optional.empty(), Optional.empty(), true, false, Optional.empty());
}
