package io.mediafn.app;

import io.mediafn.config.AzureService;
import io.mediafn.config.AzureService.Identity;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.azure.AzureCredentials;
import io.mediafn.storage.azure.AzureSettings;
import io.mediafn.storage.azure.AzureStores;

/** From the settings' words for Azure to the store's; a class of its own, which only a process that uses it loads. */
final class AzureOpener {
    private AzureOpener() {}

    static ObjectStore open(AzureService azure) {
        return AzureStores.open(new AzureSettings(azure.account(), azure.endpoint(), toCredentials(azure.identity())));
    }

    private static AzureCredentials toCredentials(Identity identity) {
        return switch (identity) {
            case Identity.Default byDefault -> new AzureCredentials.Default();
            case Identity.Anonymous anonymous -> new AzureCredentials.Anonymous();
            case Identity.Key key -> new AzureCredentials.Key(key.accountKey().value());
            case Identity.Sas sas -> new AzureCredentials.Sas(sas.token().value());
            case Identity.ConnectionString connection ->
                new AzureCredentials.ConnectionString(connection.text().value());
            case Identity.ServicePrincipal application ->
                new AzureCredentials.ServicePrincipal(
                        application.tenantId(),
                        application.clientId(),
                        application.clientSecret().value());
        };
    }
}
