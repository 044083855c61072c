package io.mediafn.app;

import io.mediafn.config.S3Service;
import io.mediafn.config.S3Service.Identity;
import io.mediafn.config.Secret;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.s3.S3Credentials;
import io.mediafn.storage.s3.S3Settings;
import io.mediafn.storage.s3.S3Stores;

/** From the settings' words for S3 to the store's; a class of its own, which only a process that uses it loads. */
final class S3Opener {
    private S3Opener() {}

    static ObjectStore open(S3Service service) {
        S3Service s3 = service.resolved();
        return S3Stores.open(new S3Settings(s3.endpoint(), s3.region(), toCredentials(s3.identity())));
    }

    private static S3Credentials toCredentials(Identity identity) {
        return switch (identity) {
            case Identity.Keys keys ->
                new S3Credentials.Keys(
                        keys.id(), keys.secret().value(), keys.sessionToken().map(Secret::value));
            case Identity.Chain chain -> new S3Credentials.Chain(chain.profile());
            case Identity.Role role -> new S3Credentials.Role(role.arn(), role.stsEndpoint());
            case Identity.Anonymous anonymous -> new S3Credentials.Anonymous();
            case Identity.InFile inFile -> throw new IllegalStateException("not resolved: " + inFile.file());
        };
    }
}
