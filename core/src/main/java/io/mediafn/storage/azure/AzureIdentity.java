package io.mediafn.storage.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.util.Configuration;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.ChainedTokenCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.EnvironmentCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;

/** Credentials of Entra. Apart, since their library is loaded with this class, and an account key needs none of it. */
final class AzureIdentity {
    private AzureIdentity() {}

    /**
     * Variables, a pod's identity, a machine's or function's, the command line's login. The SDK's own chain would go on to
     * look through the caches of a desktop's programs, with native libraries.
     */
    static TokenCredential chain(HttpClient http) {
        Configuration variables = Configuration.getGlobalConfiguration();
        ChainedTokenCredentialBuilder chain = new ChainedTokenCredentialBuilder();
        // Those that are not set up say so with an error in the log, or with an exception.
        if (variables.contains(Configuration.PROPERTY_AZURE_CLIENT_ID)) {
            chain.addLast(new EnvironmentCredentialBuilder().httpClient(http).build());
        }
        if (variables.contains("AZURE_FEDERATED_TOKEN_FILE")) {
            chain.addLast(
                    new WorkloadIdentityCredentialBuilder().httpClient(http).build());
        }
        return chain.addLast(
                        new ManagedIdentityCredentialBuilder().httpClient(http).build())
                .addLast(new AzureCliCredentialBuilder().build())
                .build();
    }

    static TokenCredential application(AzureCredentials.ServicePrincipal principal, HttpClient http) {
        return new ClientSecretCredentialBuilder()
                .tenantId(principal.tenantId())
                .clientId(principal.clientId())
                .clientSecret(principal.clientSecret())
                .httpClient(http)
                .build();
    }
}
