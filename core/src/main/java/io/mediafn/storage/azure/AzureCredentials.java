package io.mediafn.storage.azure;

/** Who asks Azure. Secret parts never appear in {@code toString}. */
public sealed interface AzureCredentials {
    /** Azure's default chain: variables, a managed identity, the command line's login. */
    record Default() implements AzureCredentials {}

    /** Nobody. */
    record Anonymous() implements AzureCredentials {}

    /** The account's own key. */
    record Key(String accountKey) implements AzureCredentials {
        @Override
        public String toString() {
            return "Key[****]";
        }
    }

    /** A shared access signature; its question mark may be there or not. */
    record Sas(String token) implements AzureCredentials {
        @Override
        public String toString() {
            return "Sas[****]";
        }
    }

    /** Account, key or signature, and endpoint in one text. */
    record ConnectionString(String text) implements AzureCredentials {
        @Override
        public String toString() {
            return "ConnectionString[****]";
        }
    }

    /** An application of Entra. */
    record ServicePrincipal(String tenantId, String clientId, String clientSecret) implements AzureCredentials {
        @Override
        public String toString() {
            return "ServicePrincipal[" + tenantId + ", " + clientId + ", ****]";
        }
    }
}
