package io.mediafn.app;

import io.mediafn.config.AzureService;
import io.mediafn.config.GcsService;
import io.mediafn.config.HttpService;
import io.mediafn.config.S3Service;
import io.mediafn.config.Service;
import io.mediafn.config.SettingsException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;

/**
 * Opens the store of a service. Types are tested one by one, since a switch over them costs a cold start more than the
 * tests do. Thread-safe.
 */
final class ServiceStores {
    private final boolean privateAddresses;
    private final LocationPolicy policy;

    /**
     * @param privateAddresses whether web servers of this machine and of private networks may be asked
     * @param policy what the target of a web server's redirect must pass
     */
    ServiceStores(boolean privateAddresses, LocationPolicy policy) {
        this.privateAddresses = privateAddresses;
        this.policy = policy;
    }

    /**
     * @param at needs the store first
     * @throws StorageException INVALID if a credential, or a file of one, breaks a rule
     */
    ObjectStore open(Service service, Location at) {
        try {
            return open(service);
        } catch (SettingsException e) {
            // Of one service only: others go on, and so does this one when the file is mended.
            throw new StorageException(Kind.INVALID, at, String.join("; ", e.problems()));
        } catch (IllegalArgumentException e) {
            throw new StorageException(
                    Kind.INVALID, at, "the settings of its service can't be used: " + e.getMessage(), e);
        }
    }

    private ObjectStore open(Service service) {
        if (service instanceof S3Service s3) {
            return S3Opener.open(s3);
        }
        if (service instanceof GcsService gcs) {
            return GcsOpener.open(gcs);
        }
        if (service instanceof AzureService azure) {
            return AzureOpener.open(azure);
        }
        if (service instanceof HttpService http) {
            return HttpOpener.open(http, privateAddresses, policy);
        }
        throw new IllegalArgumentException("no store for " + service.getClass().getSimpleName());
    }
}
