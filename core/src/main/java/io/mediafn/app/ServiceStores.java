package io.mediafn.app;

import io.mediafn.config.S3Service;
import io.mediafn.config.S3Service.Identity;
import io.mediafn.config.Secret;
import io.mediafn.config.Service;
import io.mediafn.config.SettingsException;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.s3.S3Credentials;
import io.mediafn.storage.s3.S3Settings;
import io.mediafn.storage.s3.S3Stores;

/**
 * Opens the store of a service. Types are tested one by one, since a switch over them costs a cold start more than the
 * tests do. Thread-safe.
 */
final class ServiceStores {
    /**
     * @param at needs the store first
     * @throws StorageException INVALID if a file of credentials breaks a rule
     */
    ObjectStore open(Service service, Location at) {
        try {
            return open(service);
        } catch (SettingsException e) {
            // Of one service only: others go on, and so does this one when the file is mended.
            throw new StorageException(Kind.INVALID, at, String.join("; ", e.problems()));
        }
    }

    private static ObjectStore open(Service service) {
        if (service instanceof S3Service s3) {
            return S3Stores.open(toSettings(s3.resolved()));
        }
        throw new IllegalArgumentException("no store for " + service.getClass().getSimpleName());
    }

    private static S3Settings toSettings(S3Service s3) {
        return new S3Settings(s3.endpoint(), s3.region(), toCredentials(s3.identity()));
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
