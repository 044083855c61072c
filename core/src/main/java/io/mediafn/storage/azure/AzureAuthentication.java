package io.mediafn.storage.azure;

import com.azure.core.credential.AzureSasCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.policy.AzureSasCredentialPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.StorageBearerTokenChallengeAuthorizationPolicy;
import com.azure.storage.common.policy.StorageSharedKeyCredentialPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How requests to one account are authorised, and how the service is when it fetches from that account. Thread-safe. */
final class AzureAuthentication {
    private static final String SCOPE = "https://storage.azure.com/.default";
    /** Longer than any copy may take. */
    private static final Duration SOURCE_VALID = Duration.ofHours(2);

    private final Optional<HttpPipelinePolicy> policy;
    private final Optional<AzureSas> signer;
    private final Optional<String> sas;
    private final Optional<TokenCredential> tokens;

    private AzureAuthentication(
            Optional<HttpPipelinePolicy> policy,
            Optional<AzureSas> signer,
            Optional<String> sas,
            Optional<TokenCredential> tokens) {
        this.policy = policy;
        this.signer = signer;
        this.sas = sas;
        this.tokens = tokens;
    }

    static AzureAuthentication of(AzureAccount account, AzureTransport transport) {
        return switch (account.credentials()) {
            case AzureCredentials.Key key ->
                ofKey(account, new StorageSharedKeyCredential(account.name(), key.accountKey()));
            case AzureCredentials.Sas sas -> ofSas(sas.token());
            case AzureCredentials.ServicePrincipal principal ->
                ofTokens(AzureIdentity.application(principal, transport));
            case AzureCredentials.Default chain -> ofTokens(AzureIdentity.chain(transport));
            case AzureCredentials.Anonymous nobody ->
                new AzureAuthentication(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
            case AzureCredentials.ConnectionString unread ->
                throw new IllegalStateException("an account holds what its connection string says");
        };
    }

    private static AzureAuthentication ofKey(AzureAccount account, StorageSharedKeyCredential key) {
        return new AzureAuthentication(
                Optional.of(new StorageSharedKeyCredentialPolicy(key)),
                Optional.of(new AzureSas(key, account.endpoint())),
                Optional.empty(),
                Optional.empty());
    }

    private static AzureAuthentication ofSas(String token) {
        return new AzureAuthentication(
                Optional.of(new AzureSasCredentialPolicy(new AzureSasCredential(token), false)),
                Optional.empty(),
                Optional.of(token),
                Optional.empty());
    }

    static AzureAuthentication ofTokens(TokenCredential tokens) {
        return new AzureAuthentication(
                Optional.of(new StorageBearerTokenChallengeAuthorizationPolicy(tokens, SCOPE)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(tokens));
    }

    /** What signs requests; none where nobody asks. */
    Optional<HttpPipelinePolicy> policy() {
        return policy;
    }

    /** A URL that reads one blob and does nothing else; absent where that needs a request, or can't be had. */
    Optional<URI> signed(String url, AzureNames.Name blob, Duration valid) {
        return signer.map(key -> URI.create(url + "?" + key.query(blob, "r", valid)));
    }

    /** The URL by which the service itself reads a blob, with its tags; together with {@link #ofSource}. */
    String source(String url, AzureNames.Name blob) {
        return signer.map(key -> url + "?" + key.query(blob, "rt", SOURCE_VALID))
                .or(() -> sas.map(token -> url + "?" + token))
                .orElse(url);
    }

    /** The header by which the service may read a source that its URL does not authorise. */
    Optional<String> ofSource() {
        return tokens.map(credential -> "Bearer "
                + credential
                        .getTokenSync(new TokenRequestContext().addScopes(SCOPE))
                        .getToken());
    }
}
