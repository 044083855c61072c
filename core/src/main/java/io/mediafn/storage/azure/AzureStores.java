package io.mediafn.storage.azure;

import io.mediafn.storage.ObjectStore;

/** Opens stores over Azure Blob Storage. */
public final class AzureStores {
    private AzureStores() {}

    /**
     * Opens a client of one account; nothing is sent before its first use. It is also a {@link
     * io.mediafn.storage.UrlSigner} and a {@link io.mediafn.storage.UrlCopier}.
     *
     * @throws IllegalArgumentException if the settings are incomplete or contradict themselves
     */
    public static ObjectStore open(AzureSettings settings) {
        AzureAccount account = AzureAccount.of(settings);
        AzureTransport transport = new AzureTransport();
        return open(account, transport, AzureAuthentication.of(account, transport));
    }

    static ObjectStore open(AzureAccount account, AzureTransport transport, AzureAuthentication authentication) {
        AzureWire wire = new AzureWire(transport, authentication.policy());
        return new AzureObjectStore(account, wire, authentication);
    }
}
