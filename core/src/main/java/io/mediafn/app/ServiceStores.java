package io.mediafn.app;

import io.mediafn.config.AzureService;
import io.mediafn.config.GcsService;
import io.mediafn.config.HttpService;
import io.mediafn.config.S3Service;
import io.mediafn.config.Secret;
import io.mediafn.config.Service;
import io.mediafn.config.SettingsException;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.azure.AzureCredentials;
import io.mediafn.storage.azure.AzureSettings;
import io.mediafn.storage.azure.AzureStores;
import io.mediafn.storage.gcs.GcsCredentials;
import io.mediafn.storage.gcs.GcsSettings;
import io.mediafn.storage.gcs.GcsStores;
import io.mediafn.storage.http.HttpCredentials;
import io.mediafn.storage.http.HttpSettings;
import io.mediafn.storage.http.HttpStores;
import io.mediafn.storage.s3.S3Credentials;
import io.mediafn.storage.s3.S3Settings;
import io.mediafn.storage.s3.S3Stores;
import java.util.HashMap;
import java.util.Map;

/**
 * Opens the store of a service. Types are tested one by one, since a switch over them costs a cold start more than the
 * tests do. Thread-safe.
 */
final class ServiceStores {
    private final boolean privateAddresses;

    /** @param privateAddresses whether web servers of this machine and of private networks may be asked */
    ServiceStores(boolean privateAddresses) {
        this.privateAddresses = privateAddresses;
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
            return S3Stores.open(toSettings(s3.resolved()));
        }
        if (service instanceof GcsService gcs) {
            return GcsStores.open(new GcsSettings(gcs.endpoint(), toCredentials(gcs.identity()), gcs.userProject()));
        }
        if (service instanceof AzureService azure) {
            return AzureStores.open(
                    new AzureSettings(azure.account(), azure.endpoint(), toCredentials(azure.identity())));
        }
        if (service instanceof HttpService http) {
            return HttpStores.open(HttpSettings.defaults()
                    .withAllowPrivate(privateAddresses)
                    .withCredentials(toCredentials(http.logins())));
        }
        throw new IllegalArgumentException("no store for " + service.getClass().getSimpleName());
    }

    private static S3Settings toSettings(S3Service s3) {
        return new S3Settings(s3.endpoint(), s3.region(), toCredentials(s3.identity()));
    }

    private static S3Credentials toCredentials(S3Service.Identity identity) {
        return switch (identity) {
            case S3Service.Identity.Keys keys ->
                new S3Credentials.Keys(
                        keys.id(), keys.secret().value(), keys.sessionToken().map(Secret::value));
            case S3Service.Identity.Chain chain -> new S3Credentials.Chain(chain.profile());
            case S3Service.Identity.Role role -> new S3Credentials.Role(role.arn(), role.stsEndpoint());
            case S3Service.Identity.Anonymous anonymous -> new S3Credentials.Anonymous();
            case S3Service.Identity.InFile inFile -> throw new IllegalStateException("not resolved: " + inFile.file());
        };
    }

    private static GcsCredentials toCredentials(GcsService.Identity identity) {
        return switch (identity) {
            case GcsService.Identity.Default byDefault -> new GcsCredentials.Default();
            case GcsService.Identity.Anonymous anonymous -> new GcsCredentials.Anonymous();
            case GcsService.Identity.KeyFile key ->
                new GcsCredentials.Key(key.read().value());
        };
    }

    private static AzureCredentials toCredentials(AzureService.Identity identity) {
        return switch (identity) {
            case AzureService.Identity.Default byDefault -> new AzureCredentials.Default();
            case AzureService.Identity.Anonymous anonymous -> new AzureCredentials.Anonymous();
            case AzureService.Identity.Key key ->
                new AzureCredentials.Key(key.accountKey().value());
            case AzureService.Identity.Sas sas ->
                new AzureCredentials.Sas(sas.token().value());
            case AzureService.Identity.ConnectionString connection ->
                new AzureCredentials.ConnectionString(connection.text().value());
            case AzureService.Identity.ServicePrincipal application ->
                new AzureCredentials.ServicePrincipal(
                        application.tenantId(),
                        application.clientId(),
                        application.clientSecret().value());
        };
    }

    private static Map<String, HttpCredentials> toCredentials(Map<String, HttpService.Login> logins) {
        Map<String, HttpCredentials> credentials = new HashMap<>();
        logins.forEach((host, login) -> credentials.put(host, toCredentials(login)));
        return credentials;
    }

    private static HttpCredentials toCredentials(HttpService.Login login) {
        return switch (login) {
            case HttpService.Login.Bearer bearer ->
                new HttpCredentials.Bearer(bearer.token().value());
            case HttpService.Login.Basic basic ->
                new HttpCredentials.Basic(basic.user(), basic.password().value());
        };
    }
}
