package io.mediafn.config;

import java.net.URI;
import java.util.Optional;

/**
 * An account of Azure Blob Storage.
 *
 * @param account its name; absent where nothing names one, and locations have to
 * @param endpoint of the account, where it is not {@code https://ACCOUNT.blob.core.windows.net}
 */
public record AzureService(Optional<String> account, Optional<URI> endpoint, Identity identity) implements Service {
    /** Who asks. */
    public sealed interface Identity {
        /** Azure's default chain. */
        record Default() implements Identity {}

        record Anonymous() implements Identity {}

        /** The account's own key. */
        record Key(Secret accountKey) implements Identity {}

        /** A shared access signature, with or without its question mark. */
        record Sas(Secret token) implements Identity {}

        record ConnectionString(Secret text) implements Identity {}

        /** An application of Entra. */
        record ServicePrincipal(String tenantId, String clientId, Secret clientSecret) implements Identity {}
    }

    @Override
    public AzureService anonymous() {
        return new AzureService(account, endpoint, new Identity.Anonymous());
    }

    /**
     * The service for an account that a location names. A key or a signature is of one account, and is never sent to
     * another; an application or a managed identity may have rights in several.
     */
    AzureService forAccount(String name) {
        if (account.filter(name::equals).isPresent()) {
            return this;
        }
        return new AzureService(
                Optional.of(name),
                Optional.empty(),
                identity instanceof Identity.ServicePrincipal ? identity : new Identity.Default());
    }
}
